//! Fixes that are checked: each document is linted again after its fixes.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::array::Progress;
use super::cure;
use super::encoding::Encoding;
use super::finding::{Finding, FindingPlace};
use super::fix::{Edit, Fix, Safety, apply_edits};
use super::kind::Kind;
use super::linter::{DocumentReport, FixedDocument, Fixes, Linter, Review, Reviewed};
use super::unit::Unit;
use crate::json::{JsonType, Reader, SyntaxError};
use crate::rule::{Rule, Severity};

/// The maximum number of rounds. A document that needs more is not changed, so fixing twice equals
/// fixing once.
const MAX_ROUNDS: usize = 64;

/// The number of findings kept to compare a document before and after a fix. A document with more
/// is not changed.
const MAX_FINDINGS: usize = 1 << 14;

/// The number of bytes of a document that may be checked again to try its fixes one by one. It
/// bounds the time for documents with many fixes.
const MAX_CHECKED: usize = 1 << 24;

impl Linter {
    /// Finds the fix of each finding: see [`Finding::fix`]. It costs time for documents with
    /// findings only.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Linter;
    ///
    /// let text = br#"{"notify": true, "name": "Ada",}"#;
    /// Linter::new().json(text, &mut |report| assert!(report.findings[0].fix().is_none()));
    /// Linter::new().find_fixes(true).json(text, &mut |report| {
    ///     assert_eq!(report.findings[0].fix().unwrap().title, "remove the comma at the end");
    /// });
    /// ```
    #[must_use]
    pub fn find_fixes(mut self, finds: bool) -> Self {
        self.fixes = if finds { Fixes::Find } else { Fixes::Ignore };
        self
    }

    /// Applies all fixes up to this level of safety, and reports the remaining findings: see
    /// [`DocumentReport::fixed`]. Each document is checked again after its fixes. A fix that leaves
    /// its finding or causes another violation is not applied. Fixing a document twice is the same
    /// as fixing it once.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Safety};
    ///
    /// let text = br#"{"notify": "true", "name": "Ada", "name": "Ada"}"#;
    /// let mut linter = Linter::new().apply_fixes(Safety::Unsafe);
    /// linter.json(text, &mut |report| {
    ///     let fixed = report.fixed.unwrap();
    ///     assert_eq!(fixed.bytes, br#"{"notify": true, "name": "Ada"}"#);
    ///     assert_eq!((fixed.findings.len(), report.findings.len()), (2, 0));
    /// });
    /// assert_eq!((linter.summary().invalid, linter.summary().fixed()), (0, 2));
    /// ```
    #[must_use]
    pub fn apply_fixes(mut self, safety: Safety) -> Self {
        self.fixes = Fixes::Apply(safety);
        self
    }

