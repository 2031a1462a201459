//! Strategies for [proptest](https://docs.rs/proptest) (feature `proptest`): valid values and
//! bodies, for testing code that accepts them, and [near misses](NearMiss), for testing code that
//! must refuse them.
//!
//! Every value is valid by construction and shrinks to valid values. The strategies cover the
//! corner cases: texts at their limit, empty texts, characters outside the Basic Multilingual
//! Plane, leap days, the years 0000 and 9999, timestamps without seconds and with more digits than
//! nanoseconds, the least and the greatest id, and all three states of a [`Patch`].
//!
//! # Examples
//!
//! ```
//! use contact_schema::UpdateContactRequest;
//! use contact_schema::proptest::update_contact_request;
//! use proptest::prelude::*;
//!
//! proptest!(|(request in update_contact_request())| {
//!     let json = serde_json::to_vec(&request)?;
//!     prop_assert_eq!(UpdateContactRequest::from_json(&json)?, request);
//! });
//! ```
//!
//! The types also implement proptest's `Arbitrary` with these strategies:
//!
//! ```
//! use contact_schema::{Email, Patch};
//! use proptest::prelude::*;
//!
//! proptest!(|(email in any::<Email>(), patch in any::<Patch<Email>>())| {
//!     prop_assert!(Email::is_valid(email.as_str()));
//!     prop_assert_eq!(Patch::from_double_option(patch.clone().into()), patch);
//! });
//! ```
//!
//! # The name of this module
//!
//! The module has the name of the crate. After `use contact_schema::*`, a path that starts with
//! `proptest` is ambiguous, and the compiler refuses it:
//!
//! ```compile_fail,E0659
//! use contact_schema::*;
//! use proptest::prelude::*;
//! ```
//!
//! A path that starts with `::proptest` names the crate. If you import from `contact_schema` by
//! name, there is no ambiguity.
//!
//! ```
//! use ::proptest::prelude::*;
//! use contact_schema::*;
//!
//! ::proptest::proptest!(|(name in contact_schema::proptest::name())| {
//!     prop_assert!(Name::is_valid(name.as_str()));
//! });
//! ```

// Strategies are boxed for each contract type. Without boxes, two strategies for contacts overflow
// the stack of an unoptimised test.

mod any;
mod call;
mod near_miss;
mod spelling;

use core::ops::RangeInclusive;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ::proptest::char::range;
use ::proptest::collection::vec;
use ::proptest::prelude::{Just, Strategy, any};
use ::proptest::sample::select;
use ::proptest::{option, prop_oneof};

pub use self::call::contact_path;
#[cfg(feature = "http")]
pub use self::call::update_contact_call;
#[cfg(feature = "token")]
pub use self::call::{bearer_token, session_token};
pub use self::near_miss::{NearMiss, contact_near_miss, update_contact_request_near_miss};
use crate::body::{Contact, Patch, UpdateContactRequest};
use crate::value::{CompanyId, ContactId, Email, Phones, Timestamp, limited_text_types};

macro_rules! texts {
    ($($name:ident $Type:ident $Invalid:ident),*) => {$(
        #[doc = concat!("Valid values of [`", stringify!($Type), "`](crate::", stringify!($Type), "):")]
        /// texts of any characters, and of those of phone numbers.
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("use contact_schema::", stringify!($Type), ";")]
        /// use proptest::prelude::*;
        ///
        #[doc = concat!("proptest!(|(text in contact_schema::proptest::", stringify!($name), "())| {")]
        #[doc = concat!("    prop_assert!(text.as_str().chars().count() <= ", stringify!($Type), "::MAX_CHARS);")]
        /// });
        /// ```
        pub fn $name() -> impl Strategy<Value = crate::value::$Type> + Clone {
            text(crate::value::$Type::MAX_CHARS)
                .prop_filter_map("a text within the limit", |text| crate::value::$Type::new(text).ok())
                .boxed()
        }
    )*};
}

limited_text_types!(texts);

/// Emails: local parts with every allowed character, domains of two and more labels, labels that
/// end in a hyphen.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
///
/// proptest!(|(email in contact_schema::proptest::email())| {
///     prop_assert!(!email.local_part().is_empty() && email.domain().contains('.'));
/// });
/// ```
pub fn email() -> impl Strategy<Value = Email> + Clone {
    let length = prop_oneof![4 => Just(0), 1 => 0..=Email::MAX_CHARS, 1 => Just(Email::MAX_CHARS)];
    (email_parts(), 0..3_u8, length)
        .prop_map(|(parts, place, length)| parts.padded(place, length).text())
        .prop_filter_map("a text that matches the pattern", |text| Email::new(text).ok())
        .boxed()
}

