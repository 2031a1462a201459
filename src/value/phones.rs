//! `phones`: an array of at most five phones; the empty array is valid (R10).

use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::context::Context;
use super::phone::{InvalidPhone, Phone};
#[cfg(feature = "json")]
use super::sink::wrong_type_in_tree;
use super::sink::{Place, Sink, Stop, wrong_type_inline};
use super::value_type::{Value, Want};
use super::visitor;
use crate::json::{JsonType, Reader};
use crate::limits::{Limits, max};
use crate::pointer::Span;
use crate::rule::Rule;

/// The phones of the company contact: at most [`MAX_ITEMS`](Self::MAX_ITEMS) of them, in the order
/// given, repeats allowed.
///
/// # Examples
///
/// ```
/// use contact_schema::{InvalidPhones, Phone, Phones};
///
/// let phones = Phones::from_texts(["+44 20 7946 0018", "ext. 12"])?;
/// assert_eq!(phones.len(), 2);
/// assert_eq!(phones[1].as_str(), "ext. 12");
/// assert!(Phones::default().is_empty());
/// assert_eq!(Phones::from_texts(["1"; 6]), Err(InvalidPhones::TooManyItems { count: 6, max: 5 }));
/// # Ok::<(), InvalidPhones>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phones(Vec<Phone>);

impl Phones {
    /// The most phones; source: the documented limits of `phones`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Phones;
    ///
    /// assert!(Phones::from_texts(["112"; Phones::MAX_ITEMS]).is_ok());
    /// assert!(Phones::from_texts(["112"; Phones::MAX_ITEMS + 1]).is_err());
    /// ```
    pub const MAX_ITEMS: usize = max!(phones_items);

    /// Checks the number of phones.
    ///
    /// # Errors
    ///
    /// [`InvalidPhones::TooManyItems`] for more than [`MAX_ITEMS`](Self::MAX_ITEMS).
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidPhones, Phone, Phones};
    ///
    /// let phone = Phone::new("112")?;
    /// assert!(Phones::new(vec![phone.clone(); 5]).is_ok());
    /// assert_eq!(Phones::new(vec![phone; 6]), Err(InvalidPhones::TooManyItems { count: 6, max: 5 }));
    /// # Ok::<(), contact_schema::InvalidPhone>(())
    /// ```
    pub fn new(phones: Vec<Phone>) -> Result<Self, InvalidPhones> {
        check_count(phones.len())?;
        Ok(Self(phones))
    }

    /// Checks the number of the texts and each of them.
    ///
    /// # Errors
    ///
    /// [`InvalidPhones::Items`] with **all** texts that are not a [`Phone`];
    /// [`InvalidPhones::TooManyItems`] if only the number is wrong. At most
    /// [`MAX_ITEMS`](Self::MAX_ITEMS) of the texts and [`Limits::MAX_VIOLATIONS`] errors are kept
    /// in memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidPhones, Phones};
    ///
    /// let texts = ["1".repeat(51), String::from("112"), "2".repeat(52)];
    /// let Err(InvalidPhones::Items { invalid, .. }) = Phones::from_texts(texts) else { panic!("accepted") };
    /// assert_eq!(invalid.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [0, 2]);
    /// assert_eq!(invalid[1].1.to_string(), "expected at most 50 characters, found 52");
    /// ```
    pub fn from_texts<I>(texts: I) -> Result<Self, InvalidPhones>
    where
        I: IntoIterator,
        I::Item: AsRef<str> + Into<alloc::string::String>,
    {
        let (mut phones, mut invalid) = (Vec::new(), Vec::new());
        let (mut count, mut total) = (0, 0);
        for (index, text) in texts.into_iter().enumerate() {
            count = index + 1;
            match Phone::new(text) {
                Ok(phone) if count <= Self::MAX_ITEMS => phones.push(phone),
                Ok(_) => {}
                Err(error) => {
                    total += 1;
                    if total <= Limits::MAX_VIOLATIONS {
                        invalid.push((index, error));
                    }
                }
            }
        }
        if total > 0 {
            return Err(InvalidPhones::Items { invalid, total, count });
        }
        check_count(count)?;
        Ok(Self(phones))
    }

    /// Returns whether [`from_texts`](Self::from_texts) accepts `texts`. Allocates nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Phones;
    ///
    /// assert!(Phones::is_valid(&["112", ""]));
    /// assert!(!Phones::is_valid(&["112"; 6]));
    /// ```
    #[must_use]
    pub fn is_valid<T: AsRef<str>>(texts: &[T]) -> bool {
        check_count(texts.len()).is_ok() && texts.iter().all(|text| Phone::is_valid(text.as_ref()))
    }

    /// Returns the phones as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[Phone] {
        &self.0
    }

    /// Returns the phones as a vector, without copying them.
    #[must_use]
    pub fn into_inner(self) -> Vec<Phone> {
        self.0
    }
}