    /// Applies fixes to a whole JSON text as [`apply_fixes`](Self::apply_fixes) says, and calls
    /// `each` for every document that was fixed or has findings. Returns the text after the fixes;
    /// `None` if there were none.
    ///
    /// If fixes of items do not turn the text into JSON, it is first fixed as a whole, if possible.
    /// The spans of reports are then those after that fix. With `is_one`, the text is exactly one
    /// document, and an array is one of the wrong type.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::{Linter, Safety};
    ///
    /// let text = br#"[{"notify": true, "name": "Ada",}, {"notify": "true", "name": "Bob"},]"#;
    /// let fixed = Linter::new().apply_fixes(Safety::Unsafe).fix_json(text, false, &mut |_, _| {});
    /// assert_eq!(fixed.unwrap(), br#"[{"notify": true, "name": "Ada"}, {"notify": true, "name": "Bob"}]"#);
    /// ```
    pub fn fix_json(
        &mut self,
        text: &[u8],
        is_one: bool,
        each: &mut dyn FnMut(&[u8], DocumentReport),
    ) -> Option<Vec<u8>> {
        let Fixes::Apply(allowed) = self.fixes else { return None };
        let is_small = text.len() <= self.max_document_bytes();
        let starts_array = |text: &[u8]| text.trim_ascii_start().starts_with(b"[");
        let error = syntax_error(text).filter(|_| is_small);
        // Items are fixed one by one where that is enough, so that each of them is counted.
        let is_whole = |linter: &Self| {
            // A text in UTF-16 or UTF-32 has no items before it is converted.
            let is_array = starts_array(text) && !is_one && Encoding::of(text).is_none();
            let fixed = is_array.then(|| linter.clone().fix_items(text, is_one, &mut |_, _| {})).flatten();
            fixed.is_none_or(|fixed| syntax_error(&fixed).is_some())
        };
        let fix = error.filter(|_| is_whole(self)).and_then(|error| Some((error, cure::syntax(text)?)));
        let fix = fix.filter(|(_, fix)| fix.safety <= allowed);
        let mended = fix.as_ref().map(|(_, fix)| fix.apply(text));
        let invalid = self.summary.invalid_before_fixes();
        let fixed = self.fix_items(mended.as_deref().unwrap_or(text), is_one, each);
        if let Some((error, _)) = &fix {
            // A fault between the items of an array makes none of them invalid.
            let is_document = !mended.as_deref().is_some_and(starts_array);
            let is_valid = is_document && self.summary.invalid_before_fixes() == invalid;
            self.summary.count_fixed(core::iter::once(error.rule()), is_valid);
        }
        fixed.or(mended)
    }

    /// Fixes one document, or the items of an array. Returns the text after the fixes; `None` if
    /// there were none.
    fn fix_items(&mut self, text: &[u8], is_one: bool, each: &mut dyn FnMut(&[u8], DocumentReport)) -> Option<Vec<u8>> {
        let mut progress = if is_one { Progress::one_document() } else { Progress::default() };
        let (mut fixed, mut done, mut is_fixed) = (Vec::new(), 0, false);
        self.json_part(&mut progress, text, 0, true, &mut |report| {
            if let Some(document) = &report.fixed {
                fixed.extend_from_slice(text.get(done..document.span.start).unwrap_or_default());
                fixed.extend_from_slice(&document.bytes);
                done = document.span.end;
                is_fixed = true;
            }
            each(text, report);
        });
        fixed.extend_from_slice(text.get(done..).unwrap_or_default());
        is_fixed.then_some(fixed)
    }

    /// Fixes a document, or finds its fixes, as this linter is configured.
    #[cold]
    #[inline(never)]
    pub(super) fn with_fixes(&mut self, document: &[u8], reviewed: Reviewed) -> (Reviewed, Option<Box<FixedDocument>>) {
        let Fixes::Apply(allowed) = self.fixes else {
            return (if self.fixes == Fixes::Find { self.mark(document, reviewed) } else { reviewed }, None);
        };
        // A fix never makes a document larger than the limit, so that the next run reads it too.
        let repaired =
            self.repair(document, allowed).filter(|(fixed, _)| fixed.bytes.len() <= self.max_document_bytes());
        match repaired {
            Some((fixed, reviewed)) => (self.mark(&fixed.bytes, reviewed), Some(Box::new(fixed))),
            None => (self.mark(document, reviewed), None),
        }
    }

    /// Finds the fix of each finding.
    fn mark(&mut self, document: &[u8], reviewed: Reviewed) -> Reviewed {
        let mut review = match reviewed {
            Err(syntax) => return Err(syntax.with_fix(self.syntax_fix(document))),
            Ok(review) => review,
        };
        let candidates = self.candidates(document, &review, Safety::Unsafe);
        let (together, alone) = without_overlap(candidates);
        let helps = |linter: &mut Self, fixes: &[Candidate]| linter.try_fixes(document, &review, fixes).is_some();
        let mut found = Vec::new();
        let mut left = alone;
        if helps(self, &together) {
            found = together;
        } else {
            left.extend(together);
        }
        let attempts = MAX_CHECKED / document.len().max(1);
        found.extend(left.into_iter().take(attempts).filter(|one| helps(self, core::slice::from_ref(one))));
        for Candidate { index, fix } in found {
            if let Some(finding) = review.findings.get_mut(index) {
                finding.fix = Some(Box::new(fix));
            }
        }
        Ok(review)
    }

