//! Counts of documents and findings, which can be added.

use super::finding::FindingPlace;
use super::fix::Safety;
use super::kind::Kind;
use crate::body::member::Body;
use crate::body::{Contact, UpdateContactRequest};
use crate::pointer::Pointer;
use crate::rule::{Rule, Severity};
use crate::value::sink::Place;

/// The number of documents and of findings by rule. Exact, even if not all findings are kept.
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
    /// Documents checked, including those that are not JSON.
    pub documents: u64,
    /// Documents that are not JSON or break the contract.
    pub invalid: u64,
    /// Documents of unknown kind. They are not counted as invalid.
    pub unjudged: u64,
    /// Documents that are of the other kind than the one given to the linter, by their members; see
    /// [`Kind::of`]. 0 if no kind is given.
    pub of_other_kind: u64,
    /// Bytes of JSON texts that were not checked: they follow a syntax error in an array, and no
    /// document could be found in them.
    pub unchecked_bytes: u64,
    /// Findings that a safe fix removes. Counted only if the linter
    /// [finds](super::Linter::find_fixes) fixes.
    pub fixable: u64,
    /// Findings that only an unsafe fix removes, counted likewise.
    pub unsafely_fixable: u64,
    /// Findings that were fixed, by the index of the rule in [`Rule::ALL`]. They are not in
    /// `counts`.
    fixed: [u64; Rule::ALL.len()],
    /// Documents that are valid only after fixes.
    repaired: u64,
    /// Findings by the index of the rule in [`Rule::ALL`] and by subject. A few kilobytes, so that
    /// counting is one addition.
    counts: [[u64; Subject::COUNT]; Rule::ALL.len()],
}

/// The subject of a finding, as an index into a row of counts.
#[derive(Clone, Copy)]
pub(super) struct Subject(usize);

impl Subject {
    /// A document that could not be read that far.
    const NOTHING: usize = 0;
    const ROOT: usize = 1;
    const UNKNOWN: usize = 2;
    const PHONE: usize = 3;
    /// The members of a contact, then those of a request. For a name that both have, the first is
    /// used.
    const CONTACT: usize = 4;
    const REQUEST: usize = Self::CONTACT + Contact::MEMBERS.len();
    const COUNT: usize = Self::REQUEST + UpdateContactRequest::MEMBERS.len();

    /// The subject of all findings about unknown members.
    pub(super) const UNKNOWN_MEMBER: Self = Self(Self::UNKNOWN);

    /// Returns the subject of a finding at this place.
    pub(super) fn of(place: Place) -> Self {
        Self(match place {
            Place::Root => Self::ROOT,
            Place::Member(name) => Self::member(name).unwrap_or(Self::UNKNOWN),
            Place::Item(..) => Self::PHONE,
        })
    }

    /// Returns the subject of a finding.
    pub(super) fn new(rule: Rule, place: &FindingPlace) -> Self {
        // An unknown member may have the name of a member of the other body.
        if rule == Rule::UnknownMember {
            return Self(Self::UNKNOWN);
        }
        Self(match place {
            FindingPlace::Unread => Self::NOTHING,
            FindingPlace::Document => Self::ROOT,
            FindingPlace::Unknown(_) => Self::UNKNOWN,
            FindingPlace::Item(..) => Self::PHONE,
            FindingPlace::Member(name) => Self::member(name).unwrap_or(Self::UNKNOWN),
        })
    }

    fn member(name: &str) -> Option<usize> {
        let contact = Contact::find(name).map(|index| Self::CONTACT + index);
        contact.or_else(|| Some(Self::REQUEST + UpdateContactRequest::find(name)?))
    }

    /// Returns the pointer, with `*` for the index of an item and for the name of an unknown
    /// member.
    fn pointer(self) -> Option<Pointer> {
        let member = |kind: Kind, index| kind.member_names().nth(index).map(|name| Pointer::root().join(name));
        match self.0 {
            Self::NOTHING => None,
            Self::ROOT => Some(Pointer::root()),
            Self::UNKNOWN => Some(Pointer::root().join("*")),
            Self::PHONE => Some(Pointer::root().join("phones").join("*")),
            Self::CONTACT..Self::REQUEST => member(Kind::Contact, self.0 - Self::CONTACT),
            _ => member(Kind::Request, self.0 - Self::REQUEST),
        }
    }
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            documents: 0,
            invalid: 0,
            unjudged: 0,
            of_other_kind: 0,
            unchecked_bytes: 0,
            fixable: 0,
            unsafely_fixable: 0,
            fixed: [0; Rule::ALL.len()],
            repaired: 0,
            counts: [[0; Subject::COUNT]; Rule::ALL.len()],
        }
    }
}

