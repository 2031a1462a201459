//! Counts of some findings, to separate known findings from new ones.

use super::finding::Finding;
use super::linter::DocumentReport;
use super::summary::{Subject, Summary};
use crate::rule::Severity;

impl Summary {
    /// Counts some findings of a document, such as those that are known already. If without them
    /// the document is valid, it is counted as invalid. [Subtract](Self::subtract) the result from
    /// the counts of all findings for those of the others.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Rule;
    /// use contact_schema::lint::{Linter, Summary};
    ///
    /// let mut known = Summary::default();
    /// let mut linter = Linter::new();
    /// linter.json(br#"[{"notify": 1, "name": "Ada"}, {"notify": 1, "name": null}]"#, &mut |document| {
    ///     known.count_some(&document, &mut |finding| finding.pointer().unwrap().as_str() == "/notify");
    /// });
    /// let mut new = linter.take_summary();
    /// new.subtract(&known);
    /// assert_eq!((new.documents, new.invalid), (2, 1));
    /// assert_eq!(new.by_rule().collect::<Vec<_>>(), [(Rule::WrongType, 1)]);
    /// ```
    pub fn count_some(&mut self, document: &DocumentReport, is_counted: &mut dyn FnMut(&Finding) -> bool) {
        let (mut is_invalid, mut is_unjudged) = (false, false);
        for finding in &document.findings {
            if is_counted(finding) {
                self.count(finding.rule, Subject::new(finding.rule, &finding.place));
                if let Some(fix) = finding.fix() {
                    self.count_fixable(fix.safety);
                }
                continue;
            }
            is_invalid |= matches!(finding.severity(), Severity::Syntax | Severity::Violation);
            is_unjudged |= finding.severity() == Severity::Failure;
        }
        // The findings that were not kept are unknown.
        if document.more == 0 {
            match document.severity {
                Severity::Failure => self.unjudged += u64::from(!is_unjudged),
                Severity::Syntax | Severity::Violation => self.invalid += u64::from(!is_invalid),
                Severity::Warning => {}
            }
        }
    }
}
