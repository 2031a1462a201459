//! The walk over the bytes of a body. Judging, explaining and building use the same walk with
//! different [sinks](super::sink).
//!
//! The compiler makes a copy of the walk for each sink. A sink cannot change the course of the
//! walk; it can only stop it. So verdict and explanation cannot differ: the verdict is the same
//! walk, stopped at the first violation.
//!
//! # How it is fast
//!
//! The idea: documents of one source have their members in one order, without white space before
//! names. So the walk guesses the next member, and tests the comma, the name and the colon with one
//! 16-byte comparison:
//!
//! ```text
//! bytes   ,"email":"ada@ex...
//! key     ,"email":               16 bytes, of which a mask ignores the last 7
//! ```
//!
//! The trick: the guess selects code that the compiler made for this member alone ([`Walk::expect`]
//! with a constant index). There the key, the mask, the type of the value and its limit are
//! constants. If the guess fails, [`Walk::other`] reads any member, and the walk remembers the
//! [order](super::order) for the next document.
//!
//! A walk handles names, order, presence and duplicates. The member's type checks the value.

use super::member::{Body, Member};
use super::order::{MAX_MEMBERS, Order};
use super::sink::BodySink;
use super::violation::ViolationKind;
use super::warning::WarningKind;
use crate::json::{JsonType, Reader, StringToken, SyntaxError};
use crate::pointer::Span;
use crate::value::sink::{Place, Stop, wrong_type};

/// Walks the body that starts at `start`, white space allowed, and returns the offset after it.
#[inline(always)]
pub(crate) fn walk<B: Body, S: BodySink>(
    reader: &Reader<'_>,
    start: usize,
    order: &mut Order,
    draft: &mut B::Draft<S>,
    sink: &mut S,
) -> Result<usize, Stop> {
    let open = reader.whitespace(start);
    if reader.peek(open) != b'{' {
        return wrong_type(reader, open, 0, Place::Root, (JsonType::Object, false), sink);
    }
    // All ones disables guessing: no member has this index.
    let disabled = if order.is_steady() { 0 } else { usize::MAX };
    let mut walk =
        Walk { reader, seen: 0, previous: Order::START, lead: b'{', at: open, surprises: 0, order, draft, sink };
    let close = loop {
        let guess = walk.order.after(walk.previous);
        let found = walk.expect_any::<B>(guess | disabled);
        if !found && walk.lead == b',' && reader.peek(walk.at) == b'}' {
            break walk.at;
        }
        if !found && let Some(close) = walk.other::<B>(guess)? {
            break close;
        }
    };
    walk.order.judge(walk.surprises, B::MEMBERS.len());
    let all = (1 << B::MEMBERS.len()) - 1;
    if walk.seen != all {
        absent::<B, S>(close, walk.seen, sink)?;
    }
    Ok(close + 1)
}

/// The state of a walk in progress.
struct Walk<'a, 'b, D, S> {
    reader: &'b Reader<'a>,
    /// One bit for each documented member seen.
    seen: u32,
    /// The last documented member, or `Order::START`.
    previous: usize,
    /// The byte before the next member: the brace at `at`, or a comma at or after it.
    lead: u8,
    /// The offset of the brace, or after the last value.
    at: usize,
    /// The number of members that came in another order than last time.
    surprises: usize,
    order: &'b mut Order,
    draft: &'b mut D,
    sink: &'b mut S,
}

/// Calls [`Walk::expect`] with a constant index: one `match` arm for each member.
macro_rules! expect_member {
    ($walk:ident, $index:expr, $($member:literal)*) => {
        match $index {
            $($member => $walk.expect::<B, $member>(),)*
            _ => false,
        }
    };
}

const _: () = assert!(MAX_MEMBERS == 16, "`expect_any` lists each index");

