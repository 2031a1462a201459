//! Any bytes through the linter and its reporters: verdicts match the reader's, counts add up,
//! places are in the document, output is safe to print.
#![no_main]

use contact_schema::Limits;
use contact_schema::lint::{Kind, Linter};
use contact_schema_fuzz::output::prints_cleanly;
use contact_schema_fuzz::review::{Format, adds_up, invalid, review, says_all, stands_in};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first byte chooses the kind, the format, the number of findings to keep, and the length
    // limit. The second chooses the reporter.
    let [choices, reporter, text @ ..] = data else { return };
    let kind = [None, Some(Kind::Request), Some(Kind::Contact)][usize::from(choices % 3)];
    let format = if choices / 3 % 2 == 0 { Format::Json } else { Format::Ndjson };
    let kept = [usize::MAX, 1, 2, 5][usize::from(choices / 6 % 4)];
    let longest = [usize::MAX, 64][usize::from(choices / 24 % 2)];

    let linter = Linter::new().kind(kind);
    let limits = Limits::default().max_document_bytes(longest);
    let (all, summary) = review(linter.clone().limits(limits.max_violations(usize::MAX)), format, text);
    let (some, capped) = review(linter.limits(limits.max_violations(kept)), format, text);
    assert_eq!(summary.invalid, invalid(kind, format, longest, text).unwrap_or(summary.invalid));
    assert_eq!(capped, summary, "the number of kept findings changes the counts");
    for reviewed in [&all, &some] {
        adds_up(reviewed, &summary);
        reviewed.iter().for_each(|reviewed| stands_in(text, longest, reviewed));
    }
    says_all(kind, format, longest, text);
    prints_cleanly(*reporter, text, format, &some, &summary);
});
