//! What was seen, in numbers that add up.

use crate::rule::{Rule, Severity};

/// How many documents were checked and how many findings there were by rule: exact, also where not all findings are kept.
///
/// # Examples
///
/// ```
/// use contact_schema::Rule;
/// use contact_schema::lint::{Linter, Summary};
///
/// let mut linter = Linter::new();
/// linter.json(br#"{"notify": 1, "name": null, "phones": []}"#, &mut |_| {});
/// let mut total = Summary::default();
/// total.add(linter.summary());
/// total.add(linter.summary());
/// assert_eq!((total.documents, total.invalid), (2, 2));
/// assert_eq!(total.by_rule().collect::<Vec<_>>(), [(Rule::WrongType, 4)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Documents checked, those that are not JSON included.
    pub documents: u64,
    /// Documents that are not JSON or break the contract.
    pub invalid: u64,
    /// Documents of which the kind cannot be told; they are not counted as invalid.
    pub unjudged: u64,
    /// Findings by the rule's place in [`Rule::ALL`].
    counts: [u64; Rule::ALL.len()],
}

impl Default for Summary {
    fn default() -> Self {
        Self { documents: 0, invalid: 0, unjudged: 0, counts: [0; Rule::ALL.len()] }
    }
}

impl Summary {
    /// Adds the numbers of another part of the same work.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Summary};
    ///
    /// let mut total = Summary::default();
    /// for part in [&b"{}"[..], b"[]"] {
    ///     let mut linter = Linter::new();
    ///     linter.json(part, &mut |_| {});
    ///     total.add(linter.summary());
    /// }
    /// assert_eq!((total.documents, total.unjudged), (1, 1));
    /// ```
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.invalid += other.invalid;
        self.unjudged += other.unjudged;
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }

    /// The rules with findings, in the order of [`Rule::ALL`], with how many.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, lint::Linter};
    ///
    /// let mut linter = Linter::new();
    /// linter.json(br#"{"notify": true, "naem": "Ada", "phones": [1, 2]}"#, &mut |_| {});
    /// let counts: Vec<_> = linter.summary().by_rule().collect();
    /// assert_eq!(counts, [(Rule::WrongType, 2), (Rule::UnknownMember, 1)]);
    /// ```
    pub fn by_rule(&self) -> impl Iterator<Item = (Rule, u64)> {
        Rule::ALL.iter().copied().zip(self.counts).filter(|&(_, count)| count > 0)
    }

    /// How many findings of this severity there were.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Severity, lint::Linter};
    ///
    /// let mut linter = Linter::new();
    /// linter.json(b"{", &mut |_| {});
    /// assert_eq!(linter.summary().findings(Severity::Syntax), 1);
    /// ```
    #[must_use]
    pub fn findings(&self, severity: Severity) -> u64 {
        self.by_rule().filter(|(rule, _)| rule.severity() == severity).map(|(_, count)| count).sum()
    }

    pub(super) fn count(&mut self, rule: Rule) {
        if let Some(count) = self.counts.get_mut(rule as usize) {
            *count += 1;
        }
    }

    pub(super) fn forget(&mut self, rule: Rule) {
        if let Some(count) = self.counts.get_mut(rule as usize) {
            *count = count.saturating_sub(1);
        }
    }
}