impl<D, S: BodySink> Walk<'_, '_, D, S> {
    /// Consumes the member `index`, if it comes next, for the first time, and its value is plain.
    #[inline(always)]
    fn expect_any<B: Body<Draft<S> = D>>(&mut self, index: usize) -> bool {
        expect_member!(self, index, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
    }

    /// Same as [`expect_any`](Self::expect_any), for one member.
    #[inline(always)]
    fn expect<B: Body<Draft<S> = D>, const INDEX: usize>(&mut self) -> bool {
        let Some(member) = (const { if S::FAST { member::<B>(INDEX) } else { None } }) else { return false };
        if self.seen & 1 << INDEX != 0 {
            return false;
        }
        let (name, value_at) = if self.reader.chunk(self.at).is_some_and(|bytes| member.follows(self.lead, bytes)) {
            (self.at + 1, self.at + member.key_length())
        } else {
            let Some(found) = spaced_name(self.reader, self.at, self.lead, member) else { return false };
            found
        };
        let Some(end) = B::read_plain::<INDEX, S>(self.draft, self.reader, value_at) else { return false };
        self.sink.member(INDEX, Span { start: name, end: name + member.quoted_length() });
        self.seen |= 1 << INDEX;
        self.previous = INDEX;
        self.lead = b',';
        self.at = end;
        true
    }

    /// Consumes unknown members, then one documented member in any spelling. Returns the offset of
    /// the closing brace if it comes first. `guess` is the member that came here last time.
    #[inline(always)]
    fn other<B: Body<Draft<S> = D>>(&mut self, guess: usize) -> Result<Option<usize>, Stop> {
        let mut lead = core::mem::replace(&mut self.lead, b',');
        // After an unknown member, guessing costs more than it saves: often another one follows.
        let (index, name, value_at) = loop {
            match next::<B>(self.reader, self.at, lead)? {
                Next::Member(index, name, value_at) => break (index, name, value_at),
                Next::Unknown(at) => self.at = unknown::<B, S>(self.reader, at, self.sink)?,
                Next::End(close) => return Ok(Some(close)),
            }
            lead = b',';
        };
        let Some(member) = B::MEMBERS.get(index) else { return Ok(None) };
        if index != guess {
            self.order.learn(self.previous, index);
            self.surprises += 1;
        }
        self.previous = index;
        if self.seen & 1 << index != 0 {
            let first = self.sink.name_of(index);
            let kind = || ViolationKind::DuplicateMember { member: member.name, first };
            self.sink.violation(Place::Member(member.name), name, kind)?;
        } else {
            self.sink.member(index, name);
        }
        self.seen |= 1 << index;
        self.at = B::read(self.draft, index, self.reader, value_at, self.sink)?;
        Ok(None)
    }
}

/// Returns the offsets of the name of `member` and of its value, if it comes next, with white space
/// anywhere.
#[inline(never)]
fn spaced_name(reader: &Reader<'_>, at: usize, lead: u8, member: &Member) -> Option<(usize, usize)> {
    if reader.peek(at) != lead {
        return None;
    }
    let name = reader.whitespace(at + 1);
    if !reader.chunk(name - 1).is_some_and(|bytes| member.is_at(bytes)) {
        return None;
    }
    Some((name, after_colon(reader, name + member.quoted_length())?))
}

/// Returns the offset of the value after the name that ends at `at`.
#[inline(always)]
fn after_colon(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let (colon, byte) = reader.token(at);
    (byte == b':').then(|| reader.whitespace(colon + 1))
}

/// Returns the member `index`, if the body has one.
#[expect(clippy::indexing_slicing, reason = "the index is below the length")]
const fn member<B: Body>(index: usize) -> Option<&'static Member> {
    if index < B::MEMBERS.len() { Some(&B::MEMBERS[index]) } else { None }
}

/// The next element after an opening brace or the value of a member.
enum Next {
    /// A documented member: its index, its name and the offset of its value.
    Member(usize, Span, usize),
    /// An unknown member: the offset of its name.
    Unknown(usize),
    /// The closing brace.
    End(usize),
}