    /// Returns the fix of a document that is not JSON. Parts of a text are not converted one by
    /// one.
    fn syntax_fix(&self, document: &[u8]) -> Option<Fix> {
        cure::syntax(document).filter(|fix| fix.encoding.is_none() || self.unit == Unit::Text)
    }

    /// Applies fixes until nothing changes. `None` if there is nothing to apply, or no end.
    fn repair(&mut self, document: &[u8], allowed: Safety) -> Option<(FixedDocument, Reviewed)> {
        let max = self.limits.max_violations;
        let mut text = None::<Vec<u8>>;
        let mut fixed = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let bytes = text.as_deref().unwrap_or(document);
            self.limits.max_violations = MAX_FINDINGS;
            let reviewed = self.review_whole(&Reader::new(bytes));
            let next = match &reviewed {
                Err(syntax) => self.syntax_fix(bytes).filter(|fix| fix.safety <= allowed).map(|fix| {
                    let applied = fix.apply(bytes);
                    (applied, alloc::vec![syntax.clone().with_fix(Some(fix)).finding])
                }),
                Ok(review) => self.round(bytes, review, allowed),
            };
            self.limits.max_violations = max;
            match next {
                Some((applied, findings)) => {
                    text = Some(applied);
                    fixed.extend(findings);
                }
                None => {
                    let text = text?;
                    let reviewed = self.review_whole(&Reader::new(&text));
                    let span = crate::pointer::Span { start: 0, end: document.len() };
                    return Some((FixedDocument { span, bytes: text, findings: fixed }, reviewed));
                }
            }
        }
        None
    }

    /// Applies as many fixes as possible at once. Returns the document after them, and the findings
    /// that they remove.
    fn round(&mut self, document: &[u8], review: &Review, allowed: Safety) -> Option<(Vec<u8>, Vec<Finding>)> {
        let (together, alone) = without_overlap(self.candidates(document, review, allowed));
        let (applied, fixes) = match self.try_fixes(document, review, &together) {
            Some(applied) => (applied, together),
            None => {
                let attempts = MAX_CHECKED / document.len().max(1);
                let mut one_by_one = together.into_iter().chain(alone).take(attempts);
                one_by_one.find_map(|one| {
                    let one = alloc::vec![one];
                    Some((self.try_fixes(document, review, &one)?, one))
                })?
            }
        };
        let findings = fixes.into_iter().filter_map(|Candidate { index, fix }| {
            let mut finding = review.findings.get(index)?.clone();
            finding.fix = Some(Box::new(fix));
            Some(finding)
        });
        Some((applied, findings.collect()))
    }

    /// Returns the fixes of the findings, unchecked.
    fn candidates(&mut self, document: &[u8], review: &Review, allowed: Safety) -> Vec<Candidate> {
        let Some(kind) = review.kind.filter(|_| review.beyond.is_none()) else { return Vec::new() };
        if !review.findings.iter().any(|finding| Fix::of_rule(finding.rule).is_some()) {
            return Vec::new();
        }
        let timestamps = self.timestamps(&review.findings, kind);
        let is_timestamp = |name: &str| timestamps.contains(&name);
        let reader = Reader::new(document);
        let candidate = |index| {
            let fix =
                cure::fix(&reader, &review.findings, index, kind, &is_timestamp).filter(|fix| fix.safety <= allowed)?;
            Some(Candidate { index, fix })
        };
        (0..review.findings.len()).filter_map(candidate).collect()
    }

    /// Returns those members with a number for a string whose values are timestamps.
    fn timestamps(&mut self, findings: &[Finding], kind: Kind) -> Vec<&'static str> {
        let members = findings.iter().filter_map(|finding| match (&finding.place, finding.wrong_type) {
            (FindingPlace::Member(name), Some((JsonType::String, JsonType::Number))) => Some(*name),
            _ => None,
        });
        let is_timestamp = |name: &&'static str| {
            // The check of the member knows its type: it says what is wrong with an empty string.
            let probe = format!("{{\"{name}\":\"\"}}");
            let Ok((_, review)) = self.collect(&Reader::of_text(&probe), 0, kind) else { return false };
            let is_it =
                |finding: &Finding| finding.rule == Rule::TimestampDigit && finding.place == FindingPlace::Member(name);
            review.findings.iter().any(is_it)
        };
        members.filter(is_timestamp).collect()
    }

    /// Returns the document after these fixes, if each of them removes its finding, and together
    /// they cause no other violation.
    fn try_fixes(&mut self, document: &[u8], review: &Review, fixes: &[Candidate]) -> Option<Vec<u8>> {
        if fixes.is_empty() {
            return None;
        }
        let mut edits = fixes.iter().flat_map(|candidate| &candidate.fix.edits).collect::<Vec<&Edit>>();
        edits.sort_by_key(|edit| edit.span);
        let applied = apply_edits(document, edits);
        let reader = Reader::new(&applied);
        let kind = core::mem::replace(&mut self.kind, review.kind);
        // If all findings have fixes, there are probably none left: the verdict tells that faster.
        let is_good = fixes.len() == review.findings.len() && self.is_good_as(&reader, review.kind);
        let is_better = is_good
            || self
                .review_whole(&reader)
                .is_ok_and(|after| after.beyond.is_none() && is_better(&review.findings, &after.findings, fixes));
        self.kind = kind;
        is_better.then_some(applied)
    }
}

