//! The description of a body: its members, in the documented order. One description serves every way in and out.

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::body::violation::JsonType;
use crate::body::walk::Accepted;

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Boolean,
    Integer,
    Name,
    Email,
    Phones,
    Comment,
    Timestamp,
}

impl Shape {
    pub(crate) const fn json_type(self) -> JsonType {
        match self {
            Self::Boolean => JsonType::Boolean,
            Self::Integer => JsonType::Number,
            Self::Phones => JsonType::Array,
            Self::Name | Self::Email | Self::Comment | Self::Timestamp => JsonType::String,
        }
    }
}

/// One member of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// A byte of zero and `"name":` as the bytes of a little-endian number, to be compared at one stroke.
    key: u128,
    /// The bits of `key` that count, those of its first byte excluded.
    mask: u128,
}

impl Member {
    /// The longest name, in bytes: with its punctuation it must fit a `u128`.
    pub(crate) const MAX_NAME: usize = 12;

    #[expect(clippy::indexing_slicing, reason = "members are constants: this runs at compile time")]
    const fn new(name: &'static str, shape: Shape, required: bool, nullable: bool) -> Self {
        let bytes = name.as_bytes();
        assert!(bytes.len() <= Self::MAX_NAME, "the name is too long");
        let mut key = [0; 16];
        key[1] = b'"';
        let mut i = 0;
        while i < bytes.len() {
            key[i + 2] = bytes[i];
            i += 1;
        }
        key[i + 2] = b'"';
        key[i + 3] = b':';
        let mask = (u128::MAX >> (8 * (16 - 4 - bytes.len()))) & !0xFF;
        Self { name, shape, required, nullable, key: u128::from_le_bytes(key), mask }
    }

    /// A member that is always there and never null.
    pub(crate) const fn required(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, true, false)
    }

    /// A member that is always there, if only as null.
    pub(crate) const fn nullable(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, true, true)
    }

    /// A member that may be left out and is never null.
    pub(crate) const fn optional(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, false, false)
    }

    /// A member that may be left out, null or a value.
    pub(crate) const fn patch(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, false, true)
    }

    /// Whether `bytes` are `lead` and then this member's name and a colon with nothing between, as most writers put it.
    #[inline(always)]
    pub(crate) fn follows(&self, lead: u8, bytes: &[u8; 16]) -> bool {
        let key = self.key | u128::from(lead);
        (u128::from_le_bytes(*bytes) ^ key) & (self.mask | 0xFF) == 0
    }

    /// Whether `bytes` have this member's name after their first.
    #[inline(always)]
    pub(crate) fn is_at(&self, bytes: &[u8; 16]) -> bool {
        (u128::from_le_bytes(*bytes) ^ self.key) & (self.mask >> 8) & !0xFF == 0
    }

    /// The length of the name with its quotes.
    #[inline(always)]
    pub(crate) const fn quoted_length(&self) -> usize {
        self.name.len() + 2
    }

    /// The length of the name with its quotes, a colon and the byte before.
    #[inline(always)]
    pub(crate) const fn key_length(&self) -> usize {
        self.name.len() + 4
    }
}

/// Finds a member by the four bytes after the opening quote of its name, which no two members of a body have in common; by three, if
/// the third is the closing quote.
pub(crate) struct Index {
    /// Spreads those bytes, as a number, over the slots so that no two members meet: a perfect hash, found by trying.
    multiplier: u32,
    members: [u8; Index::SLOTS],
}

impl Index {
    const SLOTS: usize = 16;

    #[expect(clippy::indexing_slicing, reason = "members are constants: this runs at compile time")]
    pub(crate) const fn of(members: &[Member]) -> Self {
        let mut index = Self { multiplier: 1, members: [u8::MAX; Self::SLOTS] };
        let mut next = 0;
        while next < members.len() {
            let slot = index.slot((members[next].key >> 16) as u32);
            if index.members[slot] == u8::MAX {
                index.members[slot] = next as u8;
                next += 1;
            } else {
                index =
                    Self { multiplier: index.multiplier.wrapping_add(0x9E37_79B8), members: [u8::MAX; Self::SLOTS] };
                next = 0;
            }
        }
        index
    }

    const fn slot(&self, start: u32) -> usize {
        let start = if start >> 16 & 0xFF == b'"' as u32 { start & 0xFF_FFFF } else { start };
        (start.wrapping_mul(self.multiplier) >> 28) as usize
    }

