//! Fixes of any bytes: each removes its finding and changes nothing else, fixing terminates, and
//! the result does not depend on how the text is split.
#![no_main]

use contact_schema::Severity;
use contact_schema::lint::{Finding, Kind, Linter, Safety};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first byte chooses the kind, and which fixes are applied.
    let Some((choices, text)) = data.split_first() else { return };
    let kind = [None, Some(Kind::Request), Some(Kind::Contact)][usize::from(choices % 3)];
    let safety = [Safety::Safe, Safety::Unsafe][usize::from(choices / 3 % 2)];
    let linter = Linter::new().kind(kind);

    let before = findings(&linter, text);
    for finding in &before {
        let Some(fix) = finding.fix() else { continue };
        let after = findings(&linter, &fix.apply(text));
        let is_same = |other: &&Finding| other.rule == finding.rule && other.place == finding.place;
        assert!(after.iter().filter(is_same).count() < before.iter().filter(is_same).count(), "the fix does not help");
    }

    let mut fixer = linter.clone().apply_fixes(safety);
    let mut reports = 0;
    let fixed = fixer.fix_json(text, false, &mut |_, report| {
        reports += 1;
        assert!(report.fixed.is_some() || !report.findings.is_empty());
    });
    let summary = fixer.take_summary();
    // A comma after the last item is reported as fixed, and is not a document.
    assert!(reports <= summary.documents + 1);
    let Some(fixed) = fixed else {
        assert_eq!(summary.fixed(), 0);
        return;
    };
    assert!(summary.fixed() > 0);
    assert!(before.iter().any(|finding| finding.severity() < Severity::Failure), "a valid text has changed");
    let again = fixer.fix_json(&fixed, false, &mut |_, report| assert!(report.fixed.is_none()));
    assert_eq!(again, None, "fixed again: {:?}", String::from_utf8_lossy(&fixed));
    assert_eq!(fixer.summary().invalid, summary.invalid);
});

fn findings(linter: &Linter, text: &[u8]) -> Vec<Finding> {
    let mut found = Vec::new();
    let linter = linter.clone();
    linter.find_fixes(true).json(text, &mut |report| found.extend(report.findings));
    found
}
