//! `email`: the language of [`Email::PATTERN`], with a limit in code points.
//!
//! Without its look-aheads, the pattern is this grammar:
//!
//! ```text
//! email      = local-part "@" 1*( label "." ) top-level
//! local-part = *( ALPHA / DIGIT / "_" / "'" / "+" / "-" / "." ) ( ALPHA / DIGIT / "_" / "+" / "-" )
//! label      = ( ALPHA / DIGIT ) *( ALPHA / DIGIT / "-" )
//! top-level  = 2*ALPHA
//! ```
//!
//! The two look-aheads forbid a leading dot and two dots in a row. The language differs from that
//! of RFC 5321: no quoted local part, no address literal, fewer characters. A match does not mean
//! that the mailbox exists. [`State`](pattern::State) recognises it one byte at a time; [`blocks`]
//! up to 64 bytes at a time.

use alloc::string::String;

use super::sink::{Place, Sink, Stop};
use super::text::{Checked, Text, check_length, check_string_length, span_in, text_equality, text_type, utf8};
use super::value_type::Want;
use crate::json::{Reader, StringToken};
use crate::limits::max;

#[cfg(feature = "simd")]
pub(crate) mod blocks;
#[cfg(feature = "lint")]
pub(crate) mod cure;
mod deliverability;
mod error;
pub(crate) mod pattern;

pub use deliverability::Undeliverable;
pub use error::{CharacterClass, EmailPart, InvalidEmail};
use pattern::Match;

/// An email of the company contact: a text that [`PATTERN`](Self::PATTERN) matches.
///
/// At most [`MAX_CHARS`](Self::MAX_CHARS) code points, which are bytes too: the pattern accepts
/// ASCII only.
///
/// # Examples
///
/// ```
/// use contact_schema::{Email, InvalidEmail};
///
/// let email: Email = "example@email.com".parse()?;
/// assert_eq!((email.local_part(), email.domain()), ("example", "email.com"));
/// assert_eq!(Email::new("a..b@email.com"), Err(InvalidEmail::ConsecutiveDots { at: 1 }));
/// // The pattern decides, not the mail system: it accepts a label that ends in `-` (R1).
/// assert!(Email::is_valid("a@b-.com"));
/// # Ok::<(), InvalidEmail>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// The longest email in Unicode code points; source: the documented limits of `email`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Email;
    ///
    /// let domain = "@example.com";
    /// let email = format!("{}{domain}", "x".repeat(Email::MAX_CHARS - domain.len()));
    /// assert!(Email::is_valid(&email));
    /// assert!(!Email::is_valid(&format!("x{email}")));
    /// ```
    pub const MAX_CHARS: usize = max!(email_chars);

    /// The documented pattern, byte for byte, in the ECMA-262 dialect (R1).
    ///
    /// It has look-aheads, which many regex engines do not support. The checks of this crate do not
    /// use a regex engine.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, schema};
    ///
    /// let schema: serde_json::Value = serde_json::from_str(schema::CONTACT)?;
    /// assert_eq!(schema["properties"]["email"]["pattern"], Email::PATTERN);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub const PATTERN: &'static str =
        r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";

    /// A pattern without look-aheads that matches the same texts as [`PATTERN`](Self::PATTERN): for
    /// RE2, Go, Rust, Python, structured outputs of language models and every other engine that
    /// rejects the documented pattern. The tests prove that both match the same texts.
    ///
    /// Single dots separate runs of other characters, and the last run does not end in an
    /// apostrophe. All groups are plain groups, because the smallest engines support no others. In
    /// Python, use `re.fullmatch`: its `$` matches before a line feed too.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Email;
    ///
    /// // The engine of the crate regex has no look-aheads.
    /// assert!(regex::Regex::new(Email::PATTERN).is_err());
    /// let portable = regex::Regex::new(Email::PORTABLE_PATTERN)?;
    /// for text in ["example@email.com", "a@b-.com", ".a@b.cd", "a..b@c.de"] {
    ///     assert_eq!(portable.is_match(text), Email::is_valid(text));
    /// }
    /// # Ok::<(), regex::Error>(())
    /// ```
    pub const PORTABLE_PATTERN: &'static str =
        r"^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$";

    /// Returns the part before the `@`.
    ///
    /// # Examples
    ///
    /// ```
    /// let email = contact_schema::Email::new("ada+lists@mail.example.org")?;
    /// assert_eq!(email.local_part(), "ada+lists");
    /// # Ok::<(), contact_schema::InvalidEmail>(())
    /// ```
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.parts().0
    }

    /// Returns the part after the `@`.
    ///
    /// # Examples
    ///
    /// ```
    /// let email = contact_schema::Email::new("ada+lists@mail.example.org")?;
    /// assert_eq!(email.domain(), "mail.example.org");
    /// # Ok::<(), contact_schema::InvalidEmail>(())
    /// ```
    #[must_use]
    pub fn domain(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or((&self.0, ""))
    }
}