/// Why an array is not [`Phones`].
///
/// # Examples
///
/// ```
/// use contact_schema::Phones;
///
/// assert_eq!(Phones::from_texts(["1"; 6]).unwrap_err().to_string(), "expected at most 5 items, found 6");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidPhones {
    /// More than [`Phones::MAX_ITEMS`].
    TooManyItems {
        /// The number of phones.
        count: usize,
        /// The limit.
        max: usize,
    },
    /// Some items are not a [`Phone`].
    Items {
        /// The index of each, from 0, and why.
        invalid: Vec<(usize, InvalidPhone)>,
        /// The number of invalid items, including those that were not kept.
        total: usize,
        /// The number of all items, which may be above [`Phones::MAX_ITEMS`] too.
        count: usize,
    },
}

impl InvalidPhones {
    /// Returns the rule that the phones break. Rule ids are stable.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::TooManyItems { .. } => Rule::TooManyItems,
            // The only rule of a phone.
            Self::Items { .. } => Rule::TooLong,
        }
    }
}

impl fmt::Display for InvalidPhones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyItems { count, max } => write_too_many_items(f, *count, *max),
            Self::Items { invalid, total, count } => {
                for (number, (index, error)) in invalid.iter().enumerate() {
                    let separator = if number == 0 { "" } else { "; " };
                    write!(f, "{separator}item {index}: {error}")?;
                }
                match total.saturating_sub(invalid.len()) {
                    0 => {}
                    more => write!(f, "; and {more} more")?,
                }
                if *count > Phones::MAX_ITEMS {
                    f.write_str("; ")?;
                    write_too_many_items(f, *count, Phones::MAX_ITEMS)?;
                }
                Ok(())
            }
        }
    }
}

/// Writes the message of a count error.
pub(crate) fn write_too_many_items(f: &mut fmt::Formatter<'_>, count: usize, max: usize) -> fmt::Result {
    write!(f, "expected at most {max} items, found {count}")
}

/// Without a `source`: `Display` says everything.
impl core::error::Error for InvalidPhones {}

fn check_count(count: usize) -> Result<(), InvalidPhones> {
    if count <= Phones::MAX_ITEMS { Ok(()) } else { Err(InvalidPhones::TooManyItems { count, max: Phones::MAX_ITEMS }) }
}

crate::std_traits::list_of!(Phones, Phone, 0);

impl AsRef<[Phone]> for Phones {
    fn as_ref(&self) -> &[Phone] {
        &self.0
    }
}

impl TryFrom<Vec<Phone>> for Phones {
    type Error = InvalidPhones;

    fn try_from(phones: Vec<Phone>) -> Result<Self, InvalidPhones> {
        Self::new(phones)
    }
}

impl TryFrom<&[Phone]> for Phones {
    type Error = InvalidPhones;

    fn try_from(phones: &[Phone]) -> Result<Self, InvalidPhones> {
        check_count(phones.len())?;
        Ok(Self(phones.to_vec()))
    }
}

impl TryFrom<&[&str]> for Phones {
    type Error = InvalidPhones;

    fn try_from(texts: &[&str]) -> Result<Self, InvalidPhones> {
        Self::from_texts(texts.iter().copied())
    }
}

impl TryFrom<Vec<alloc::string::String>> for Phones {
    type Error = InvalidPhones;

    fn try_from(texts: Vec<alloc::string::String>) -> Result<Self, InvalidPhones> {
        Self::from_texts(texts)
    }
}

impl From<Phones> for Vec<Phone> {
    fn from(phones: Phones) -> Self {
        phones.0
    }
}

impl From<Phone> for Phones {
    fn from(phone: Phone) -> Self {
        Self(alloc::vec![phone])
    }
}

/// The phones, separated by `, `.
impl fmt::Display for Phones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, phone) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{phone}")?;
        }
        Ok(())
    }
}

impl Serialize for Phones {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl<'de> Deserialize<'de> for Phones {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        visitor::deserialize(deserializer)
    }
}

/// The strings of a valid array. Only [`Phones`]' own checks create one.
pub(crate) struct CheckedPhones<'a> {
    items: [Option<<Phone as Value>::Token<'a>>; Phones::MAX_ITEMS],
}

impl Value for Phones {
    const TYPE: JsonType = JsonType::Array;

    type Token<'a> = CheckedPhones<'a>;
    type Error = InvalidPhones;
    type ItemError = InvalidPhone;
    type Warning = Infallible;