/// Lists of phones, from empty to full.
///
/// # Examples
///
/// ```
/// use contact_schema::Phones;
/// use proptest::prelude::*;
///
/// proptest!(|(phones in contact_schema::proptest::phones())| {
///     prop_assert!(phones.len() <= Phones::MAX_ITEMS);
/// });
/// ```
pub fn phones() -> impl Strategy<Value = Phones> + Clone {
    vec(phone(), 0..=Phones::MAX_ITEMS)
        .prop_filter_map("a list within the limit", |phones| Phones::new(phones).ok())
        .boxed()
}

/// Timestamps of all shapes, from 0000-01-01 to 9999-12-31.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
///
/// proptest!(|(at in contact_schema::proptest::timestamp())| {
///     prop_assert!(at.year() <= 9999 && at.as_str().ends_with('Z'));
/// });
/// ```
pub fn timestamp() -> impl Strategy<Value = Timestamp> + Clone {
    date_time().prop_filter_map("a text that matches the pattern", |at| Timestamp::new(at.text()).ok()).boxed()
}

/// Identifiers of contacts: small ones, any others, and both ends of the range.
///
/// # Examples
///
/// ```
/// use contact_schema::ContactId;
/// use proptest::prelude::*;
///
/// proptest!(|(id in contact_schema::proptest::contact_id())| {
///     prop_assert!((ContactId::MIN..=ContactId::MAX).contains(&id.get()));
/// });
/// ```
pub fn contact_id() -> impl Strategy<Value = ContactId> + Clone {
    integer(ContactId::MIN..=ContactId::MAX).prop_filter_map("a safe integer", |id| ContactId::new(id).ok()).boxed()
}

/// Identifiers of companies, as [`contact_id`].
///
/// # Examples
///
/// ```
/// use contact_schema::CompanyId;
/// use proptest::prelude::*;
///
/// proptest!(|(id in contact_schema::proptest::company_id())| {
///     prop_assert!((CompanyId::MIN..=CompanyId::MAX).contains(&id.get()));
/// });
/// ```
pub fn company_id() -> impl Strategy<Value = CompanyId> + Clone {
    integer(CompanyId::MIN..=CompanyId::MAX).prop_filter_map("a safe integer", |id| CompanyId::new(id).ok()).boxed()
}

/// Requests, each member in all of its states.
///
/// # Examples
///
/// ```
/// use contact_schema::UpdateContactRequest;
/// use proptest::prelude::*;
///
/// proptest!(|(request in contact_schema::proptest::update_contact_request())| {
///     let json = serde_json::to_vec(&request)?;
///     prop_assert_eq!(UpdateContactRequest::from_json(&json)?, request);
/// });
/// ```
pub fn update_contact_request() -> impl Strategy<Value = UpdateContactRequest> + Clone {
    any::<UpdateContactRequest>()
}

/// Contacts. The members are independent: a contact may be updated before it was created.
///
/// # Examples
///
/// ```
/// use contact_schema::Contact;
/// use proptest::prelude::*;
///
/// proptest!(|(contact in contact_schema::proptest::contact())| {
///     let json = serde_json::to_vec(&contact)?;
///     prop_assert_eq!(Contact::from_json(&json)?, contact);
/// });
/// ```
pub fn contact() -> impl Strategy<Value = Contact> + Clone {
    any::<Contact>()
}

fn patch<T: Clone + core::fmt::Debug>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Patch<T>> + Clone {
    prop_oneof![1 => Just(Patch::Absent), 1 => Just(Patch::Null), 2 => value.prop_map(Patch::Value)]
}

fn integer(range: RangeInclusive<i64>) -> impl Strategy<Value = i64> + Clone {
    prop_oneof![3 => 0..=1000_i64, 3 => range.clone(), 1 => Just(*range.start()), 1 => Just(*range.end())]
}

/// Texts of at most `max` characters; `max` is at least 21, for the numbers. Long texts repeat a
/// short one, which is cheap to generate and to shrink.
fn text(max: usize) -> impl Strategy<Value = String> + Clone {
    let number = (option::of(Just("+")), vec(select(b"0123456789 -()".as_slice()), 0..=20)).prop_map(|(plus, rest)| {
        plus.into_iter().flat_map(str::chars).chain(rest.into_iter().map(char::from)).collect()
    });
    prop_oneof![
        4 => vec(character(), 0..=12).prop_map(String::from_iter),
        2 => number,
        1 => repeated_text(0..=max),
        1 => repeated_text(max..=max),
    ]
}

fn repeated_text(length: RangeInclusive<usize>) -> impl Strategy<Value = String> + Clone {
    (vec(character(), 1..=8), length).prop_map(|(unit, length)| unit.iter().cycle().take(length).collect())
}