text_equality!(Email);
text_type!(Email, InvalidEmail, "example@email.com", "example@email");

const fn too_long(length: usize) -> InvalidEmail {
    InvalidEmail::TooLong { length, max: Email::MAX_CHARS }
}

#[inline]
fn check(text: &str) -> Result<(), InvalidEmail> {
    check_length(text, Email::MAX_CHARS).map_err(too_long)?;
    check_pattern(text)
}

/// Checks the pattern without the limit.
#[inline(always)]
pub(crate) fn check_pattern(text: &str) -> Result<(), InvalidEmail> {
    if match_pattern(text.as_bytes()) == Match::No { Err(pattern::explain(text)) } else { Ok(()) }
}

/// Returns whether [`Email::PATTERN`] matches these bytes: in blocks where the feature `simd` is
/// on, else by a table.
// In WebAssembly, one copy instead of seven.
#[cfg_attr(not(target_family = "wasm"), inline(always))]
#[cfg_attr(target_family = "wasm", inline(never))]
pub(crate) fn match_pattern(bytes: &[u8]) -> Match {
    #[cfg(feature = "simd")]
    if let Some(found) = blocks::match_pattern(bytes) {
        return found;
    }
    pattern::by_table(bytes)
}

impl Text for Email {
    type Error = InvalidEmail;
    type Warning = Undeliverable;

    #[inline]
    fn parse(text: impl AsRef<str> + Into<String>) -> Result<Self, InvalidEmail> {
        Self::new(text)
    }

    #[inline(always)]
    fn read_plain(reader: &Reader<'_>, at: usize, want: Want) -> Option<StringToken> {
        #[cfg(feature = "simd")]
        if reader.peek(at) == b'"'
            && let Some((length, Match::Plain)) = blocks::match_string(reader.rest(at + 1))
        {
            return Some(StringToken { start: at + 1, end: at + 1 + length, escaped: false });
        }
        read_long(reader, at, want.no_warnings).filter(|string| string.end - string.start <= Self::MAX_CHARS)
    }

    #[inline(always)]
    fn check<S: Sink>(reader: &Reader<'_>, string: StringToken, place: Place, sink: &mut S) -> Result<bool, Stop>
    where
        InvalidEmail: Into<S::Violation>,
        Undeliverable: Into<S::Warning>,
    {
        // Both rules are checked: a text may be too long and not match.
        let is_short = check_string_length(reader, string, Self::MAX_CHARS, too_long, place, sink)?;
        let found = if string.escaped {
            match reader.ascii(string, &mut [0; Self::MAX_CHARS]) {
                Some(bytes) => match_pattern(bytes),
                // The pattern accepts no other character, but it accepts a text that is too long.
                None if pattern::matches(utf8(reader.chars(string))) => Match::Odd,
                None => Match::No,
            }
        } else {
            match_pattern(reader.raw_bytes(string))
        };
        match found {
            Match::Plain => {}
            Match::Odd if S::WARNINGS => warn_undeliverable(reader, string, place, sink)?,
            Match::Odd => {}
            Match::No => report_mismatch(reader, string, place, sink)?,
        }
        Ok(is_short && found != Match::No)
    }

    #[inline(always)]
    fn keep(checked: Checked<'_, Self>) -> Self {
        Self(checked.into_text().into_owned())
    }
}

/// Fast path for an email of any length.
#[inline(never)]
fn read_long(reader: &Reader<'_>, at: usize, no_warnings: bool) -> Option<StringToken> {
    let string = reader.plain_string(at)?;
    let is_plain = match match_pattern(reader.raw_bytes(string)) {
        Match::No => false,
        Match::Plain => true,
        Match::Odd => !no_warnings || Undeliverable::find(reader.raw(string)).is_none(),
    };
    is_plain.then_some(string)
}

#[cold]
#[inline(never)]
fn report_mismatch<S: Sink>(reader: &Reader<'_>, string: StringToken, place: Place, sink: &mut S) -> Result<(), Stop>
where
    InvalidEmail: Into<S::Violation>,
{
    let fault = pattern::explain(&reader.decode(string));
    let span = fault.range().map_or_else(|| string.span(), |range| span_in(reader, string, range));
    sink.violation(place, span, || fault)
}

#[inline(never)]
fn warn_undeliverable<S: Sink>(reader: &Reader<'_>, string: StringToken, place: Place, sink: &mut S) -> Result<(), Stop>
where
    Undeliverable: Into<S::Warning>,
{
    let Some(why) = Undeliverable::find(&reader.decode(string)) else { return Ok(()) };
    sink.warning(place, span_in(reader, string, why.range()), why.into())
}