/// Reads the next element at `at`: after the opening brace if `lead` is one, else after a value.
#[inline(always)]
fn next<B: Body>(reader: &Reader<'_>, at: usize, lead: u8) -> Result<Next, SyntaxError> {
    let at = if lead == b'{' {
        let (at, byte) = reader.token(at + 1);
        if byte == b'}' {
            return Ok(Next::End(at));
        }
        at
    } else {
        let (at, byte) = reader.token(at);
        match byte {
            b',' => reader.after_comma(at)?.0,
            b'}' => return Ok(Next::End(at)),
            _ => return Err(reader.expected_separator(at, true)),
        }
    };
    if let Some(bytes) = reader.chunk(at - 1) {
        let index = const { B::INDEX }.candidate(bytes);
        if let Some(member) = B::MEMBERS.get(index).filter(|member| member.is_at(bytes)) {
            let end = at + member.quoted_length();
            if let Some(value_at) = after_colon(reader, end) {
                return Ok(Next::Member(index, Span { start: at, end }, value_at));
            }
        }
    }
    any_name::<B>(reader, at)
}

/// Reads the name at `at`, in any spelling.
#[inline(never)]
fn any_name<B: Body>(reader: &Reader<'_>, at: usize) -> Result<Next, SyntaxError> {
    let (name, value_at) = reader.member_name(at)?;
    let index = if name.escaped {
        let buffer = &mut [0; Member::MAX_NAME];
        reader.ascii(name, buffer).and_then(|name| core::str::from_utf8(name).ok()).and_then(B::find)
    } else {
        B::find(reader.raw(name))
    };
    Ok(match index {
        Some(index) => Next::Member(index, name.span(), value_at),
        None => Next::Unknown(at),
    })
}

/// Reports the unknown member whose name is at `at` and those that follow it, skips their values
/// and returns the end of the last one.
#[inline(never)]
fn unknown<B: Body, S: BodySink>(reader: &Reader<'_>, at: usize, sink: &mut S) -> Result<usize, Stop> {
    let (mut name, mut value_at) = reader.member_name(at)?;
    loop {
        sink.unknown(reader, name)?;
        // The body itself is the first level of nesting.
        let end = reader.skip(value_at, 1)?;
        let Some(next) = plain_unknown::<B>(reader, end) else { return Ok(end) };
        (name, value_at) = next;
    }
}

/// Fast path of [`next`] after a value: returns the name and the offset of the value, if the name
/// is surely unknown. Never reports errors.
#[inline(always)]
fn plain_unknown<B: Body>(reader: &Reader<'_>, at: usize) -> Option<(StringToken, usize)> {
    let (comma, byte) = reader.token(at);
    if byte != b',' {
        return None;
    }
    let at = reader.whitespace(comma + 1);
    let index = const { B::INDEX };
    let bytes = reader.chunk(at - 1)?;
    // A name without escapes is unknown if it is not the one that the index has.
    if !index.has_all || B::MEMBERS.get(index.candidate(bytes)).is_some_and(|member| member.is_at(bytes)) {
        return None;
    }
    let name = reader.plain_string(at)?;
    Some((name, after_colon(reader, name.end + 1)?))
}

/// Reports the required members that are not in `seen`, at the closing brace, whose offset is
/// `close`.
#[inline(never)]
pub(crate) fn absent<B: Body, S: BodySink>(close: usize, seen: u32, sink: &mut S) -> Result<(), Stop> {
    let span = Span { start: close, end: close + 1 };
    let absent = B::MEMBERS.iter().enumerate().filter(|(index, _)| seen & 1 << index == 0);
    for (_, member) in absent.clone().filter(|(_, member)| member.required) {
        sink.violation(Place::Member(member.name), span, || ViolationKind::MissingMember { member: member.name })?;
    }
    let optional = B::MEMBERS.iter().filter(|member| !member.required).count();
    if S::WARNINGS && optional > 0 && absent.filter(|(_, member)| !member.required).count() == optional {
        sink.warning(Place::Root, span, WarningKind::NoChange)?;
    }
    Ok(())
}