    #[inline(always)]
    fn read_plain<'a>(reader: &Reader<'a>, open: usize, want: Want) -> Option<(CheckedPhones<'a>, usize)> {
        if reader.peek(open) != b'[' {
            return None;
        }
        let mut items = [const { None }; Self::MAX_ITEMS];
        let mut at = reader.whitespace(open + 1);
        if reader.peek(at) == b']' {
            return Some((CheckedPhones { items }, at + 1));
        }
        for index in 0..Self::MAX_ITEMS {
            let (phone, end) = <Phone as Value>::read_plain(reader, at, want)?;
            if want.token
                && let Some(item) = items.get_mut(index)
            {
                *item = Some(phone);
            }
            at = reader.whitespace(end);
            match reader.peek(at) {
                b',' => at = reader.whitespace(at + 1),
                b']' => return Some((CheckedPhones { items }, at + 1)),
                _ => return None,
            }
        }
        None
    }

    #[inline(always)]
    fn read<'a, S: Sink>(
        reader: &Reader<'a>,
        open: usize,
        place: Place,
        sink: &mut S,
    ) -> Result<(Option<CheckedPhones<'a>>, usize), Stop>
    where
        InvalidPhones: Into<S::Violation>,
        InvalidPhone: Into<S::Violation>,
    {
        let mut items = [const { None }; Self::MAX_ITEMS];
        let mut is_valid = true;
        let (mut at, mut byte) = reader.token(open + 1);
        if byte == b']' {
            return Ok((Some(CheckedPhones { items }), at + 1));
        }
        let mut count = 0;
        let mut first_excess = at;
        let end = loop {
            if count == Self::MAX_ITEMS {
                first_excess = at;
            }
            let place = place.item(count);
            let end = if byte == b'"' {
                let (phone, end) = <Phone as Value>::read(reader, at, place, sink)?;
                is_valid &= phone.is_some();
                if let Some(item) = items.get_mut(count) {
                    *item = phone;
                }
                end
            } else {
                is_valid = false;
                // The body and the array are open.
                wrong_type_inline(reader, at, 2, place, (Phone::TYPE, false), sink)?
            };
            count += 1;
            (at, byte) = reader.token(end);
            match byte {
                b',' => (at, byte) = reader.after_comma(at)?,
                b']' => break end,
                _ => return Err(reader.expected_separator(at, false).into()),
            }
        };
        if let Err(error) = check_count(count) {
            is_valid = false;
            sink.violation(place, Span { start: first_excess, end }, || error)?;
        }
        Ok((is_valid.then_some(CheckedPhones { items }), at + 1))
    }

    #[cfg(feature = "json")]
    fn read_tree<'a, S: Sink>(
        value: &'a serde_json::Value,
        place: Place,
        sink: &mut S,
    ) -> Option<Result<Option<CheckedPhones<'a>>, Stop>>
    where
        InvalidPhones: Into<S::Violation>,
        InvalidPhone: Into<S::Violation>,
    {
        Some(read_items(value.as_array()?, place, sink, |value, place, sink| {
            match <Phone as Value>::read_tree(value, place, sink) {
                Some(read) => read,
                None => wrong_type_in_tree(value, place, (Phone::TYPE, false), sink).map(|()| None),
            }
        }))
    }

    #[inline(always)]
    fn keep(checked: CheckedPhones<'_>) -> Self {
        Self(checked.items.into_iter().flatten().map(<Phone as Value>::keep).collect())
    }

    fn deserialize_in<'de, D: Deserializer<'de>>(context: Context, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Array(context)).map_err(|error| context.reword(error))
    }
}

/// Checks phones that are values of a tree, or texts. `read` checks one of them.
pub(crate) fn read_items<'a, T, S: Sink>(
    values: &'a [T],
    place: Place,
    sink: &mut S,
    read: impl Fn(&'a T, Place, &mut S) -> Result<Option<<Phone as Value>::Token<'a>>, Stop>,
) -> Result<Option<CheckedPhones<'a>>, Stop>
where
    InvalidPhones: Into<S::Violation>,
    InvalidPhone: Into<S::Violation>,
{
    let mut items = [const { None }; Phones::MAX_ITEMS];
    let mut is_valid = true;
    if let Err(error) = check_count(values.len()) {
        is_valid = false;
        sink.violation(place, Span::default(), || error)?;
    }
    for (index, value) in values.iter().enumerate() {
        let phone = read(value, place.item(index), sink)?;
        is_valid &= phone.is_some();
        if let Some(item) = items.get_mut(index) {
            *item = phone;
        }
    }
    Ok(is_valid.then_some(CheckedPhones { items }))
}

/// Reads an array of phones.
struct Array(Context);

impl<'de> Visitor<'de> for Array {
    type Value = Phones;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Phones, A::Error> {
        let mut phones = Vec::with_capacity(items.size_hint().unwrap_or(0).min(Phones::MAX_ITEMS));
        let mut count = 0;
        while let Some(phone) = items.next_element_seed(Item(self.0.item(count, Phone::TYPE)))? {
            count += 1;
            if count <= Phones::MAX_ITEMS {
                phones.push(phone);
            }
        }
        check_count(count).map_err(|error| self.0.error(error))?;
        Ok(Phones(phones))
    }
}

/// Reads one phone of an array.
struct Item(Context);

impl<'de> DeserializeSeed<'de> for Item {
    type Value = Phone;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Phone, D::Error> {
        Phone::deserialize_in(self.0, deserializer)
    }
}