impl Summary {
    /// Adds the counts of another part of the same work.
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
        self.combine(other, |count, more| *count += more);
    }

    /// Subtracts the counts of a part of the same work.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Summary};
    ///
    /// let mut linter = Linter::new();
    /// linter.json(br#"{"notify": 1, "name": "Ada"}"#, &mut |_| {});
    /// let mut summary = linter.summary().clone();
    /// summary.subtract(linter.summary());
    /// assert_eq!(summary, Summary::default());
    /// ```
    pub fn subtract(&mut self, part: &Self) {
        self.combine(part, |count, less| *count = count.saturating_sub(less));
    }

    /// Changes each count by the same count of another summary.
    fn combine(&mut self, other: &Self, change: impl Fn(&mut u64, u64)) {
        change(&mut self.documents, other.documents);
        change(&mut self.invalid, other.invalid);
        change(&mut self.unjudged, other.unjudged);
        change(&mut self.of_other_kind, other.of_other_kind);
        change(&mut self.unchecked_bytes, other.unchecked_bytes);
        change(&mut self.fixable, other.fixable);
        change(&mut self.unsafely_fixable, other.unsafely_fixable);
        change(&mut self.repaired, other.repaired);
        for (count, other) in self.fixed.iter_mut().zip(other.fixed) {
            change(count, other);
        }
        for (count, other) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            change(count, *other);
        }
    }

    /// Returns the rules with findings and their number, in the order of [`Rule::ALL`].
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
        let sums = self.counts.iter().map(|row| row.iter().sum());
        Rule::ALL.iter().copied().zip(sums).filter(|&(_, count)| count > 0)
    }

    /// Returns the rules with findings, what they are about and their number, in the order of
    /// [`Rule::ALL`].
    ///
    /// The second value is a pointer with `*` for the index of an item, so all phones are
    /// `/phones/*`, and `/*` for all members that are not documented. `None` is a document that
    /// could not be read, or of unknown kind.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Linter;
    ///
    /// let mut linter = Linter::new();
    /// linter.json(br#"{"notify": true, "naem": "Ada", "phones": [1, 2]}"#, &mut |_| {});
    /// let counts = linter.summary().by_member().map(|(rule, member, count)| format!("{rule} {} {count}", member.unwrap()));
    /// assert_eq!(counts.collect::<Vec<_>>(), ["wrong-type /phones/* 2", "unknown-member /* 1"]);
    /// ```
    pub fn by_member(&self) -> impl Iterator<Item = (Rule, Option<Pointer>, u64)> {
        Rule::ALL.iter().zip(&self.counts).flat_map(|(&rule, row)| {
            let found = row.iter().enumerate().filter(|&(_, &count)| count > 0);
            found.map(move |(subject, &count)| (rule, Subject(subject).pointer(), count))
        })
    }

    /// Returns the number of findings of this severity.
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

    /// Returns the number of findings that were fixed. They are in no other count of findings.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Safety};
    ///
    /// let mut linter = Linter::new().apply_fixes(Safety::Safe);
    /// linter.json(br#"{"notify": true, "name": "Ada",}"#, &mut |_| {});
    /// assert_eq!((linter.summary().fixed(), linter.summary().by_rule().count()), (1, 0));
    /// ```
    #[must_use]
    pub fn fixed(&self) -> u64 {
        self.fixed.iter().sum()
    }

    /// Returns the rules of findings that were fixed and their number, in the order of
    /// [`Rule::ALL`].
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, lint::{Linter, Safety}};
    ///
    /// let mut linter = Linter::new().apply_fixes(Safety::Safe);
    /// linter.json(br#"{"notify": true, "name": "Ada",}"#, &mut |_| {});
    /// assert_eq!(linter.summary().fixed_by_rule().collect::<Vec<_>>(), [(Rule::JsonTrailingComma, 1)]);
    /// ```
    pub fn fixed_by_rule(&self) -> impl Iterator<Item = (Rule, u64)> {
        Rule::ALL.iter().copied().zip(self.fixed).filter(|&(_, count)| count > 0)
    }

    /// Counts the fixed findings, and the documents that are valid only after fixes, as if nothing
    /// had been fixed: for a caller that could not write the text after the fixes. What these
    /// findings are about is then `None` in [`by_member`](Self::by_member).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Rule, lint::{Linter, Safety}};
    ///
    /// let mut linter = Linter::new().apply_fixes(Safety::Safe);
    /// linter.json(br#"{"notify": true, "name": "Ada",}"#, &mut |_| {});
    /// let mut summary = linter.take_summary();
    /// assert_eq!((summary.invalid, summary.fixed()), (0, 1));
    /// summary.undo_fixes();
    /// assert_eq!((summary.invalid, summary.fixed()), (1, 0));
    /// assert_eq!(summary.by_rule().collect::<Vec<_>>(), [(Rule::JsonTrailingComma, 1)]);
    /// ```
    pub fn undo_fixes(&mut self) {
        for (row, fixed) in self.counts.iter_mut().zip(core::mem::replace(&mut self.fixed, [0; Rule::ALL.len()])) {
            if let Some(count) = row.get_mut(Subject::NOTHING) {
                *count += fixed;
            }
        }
        self.invalid += core::mem::take(&mut self.repaired);
    }

    /// Returns the number of documents that are invalid, or were before fixes.
    pub(super) fn invalid_before_fixes(&self) -> u64 {
        self.invalid + self.repaired
    }

    /// Counts the findings of a document that were fixed. `is_valid` is whether it has no violation
    /// now.
    pub(super) fn count_fixed(&mut self, rules: impl Iterator<Item = Rule>, is_valid: bool) {
        let mut was_invalid = false;
        for rule in rules {
            was_invalid |= matches!(rule.severity(), Severity::Syntax | Severity::Violation);
            if let Some(count) = self.fixed.get_mut(rule as usize) {
                *count += 1;
            }
        }
        self.repaired += u64::from(was_invalid && is_valid);
    }

    pub(super) fn count_fixable(&mut self, safety: Safety) {
        match safety {
            Safety::Safe => self.fixable += 1,
            Safety::Unsafe => self.unsafely_fixable += 1,
        }
    }

    pub(super) fn count(&mut self, rule: Rule, subject: Subject) {
        if let Some(count) = self.slot(rule, subject) {
            *count += 1;
        }
    }

    /// Uncounts an unknown member that turned out to be a part of another finding.
    pub(super) fn forget_unknown_member(&mut self) {
        if let Some(count) = self.slot(Rule::UnknownMember, Subject(Subject::UNKNOWN)) {
            *count = count.saturating_sub(1);
        }
    }

    fn slot(&mut self, rule: Rule, subject: Subject) -> Option<&mut u64> {
        self.counts.get_mut(rule as usize)?.get_mut(subject.0)
    }
}
