//! `phones`: an array of at most five phones; the empty array is valid (R10).

use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::value::phone::{InvalidPhone, Phone};

/// The phones of the company contact: at most [`MAX_ITEMS`](Self::MAX_ITEMS) of them, in the order given, repeats allowed.
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
    pub const MAX_ITEMS: usize = 5;

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
    /// let phone = Phone::new("112").map_err(|source| InvalidPhones::Phone { index: 0, source })?;
    /// assert!(Phones::new(vec![phone.clone(); 5]).is_ok());
    /// assert!(Phones::new(vec![phone; 6]).is_err());
    /// # Ok::<(), InvalidPhones>(())
    /// ```
    pub fn new(phones: Vec<Phone>) -> Result<Self, InvalidPhones> {
        check_count(phones.len())?;
        Ok(Self(phones))
    }

    /// Checks the number of the texts and each of them.
    ///
    /// # Errors
    ///
    /// [`InvalidPhones::Phone`] for the first text that is not a [`Phone`], then [`InvalidPhones::TooManyItems`]. No more
    /// than [`MAX_ITEMS`](Self::MAX_ITEMS) of the texts are kept in memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{InvalidPhones, Phones};
    ///
    /// let fault = Phones::from_texts(vec![String::from("112"), "1".repeat(51)]).unwrap_err();
    /// assert!(matches!(fault, InvalidPhones::Phone { index: 1, .. }));
    /// ```
    pub fn from_texts<I>(texts: I) -> Result<Self, InvalidPhones>
    where
        I: IntoIterator,
        I::Item: AsRef<str> + Into<alloc::string::String>,
    {
        let mut phones = Vec::new();
        let mut count = 0;
        for (index, text) in texts.into_iter().enumerate() {
            let phone = Phone::new(text).map_err(|source| InvalidPhones::Phone { index, source })?;
            count = index + 1;
            if count <= Self::MAX_ITEMS {
                phones.push(phone);
            }
        }
        check_count(count)?;
        Ok(Self(phones))
    }

    /// Whether [`from_texts`](Self::from_texts) would accept `texts`. Allocates nothing.
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

    /// The phones as a slice.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::Phones::default().as_slice(), []);
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[Phone] {
        &self.0
    }

    /// The phones as a vector, without copying them.
    ///
    /// # Examples
    ///
    /// ```
    /// let phones = contact_schema::Phones::from_texts(["112"])?;
    /// assert_eq!(phones.into_inner().len(), 1);
    /// # Ok::<(), contact_schema::InvalidPhones>(())
    /// ```
    #[must_use]
    pub fn into_inner(self) -> Vec<Phone> {
        self.0
    }
}

/// Why there are no [`Phones`].
///
/// # Examples
///
/// ```
/// use contact_schema::Phones;
///
/// assert_eq!(Phones::from_texts(["1"; 6]).unwrap_err().to_string(), "expected at most 5 items, found 6");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidPhones {
    /// More than [`Phones::MAX_ITEMS`].
    TooManyItems {
        /// How many there are.
        count: usize,
        /// How many there may be.
        max: usize,
    },
    /// One of them is not a [`Phone`].
    Phone {
        /// Its index, from 0.
        index: usize,
        /// Why.
        source: InvalidPhone,
    },
}

impl fmt::Display for InvalidPhones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyItems { count, max } => write_too_many_items(f, *count, *max),
            Self::Phone { index, source } => write!(f, "item {index}: {source}"),
        }
    }
}

/// The one wording of a count error.
pub(crate) fn write_too_many_items(f: &mut fmt::Formatter<'_>, count: usize, max: usize) -> fmt::Result {
    write!(f, "expected at most {max} items, found {count}")
}

impl core::error::Error for InvalidPhones {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::TooManyItems { .. } => None,
            Self::Phone { source, .. } => Some(source),
        }
    }
}

impl Phones {
    /// Adds a phone, if there is room for it.
    pub(crate) fn push(&mut self, phone: Phone) -> Result<(), InvalidPhones> {
        check_count(self.0.len() + 1)?;
        self.0.push(phone);
        Ok(())
    }
}

fn check_count(count: usize) -> Result<(), InvalidPhones> {
    if count <= Phones::MAX_ITEMS { Ok(()) } else { Err(InvalidPhones::TooManyItems { count, max: Phones::MAX_ITEMS }) }
}

impl core::ops::Deref for Phones {
    type Target = [Phone];

    fn deref(&self) -> &[Phone] {
        &self.0
    }
}

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

impl IntoIterator for Phones {
    type Item = Phone;
    type IntoIter = alloc::vec::IntoIter<Phone>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Phones {
    type Item = &'a Phone;
    type IntoIter = core::slice::Iter<'a, Phone>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
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
        crate::body::serde::deserialize_as!(deserializer, deserialize_seq, Array)
    }
}

/// Reads an array of phones.
pub(crate) struct Array;

impl<'de> Visitor<'de> for Array {
    type Value = Phones;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of strings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Phones, A::Error> {
        let mut phones = Vec::with_capacity(items.size_hint().unwrap_or(0).min(Phones::MAX_ITEMS));
        let mut count = 0;
        while let Some(phone) = items.next_element()? {
            count += 1;
            if count <= Phones::MAX_ITEMS {
                phones.push(phone);
            }
        }
        check_count(count).map_err(de::Error::custom)?;
        Ok(Phones(phones))
    }

    crate::body::serde::refuse!(Array: boolean number string);
}
