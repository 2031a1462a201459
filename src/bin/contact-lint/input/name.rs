//! Names of files in reports.

use std::path::Path;

/// Returns the name of a file to report: its path, if that is UTF-8.
///
/// In any other path, each byte that is not UTF-8 becomes U+FFFD and two hexadecimal digits. So
/// does U+FFFD itself, so different files have different names.
pub(crate) fn name(path: &Path) -> String {
    if let Some(text) = path.to_str() {
        return text.to_owned();
    }
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                char::REPLACEMENT_CHARACTER => push_bytes(&mut name, "\u{FFFD}".as_bytes()),
                _ => name.push(character),
            }
        }
        push_bytes(&mut name, chunk.invalid());
    }
    name
}

fn push_bytes(name: &mut String, bytes: &[u8]) {
    for byte in bytes {
        name.push_str(&format!("{}{byte:02X}", char::REPLACEMENT_CHARACTER));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::name;

    #[test]
    fn names_in_utf8_stay() {
        for path in ["a/b.json", "\u{FFFD}FF", "é\u{1F600}"] {
            assert_eq!(name(Path::new(path)), path);
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_different() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let name = |bytes: &[u8]| name(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(name(b"a\xFFb"), "a\u{FFFD}FFb");
        assert_eq!(name(b"a\xFEb"), "a\u{FFFD}FEb");
        assert_eq!(name(b"\xE2\x82"), "\u{FFFD}E2\u{FFFD}82");
        assert_eq!(name("\u{FFFD}".as_bytes()), "\u{FFFD}");
        assert_eq!(name(b"\xEF\xBF\xBD\xFF"), "\u{FFFD}EF\u{FFFD}BF\u{FFFD}BD\u{FFFD}FF");
    }
}
