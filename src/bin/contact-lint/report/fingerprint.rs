//! Fingerprints of findings: SARIF and baselines identify findings by them.

use std::hash::Hasher;

use contact_schema::lint::Finding;
use fnv::FnvHasher;

use super::document::Source;
use super::root::Root;

/// The start of a baseline.
pub(crate) const BASELINE_HEAD: &str = r#"{"type":"contact-lint-baseline","version":1}"#;

/// Returns a hash of a finding's rule, the URI of its input and its pointer. It does not change
/// when lines are added before the finding. It excludes values, because an email can be found from
/// its hash by trial (R11).
pub(crate) fn fingerprint(finding: &Finding, uri: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    let pointer = finding.pointer();
    let pointer = pointer.as_ref().map_or("", |pointer| pointer.as_str());
    for text in [finding.rule.as_str(), uri, pointer] {
        hasher.write(text.as_bytes());
        // A byte that UTF-8 never contains ends each text, so different sequences of texts differ.
        hasher.write_u8(0xFF);
    }
    hasher.finish()
}

/// Returns the name of an input in fingerprints: the same wherever in the repository the program
/// runs.
pub(crate) fn uri<'a>(source: &'a Source, root: &Root) -> &'a str {
    &source.file_name(root).uri
}