    /// The only member that `bytes` may have after their first.
    #[inline(always)]
    pub(crate) fn candidate(&self, bytes: &[u8; 16]) -> usize {
        let [_, _, a, b, c, d, ..] = *bytes;
        self.members.get(self.slot(u32::from_le_bytes([a, b, c, d]))).copied().unwrap_or(u8::MAX).into()
    }
}

/// A type that a JSON object is read into and written from.
pub(crate) trait Body: Sized {
    /// The body's name in the documentation.
    const NAME: &'static str;

    /// The members in the documented order.
    const MEMBERS: &'static [Member];

    /// Where each member is among them.
    const INDEX: Index;

    /// The values of the members that were read so far.
    type Draft: Default;

    /// Takes a value that a walk has accepted for the member `index`.
    fn accept(draft: &mut Self::Draft, index: usize, value: Accepted<'_>);

    /// Takes the next value of `map` for the member `index`.
    fn take<'de, A: MapAccess<'de>>(draft: &mut Self::Draft, index: usize, map: &mut A) -> Result<(), A::Error>;

    /// The body that these values make; `None` where a required one is missing.
    fn build(draft: Self::Draft) -> Option<Self>;

    /// Writes the members that are there.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// How many members [`write`](Self::write) writes.
    fn count(&self) -> usize;

    /// The index of the member called `name`.
    fn find(name: &str) -> Option<usize>;
}

/// The most members that a body has.
pub(crate) const MAX_MEMBERS: usize = 9;

/// Describes a body: its fields, and for each what may be in its place (a constructor of [`Member`]), its name in JSON and its shape.
macro_rules! members {
    (
        valid $valid:literal invalid $invalid:literal
        $(#[$attribute:meta])*
        pub struct $Body:ident {
            $($(#[$doc:meta])* $field:ident: $Type:ty = $presence:ident $name:literal $Shape:ident,)*
        }
    ) => {
        $(#[$attribute])*
        pub struct $Body {
            $($(#[$doc])* pub $field: $Type,)*
        }

        const _: () = {
            use crate::body::field::{accept, present, take, write};
            use crate::body::member::{Body, Index, MAX_MEMBERS, Member, Shape};

            assert!($Body::MEMBERS.len() <= MAX_MEMBERS);

            /// Each value as it comes, in any order.
            #[derive(Default)]
            pub(crate) struct Draft {
                $($field: Option<$Type>,)*
            }

            impl Body for $Body {
                const NAME: &'static str = stringify!($Body);

                const MEMBERS: &'static [Member] = &[$(Member::$presence($name, Shape::$Shape)),*];

                const INDEX: Index = Index::of(Self::MEMBERS);

                type Draft = Draft;

                // The index is mostly a constant, which leaves one of these lines.
                #[inline(always)]
                fn accept(draft: &mut Draft, index: usize, value: crate::body::walk::Accepted<'_>) {
                    let mut members = 0..;
                    $(if members.next() == Some(index) {
                        return accept(&mut draft.$field, value);
                    })*
                }

                #[inline]
                fn take<'de, A: serde::de::MapAccess<'de>>(
                    draft: &mut Draft,
                    index: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    let mut members = Self::MEMBERS.iter().enumerate();
                    $(if let Some((_, member)) = members.next().filter(|&(at, _)| at == index) {
                        draft.$field = Some(map.next_value_seed(crate::body::serde::MemberValue::new(member))?);
                        return Ok(());
                    })*
                    Ok(())
                }

                fn build(draft: Draft) -> Option<Self> {
                    Some(Self { $($field: take::$presence(draft.$field)?,)* })
                }

                fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    $(write::$presence(map, $name, &self.$field)?;)*
                    Ok(())
                }

                fn count(&self) -> usize {
                    0 $(+ usize::from(present::$presence(&self.$field)))*
                }

                #[inline]
                fn find(name: &str) -> Option<usize> {
                    let mut members = 0..;
                    $(let index = members.next();
                    if name == $name {
                        return index;
                    })*
                    None
                }
            }
        };

        crate::body::serde::serde_body!($Body);
        crate::body::json::read_body!($Body, $valid, $invalid);
        #[cfg(feature = "json")]
        crate::body::tree::value_body!($Body, $valid);
    };
}

pub(crate) use members;