/// Returns the error of a text that is not JSON.
fn syntax_error(text: &[u8]) -> Option<SyntaxError> {
    let reader = Reader::new(text);
    reader.skip(reader.whitespace(0), 0).and_then(|end| reader.finish(end)).err()
}

/// A fix of a finding, by its index.
struct Candidate {
    index: usize,
    fix: Fix,
}

/// Splits fixes into those that do not overlap and the others.
fn without_overlap(mut candidates: Vec<Candidate>) -> (Vec<Candidate>, Vec<Candidate>) {
    let start = |candidate: &Candidate| candidate.fix.edits.first().map_or(0, |edit| edit.span.start);
    let end = |candidate: &Candidate| candidate.fix.edits.last().map_or(0, |edit| edit.span.end);
    candidates.sort_by_key(start);
    let mut last = None;
    candidates.into_iter().partition(|candidate| {
        let is_free = last.is_none_or(|last| start(candidate) > last);
        if is_free {
            last = Some(end(candidate));
        }
        is_free
    })
}

/// Whether the fixes have removed their findings without causing another violation.
fn is_better(before: &[Finding], after: &[Finding], fixes: &[Candidate]) -> bool {
    let fixed = || fixes.iter().filter_map(|candidate| before.get(candidate.index));
    // For each rule and place: how many findings may be left, less those that are.
    let may_be_left = before.iter().map(|finding| (finding, 1));
    let not_left = fixed().chain(after).map(|finding| (finding, -1));
    let mut counts: Vec<(Rule, &FindingPlace, i64)> =
        may_be_left.chain(not_left).map(|(finding, count)| (finding.rule, &finding.place, count)).collect();
    counts.sort_unstable();
    counts.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).all(|same| {
        let is_fixed =
            |rule, place: &FindingPlace| fixed().any(|finding| finding.rule == rule && finding.place == *place);
        // A fix may reveal a warning, such as that a request changes nothing.
        let is_new_warning =
            |&(rule, place, _): &(Rule, _, _)| rule.severity() == Severity::Warning && !is_fixed(rule, place);
        same.iter().map(|&(_, _, count)| count).sum::<i64>() >= 0 || same.first().is_some_and(is_new_warning)
    })
}