/// Any character; often one that JSON escapes, or one of several bytes, UTF-16 units or code
/// points.
fn character() -> impl Strategy<Value = char> + Clone {
    const CORNERS: &[char] = &[
        '"',
        '\\',
        '/',
        '\0',
        '\u{8}',
        '\t',
        '\n',
        '\u{C}',
        '\r',
        '\u{1B}',
        '\u{1F}',
        '\u{7F}',
        '\u{85}',
        'é',
        '\u{301}',
        '\u{200D}',
        '\u{202E}',
        '\u{2028}',
        '\u{D7FF}',
        '\u{E000}',
        '\u{FEFF}',
        '\u{FFFF}',
        '\u{10000}',
        '😀',
        '\u{10FFFF}',
    ];
    prop_oneof![6 => range(' ', '~'), 1 => select(CORNERS), 1 => any::<char>()]
}

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALPHANUMERIC: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LABEL: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789----";
const LOCAL_PART: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789__''++--";
const LOCAL_PART_END: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789__++--";

fn ascii(alphabet: &'static [u8], length: RangeInclusive<usize>) -> impl Strategy<Value = String> + Clone {
    vec(select(alphabet), length).prop_map(|bytes| bytes.into_iter().map(char::from).collect())
}

/// The parts of an email. Together they are far below the length limit.
#[derive(Clone, Debug)]
struct EmailParts {
    local_part: String,
    /// The labels of the domain except the last; at least one.
    labels: Vec<String>,
    top_level: String,
}

impl EmailParts {
    fn domain(&self) -> String {
        format!("{}.{}", self.labels.join("."), self.top_level)
    }

    fn text(&self) -> String {
        format!("{}@{}", self.local_part, self.domain())
    }

    /// Pads one part of the email until it is `length` bytes long. Every part may start with a
    /// letter.
    fn padded(mut self, place: u8, length: usize) -> Self {
        let padding = "x".repeat(length.saturating_sub(self.text().len()));
        let part = match (place, self.labels.first_mut()) {
            (0, _) | (_, None) => &mut self.local_part,
            (1, Some(label)) => label,
            _ => &mut self.top_level,
        };
        part.insert_str(0, &padding);
        self
    }
}

fn email_parts() -> impl Strategy<Value = EmailParts> + Clone {
    let local_part = (vec(ascii(LOCAL_PART, 1..=6), 0..=2), ascii(LOCAL_PART, 0..=6), ascii(LOCAL_PART_END, 1..=1))
        .prop_map(|(words, word, end)| {
            let last = format!("{word}{end}");
            words.into_iter().chain([last]).collect::<Vec<_>>().join(".")
        });
    let label = (ascii(ALPHANUMERIC, 1..=1), ascii(LABEL, 0..=8)).prop_map(|(first, rest)| first + &rest);
    (local_part, vec(label, 1..=3), ascii(LETTERS, 2..=6)).prop_map(|(local_part, labels, top_level)| EmailParts {
        local_part,
        labels,
        top_level,
    })
}

/// The fields of a timestamp.
#[derive(Clone, Debug)]
struct DateTime {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    /// The second, and the digits of its fraction.
    second: Option<(u8, Option<String>)>,
}

impl DateTime {
    /// The timestamp without its `Z`.
    fn local(&self) -> String {
        let Self { year, month, day, hour, minute, second } = self;
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
        if let Some((second, fraction)) = second {
            text.push_str(&format!(":{second:02}"));
            if let Some(fraction) = fraction {
                text.push_str(&format!(".{fraction}"));
            }
        }
        text
    }

    fn text(&self) -> String {
        self.local() + "Z"
    }
}

/// Returns the last day of a month. Asks the pattern, so that the leap-year rule is not repeated
/// here.
fn last_day(year: u16, month: u8) -> u8 {
    let exists = |day: &u8| Timestamp::is_valid(&format!("{year:04}-{month:02}-{day:02}T00:00Z"));
    (28..=31).rev().find(exists).unwrap_or(28)
}

fn date_time() -> impl Strategy<Value = DateTime> + Clone {
    let year = prop_oneof![
        3 => 1970..=2100_u16,
        2 => 0..=9999_u16,
        1 => select([0, 1, 4, 100, 400, 1900, 2000, 2024, 2100, 2400, 9996, 9999].as_slice()),
    ];
    // A day of 31 becomes the last day of the month, so that many dates are a last day.
    let month_day = prop_oneof![3 => (1..=12_u8, 1..=31_u8), 1 => (1..=12_u8, Just(31)), 1 => (Just(2), 28..=29_u8)];
    let digits = prop_oneof![
        2 => ascii(b"0123456789", 3..=3),
        2 => ascii(b"0123456789", 1..=12),
        1 => ascii(b"0123456789", 13..=40),
        1 => ascii(b"09", 1..=20),
    ];
    let field = |max: u8| prop_oneof![4 => 0..=max, 1 => Just(0), 1 => Just(max)];
    let second = option::of((field(59), option::of(digits)));
    (year, month_day, field(23), field(59), second).prop_map(|(year, (month, day), hour, minute, second)| {
        let day = day.min(last_day(year, month));
        DateTime { year, month, day, hour, minute, second }
    })
}
