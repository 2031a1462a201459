//! The table of a body: its members, in the documented order. All code that reads or writes a body
//! uses this table.

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::presence::Presence;
use super::sink::{BodySink, Build};
use crate::json::Reader;
use crate::value::sink::Stop;

/// One member of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// A byte 0 and `"name":`, as a little-endian number: one comparison tests the whole name.
    key: u128,
    /// The bits of `key` to compare: all of them but the first byte.
    mask: u128,
    /// The same without the colon.
    name_mask: u128,
}

impl Member {
    /// The maximum length of a name in bytes: with its punctuation it must fit a `u128`.
    pub(crate) const MAX_NAME: usize = 12;

    /// Describes the member called `name`, whose values are `T`.
    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    pub(crate) const fn new<P: Presence<T>, T>(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(bytes.len() <= Self::MAX_NAME, "the name is too long for `Member::key`");
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
        let name_mask = mask >> 8 & !0xFF;
        Self { name, required: P::REQUIRED, key: u128::from_le_bytes(key), mask, name_mask }
    }

    /// Returns whether `bytes` are `lead`, this member's name and a colon, without white space.
    #[inline(always)]
    pub(crate) fn follows(&self, lead: u8, bytes: &[u8; 16]) -> bool {
        let key = self.key | u128::from(lead);
        (u128::from_le_bytes(*bytes) ^ key) & (self.mask | 0xFF) == 0
    }

    /// Returns whether this member's name follows the first of `bytes`.
    #[inline(always)]
    pub(crate) fn is_at(&self, bytes: &[u8; 16]) -> bool {
        (u128::from_le_bytes(*bytes) ^ self.key) & self.name_mask == 0
    }

    /// Returns the length of the name with its quotes.
    #[inline(always)]
    pub(crate) const fn quoted_length(&self) -> usize {
        self.name.len() + 2
    }

    /// Returns the length of the name with its quotes, a colon and the byte before.
    #[inline(always)]
    pub(crate) const fn key_length(&self) -> usize {
        self.name.len() + 4
    }
}

/// Finds a member by the four bytes after the opening quote of its name: three, if the fourth is
/// after the closing quote. A perfect hash: no two members share a slot.
///
/// Of members that share these four bytes, such as `notify` and `notifyAt`, the index has the
/// first. The walk finds the others by their whole name, which is slower.
pub(crate) struct NameIndex {
    /// Multiplying by it spreads the four bytes over the slots.
    multiplier: u32,
    members: [u8; NameIndex::SLOTS],
    /// Whether the index has all members.
    pub(crate) has_all: bool,
}

impl NameIndex {
    const SLOTS: usize = 1 << NameIndex::SLOT_BITS;
    const SLOT_BITS: u32 = 5;

    /// No member.
    const NONE: u8 = u8::MAX;

    /// Finds a multiplier by trial.
    #[expect(clippy::indexing_slicing, reason = "this runs at compile time")]
    pub(crate) const fn new(members: &[Member]) -> Self {
        let mut index = Self { multiplier: 1, members: [Self::NONE; Self::SLOTS], has_all: true };
        let mut attempts = 0;
        let mut next = 0;
        while next < members.len() {
            let start = Self::start(members[next].key);
            let slot = index.slot(start);
            let other = index.members[slot];
            if other == Self::NONE {
                index.members[slot] = next as u8;
                next += 1;
            } else if Self::start(members[other as usize].key) == start {
                index.has_all = false;
                next += 1;
            } else {
                attempts += 1;
                assert!(attempts < 10_000, "no perfect hash of these names: raise `NameIndex::SLOT_BITS`");
                let multiplier = index.multiplier.wrapping_add(0x9E37_79B8);
                index = Self { multiplier, members: [Self::NONE; Self::SLOTS], has_all: true };
                next = 0;
            }
        }
        index
    }

    /// Returns the four bytes after the opening quote as a number: three, if the fourth is after
    /// the name.
    const fn start(key: u128) -> u32 {
        Self::of_name((key >> 16) as u32)
    }

    const fn of_name(start: u32) -> u32 {
        if start >> 16 & 0xFF == b'"' as u32 { start & 0xFF_FFFF } else { start }
    }

    const fn slot(&self, start: u32) -> usize {
        (start.wrapping_mul(self.multiplier) >> (u32::BITS - Self::SLOT_BITS)) as usize
    }

    /// Returns the only member whose name may follow the first of `bytes`, if the index has one;
    /// else an index that no member has.
    #[inline(always)]
    pub(crate) fn candidate(&self, bytes: &[u8; 16]) -> usize {
        let [_, _, a, b, c, d, ..] = *bytes;
        let slot = self.slot(Self::of_name(u32::from_le_bytes([a, b, c, d])));
        self.members.get(slot).copied().unwrap_or(Self::NONE).into()
    }
}

/// A type that a JSON object is read into and written from.
pub(crate) trait Body: Sized {
    /// The name of the body in the documentation.
    const NAME: &'static str;

    /// The members in the documented order.
    const MEMBERS: &'static [Member];

    /// The names of the members, in the same order.
    const NAMES: &'static [&'static str];

    /// Finds a member by its name.
    const INDEX: NameIndex;

    /// What a sink keeps of the members.
    type Draft<S: BodySink>: Default;

    /// Reads the value of the member `INDEX` by its fast path: see
    /// [`read_plain`](super::field::read_plain).
    fn read_plain<const INDEX: usize, S: BodySink>(
        draft: &mut Self::Draft<S>,
        reader: &Reader<'_>,
        at: usize,
    ) -> Option<usize>;

    /// Reads the value of the member `index`: see [`read`](super::field::read).
    fn read<S: BodySink>(
        draft: &mut Self::Draft<S>,
        index: usize,
        reader: &Reader<'_>,
        at: usize,
        sink: &mut S,
    ) -> Result<usize, Stop>;

    /// Reads the value of the member `index` of a tree: see [`read_tree`](super::field::read_tree).
    #[cfg(feature = "json")]
    fn read_tree<S: BodySink>(
        draft: &mut Self::Draft<S>,
        index: usize,
        value: &serde_json::Value,
        sink: &mut S,
    ) -> Result<(), Stop>;

    /// Reads the next value of `map` as the member `index`.
    fn read_map<'de, A: MapAccess<'de>>(
        draft: &mut Self::Draft<Build>,
        index: usize,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// Builds the body; `None` if a required member is missing.
    fn build(draft: Self::Draft<Build>) -> Option<Self>;

    /// Writes the members that are present.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Returns the number of members that [`write`](Self::write) writes.
    fn count(&self) -> usize;

    /// Returns the index of the member called `name`.
    fn find(name: &str) -> Option<usize>;
}
