//! The one walk over the bytes of a body. It serves the verdict, the explanation and the building of the value.
//!
//! What differs is the [`Sink`] that it reports to. The walk is compiled once for each sink, and sinks can do nothing to its course but stop it:
//! a verdict is the explanation cut short at the first finding, so the two cannot differ. Explanations are closures, which a sink that does
//! not want them never calls.

use crate::body::member::{Body, MAX_MEMBERS, Member, Shape};
use crate::body::violation::{JsonType, ViolationKind};
use crate::body::warning::WarningKind;
use crate::json::{Reader, SyntaxContext, SyntaxError, Text};
use crate::pointer::{Pointer, Span};
use crate::value::email::Match;
use crate::value::{Comment, Email, Name, Phone, Phones, Undeliverable};
use crate::value::{email, id, timestamp};

/// Why a walk ended before the end of the body.
pub(crate) enum Stop {
    /// The document is not JSON.
    Syntax(SyntaxError),
    /// The sink has seen enough.
    Enough,
}

impl From<SyntaxError> for Stop {
    #[cold]
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

/// Where in a body something is.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    Root,
    Member(&'static str),
    Item(&'static str, usize),
    /// A member that is not documented; its name as the document writes it.
    Unknown(Reader<'a>, Text),
}

impl Place<'_> {
    pub(crate) fn pointer(self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(name) => Pointer::to_member(name),
            Self::Item(name, index) => Pointer::to_member(name).join(&alloc::format!("{index}")),
            Self::Unknown(reader, name) => Pointer::to_member(&reader.decode(name)),
        }
    }
}

/// A value that is as the contract wants it.
pub(crate) enum Accepted<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(Reader<'a>, Text),
    /// An array; its items follow.
    Phones,
    Phone(Reader<'a>, Text),
}

/// What a walk reports to.
pub(crate) trait Sink {
    /// Whether warnings are wanted. Where not, nothing is spent on them.
    const WARNINGS: bool;

    /// The documented member `index` is there; its name stands at `name`. For a duplicate, this is the second time.
    #[inline(always)]
    fn member(&mut self, _index: usize, _name: Span) {}

    /// Where the member `index` was first.
    fn first(&self, _index: usize) -> Span {
        Span::default()
    }

    /// The value of the member `index` is as it should be.
    #[inline(always)]
    fn accept(&mut self, _index: usize, _value: Accepted<'_>) {}

    /// Something is wrong.
    fn violation(&mut self, place: Place<'_>, span: Span, kind: impl FnOnce() -> ViolationKind) -> Result<(), Stop>;

    /// Something is worth a warning.
    fn warning(&mut self, _place: Place<'_>, _span: Span, _kind: WarningKind) -> Result<(), Stop> {
        Ok(())
    }
}

/// The order in which members came last time, which is the order in which they are looked for first.
///
/// Documents of one source have one order; with it, each name is found by one comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// The member that came after each member, and at `START` the first.
    next: [u8; Order::START + 1],
    /// Whether most members came where they had come before. Where not, it is not worth while to look for them there.
    is_steady: bool,
}

impl Order {
    const START: usize = MAX_MEMBERS;

    /// The documented order.
    #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
    pub(crate) const fn documented() -> Self {
        let mut next = [0; Self::START + 1];
        let mut index = 0;
        while index < Self::START {
            next[index] = index as u8 + 1;
            index += 1;
        }
        Self { next, is_steady: true }
    }

    #[inline(always)]
    fn after(&self, previous: usize) -> usize {
        self.next.get(previous).copied().unwrap_or(0).into()
    }

    fn learn(&mut self, previous: usize, index: usize) {
        if let (Some(slot), Ok(index)) = (self.next.get_mut(previous), u8::try_from(index)) {
            *slot = index;
        }
    }
}

/// Walks the body whose first byte, which may be white space, is at `start`, and returns the offset after its last.
#[inline(always)]
pub(crate) fn walk<B: Body, S: Sink>(
    reader: Reader<'_>,
    start: usize,
    order: &mut Order,
    sink: &mut S,
) -> Result<usize, Stop> {
    let open = reader.whitespace(start);
    if reader.peek(open) != b'{' {
        return wrong_type(reader, open, 0, Place::Root, JsonType::Object, false, sink);
    }
    // No member has a number with these bits.
    let nobody = if order.is_steady { 0 } else { usize::MAX };
    let mut walk = Walk { reader, seen: 0, previous: Order::START, lead: b'{', at: open, surprises: 0, order, sink };
    let close = loop {
        // After what stands at `at` comes the member that came here last time, or something else.
        let guess = walk.order.after(walk.previous);
        // Each member has code of its own, in which all that is known of it is a constant.
        let found = match guess | nobody {
            0 => walk.expect::<B, 0>(),
            1 => walk.expect::<B, 1>(),
            2 => walk.expect::<B, 2>(),
            3 => walk.expect::<B, 3>(),
            4 => walk.expect::<B, 4>(),
            5 => walk.expect::<B, 5>(),
            6 => walk.expect::<B, 6>(),
            7 => walk.expect::<B, 7>(),
            8 => walk.expect::<B, 8>(),
            _ if walk.lead == b',' && reader.peek(walk.at) == b'}' => break walk.at,
            _ => false,
        };
        if !found && let Some(close) = walk.other::<B>(guess)? {
            break close;
        }
    };
    walk.order.is_steady = walk.surprises <= B::MEMBERS.len() / 2;
    let all = (1 << B::MEMBERS.len()) - 1;
    if walk.seen != all {
        absent::<B, S>(close, walk.seen, sink)?;
    }
    Ok(close + 1)
}

/// A walk on its way.
struct Walk<'a, 'b, S> {
    reader: Reader<'a>,
    /// One bit for each documented member that was there.
    seen: u32,
    /// The last documented member, or `Order::START`.
    previous: usize,
    /// What stands before the next member: the brace at `at`, or a comma at or after it.
    lead: u8,
    /// The offset of the brace, or after the last value.
    at: usize,
    /// How many members came after another one than last time.
    surprises: usize,
    order: &'b mut Order,
    sink: &'b mut S,
}

const _: () = assert!(MAX_MEMBERS == 9, "`walk` and `Walk::other` name each member");

impl<S: Sink> Walk<'_, '_, S> {
    /// Takes the member `I`, if it comes next, for the first time, and with a plain value.
    #[inline(always)]
    fn expect<B: Body, const I: usize>(&mut self) -> bool {
        let Some(member) = (const { member::<B>(I) }) else { return false };
        if self.seen & 1 << I != 0 {
            return false;
        }
        let (name, value_at) = if self.reader.chunk(self.at).is_some_and(|bytes| member.follows(self.lead, bytes)) {
            (self.at + 1, self.at + member.key_length())
        } else {
            let Some(found) = spaced_name(self.reader, self.at, self.lead, member) else { return false };
            found
        };
        let Some(end) = plain_value(self.reader, value_at, I, member, self.sink) else { return false };
        self.sink.member(I, Span { start: name, end: name + member.quoted_length() });
        self.seen |= 1 << I;
        self.previous = I;
        self.lead = b',';
        self.at = end;
        true
    }

    /// Takes whatever comes next. Returns the place of the closing brace, if it is that. The member `guess` is likely.
    #[inline(always)]
    fn other<B: Body>(&mut self, guess: usize) -> Result<Option<usize>, Stop> {
        let lead = core::mem::replace(&mut self.lead, b',');
        let (index, name, value_at) = match next::<B>(self.reader, self.at, lead)? {
            Next::Member(index, name, value_at) => (index, name, value_at),
            Next::Unknown(name, value_at) => {
                if S::WARNINGS {
                    self.sink.warning(Place::Unknown(self.reader, name), name.span(), WarningKind::UnknownMember)?;
                }
                // The body itself is the first level of nesting.
                self.at = self.reader.skip(value_at, 1)?;
                return Ok(None);
            }
            Next::End(close) => return Ok(Some(close)),
        };
        let Some(member) = B::MEMBERS.get(index) else { return Ok(None) };
        if index != guess {
            self.order.learn(self.previous, index);
            self.surprises += 1;
        }
        self.previous = index;
        if self.seen & 1 << index != 0 {
            let first = self.sink.first(index);
            let kind = || ViolationKind::DuplicateMember { member: member.name, first };
            self.sink.violation(Place::Member(member.name), name, kind)?;
        } else {
            self.sink.member(index, name);
        }
        self.seen |= 1 << index;
        self.at = match plain_value(self.reader, value_at, index, member, self.sink) {
            Some(end) => end,
            None => value(self.reader, value_at, index, member, self.sink)?,
        };
        Ok(None)
    }
}

/// Where the name of `member` and its value stand, if it comes next, with white space in any place.
#[inline(never)]
fn spaced_name(reader: Reader<'_>, at: usize, lead: u8, member: &Member) -> Option<(usize, usize)> {
    if reader.peek(at) != lead {
        return None;
    }
    let name = reader.whitespace(at + 1);
    if !reader.chunk(name - 1).is_some_and(|bytes| member.is_at(bytes)) {
        return None;
    }
    Some((name, after_colon(reader, name + member.quoted_length())?))
}

/// Where the value stands after the name that ends at `at`.
#[inline(always)]
fn after_colon(reader: Reader<'_>, at: usize) -> Option<usize> {
    let colon = reader.whitespace(at);
    (reader.peek(colon) == b':').then(|| reader.whitespace(colon + 1))
}

/// The member `index`, if the body has so many.
#[expect(clippy::indexing_slicing, reason = "the index is below the length")]
const fn member<B: Body>(index: usize) -> Option<&'static Member> {
    if index < B::MEMBERS.len() { Some(&B::MEMBERS[index]) } else { None }
}

/// What comes after an opening brace or the value of a member.
enum Next {
    /// A documented member: its index, its name and where its value starts.
    Member(usize, Span, usize),
    /// A member that is not documented: its name and where its value starts.
    Unknown(Text, usize),
    /// The closing brace.
    End(usize),
}

/// Reads what comes at `at`, after the opening brace if `lead` is one or after a value, whatever it is.
#[inline]
fn next<B: Body>(reader: Reader<'_>, at: usize, lead: u8) -> Result<Next, SyntaxError> {
    let at = if lead == b'{' {
        let at = reader.whitespace(at + 1);
        if reader.peek(at) == b'}' {
            return Ok(Next::End(at));
        }
        at
    } else {
        let at = reader.whitespace(at);
        match reader.peek(at) {
            b',' => reader.after_comma(at)?,
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
    other_name::<B>(reader, at)
}

/// Reads the name at `at`, however it is written.
#[inline(never)]
fn other_name<B: Body>(reader: Reader<'_>, at: usize) -> Result<Next, SyntaxError> {
    let (name, value_at) = reader.member_name(at)?;
    let index = if name.escaped {
        let buffer = &mut [0; Member::MAX_NAME];
        reader.ascii(name, buffer).and_then(|name| core::str::from_utf8(name).ok()).and_then(B::find)
    } else {
        B::find(reader.raw(name))
    };
    Ok(match index {
        Some(index) => Next::Member(index, name.span(), value_at),
        None => Next::Unknown(name, value_at),
    })
}

/// Reports the required members that are not among `seen`, at the closing brace, which stands at `close`.
#[inline(never)]
pub(crate) fn absent<B: Body, S: Sink>(close: usize, seen: u32, sink: &mut S) -> Result<(), Stop> {
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

/// Walks a value that is as it should be and is written as most are, and returns its end. `None` says that [`value`] is to tell.
///
/// This is no second opinion: what it takes, `value` takes too. It only knows less, and so makes no errors and is short enough to be
/// compiled for each member.
#[inline(always)]
fn plain_value<S: Sink>(
    reader: Reader<'_>,
    at: usize,
    index: usize,
    member: &'static Member,
    sink: &mut S,
) -> Option<usize> {
    let max = match member.shape {
        Shape::Timestamp => {
            let string = plain_timestamp(reader, at)?;
            sink.accept(index, Accepted::Text(reader, string));
            return Some(string.end + 1);
        }
        Shape::Integer => {
            let (value, end) = reader.safe_integer(at)?;
            sink.accept(index, Accepted::Integer(value));
            return Some(end);
        }
        Shape::Boolean => return None,
        Shape::Phones => return plain_phones(reader, at, index, sink),
        Shape::Name => Name::MAX_CHARS,
        Shape::Comment => Comment::MAX_CHARS,
        Shape::Email => Email::MAX_CHARS,
    };
    let string = match member.shape {
        Shape::Email => plain_email(reader, at, S::WARNINGS),
        Shape::Comment => reader.plain_long_string(at),
        _ => reader.plain_string(at),
    };
    if let Some(string) = string.filter(|string| string.end - string.start <= max) {
        sink.accept(index, Accepted::Text(reader, string));
        return Some(string.end + 1);
    }
    if member.nullable && reader.chunk(at) == Some(b"null") {
        sink.accept(index, Accepted::Null);
        return Some(at + 4);
    }
    None
}

/// The string at `at`, if it is plainly a good email: with `warnings`, one about which there is nothing to say at all.
#[inline(always)]
fn plain_email(reader: Reader<'_>, at: usize, warnings: bool) -> Option<Text> {
    #[cfg(feature = "simd")]
    if reader.peek(at) == b'"'
        && let Some((length, Match::Plain)) = crate::value::email::blocks::email_string(reader.rest(at + 1))
    {
        return Some(Text { start: at + 1, end: at + 1 + length, escaped: false });
    }
    other_email(reader, at, warnings)
}

/// The same for one that is longer than most.
#[inline(never)]
fn other_email(reader: Reader<'_>, at: usize, warnings: bool) -> Option<Text> {
    let string = reader.plain_string(at)?;
    let is_good = match email::verdict(reader.raw_bytes(string)) {
        Match::No => false,
        Match::Plain => true,
        Match::Odd => !warnings || Undeliverable::find(reader.raw(string)).is_none(),
    };
    is_good.then_some(string)
}

/// The string at `at`, if it is plainly a good timestamp.
#[inline(always)]
fn plain_timestamp(reader: Reader<'_>, at: usize) -> Option<Text> {
    if reader.chunk(at).is_some_and(timestamp::is_usual_string) {
        return Some(Text { start: at + 1, end: at + timestamp::USUAL_STRING - 1, escaped: false });
    }
    other_timestamp(reader, at)
}

/// The same for one that has more or fewer digits than most.
#[inline(never)]
fn other_timestamp(reader: Reader<'_>, at: usize) -> Option<Text> {
    reader.plain_string(at).filter(|string| timestamp::is_match(reader.raw_bytes(*string)))
}

/// Walks an array of strings that all are plain and short enough, and returns its end.
#[inline(always)]
fn plain_phones<S: Sink>(reader: Reader<'_>, open: usize, index: usize, sink: &mut S) -> Option<usize> {
    if reader.peek(open) != b'[' {
        return None;
    }
    // Where this gives up, `phones` starts anew.
    sink.accept(index, Accepted::Phones);
    let mut at = reader.whitespace(open + 1);
    if reader.peek(at) == b']' {
        return Some(at + 1);
    }
    for _ in 0..Phones::MAX_ITEMS {
        let string = reader.plain_string(at)?;
        if string.end - string.start > Phone::MAX_CHARS {
            return None;
        }
        sink.accept(index, Accepted::Phone(reader, string));
        at = reader.whitespace(string.end + 1);
        match reader.peek(at) {
            b',' => at = reader.whitespace(at + 1),
            b']' => return Some(at + 1),
            _ => return None,
        }
    }
    None
}

/// Walks the value of a documented member, whatever it is, and returns its end.
#[inline(never)]
fn value<S: Sink>(
    reader: Reader<'_>,
    at: usize,
    index: usize,
    member: &'static Member,
    sink: &mut S,
) -> Result<usize, Stop> {
    let place = Place::Member(member.name);
    let first = reader.peek(at);
    match member.shape {
        Shape::Name | Shape::Email | Shape::Comment | Shape::Timestamp => {
            if first == b'"' {
                let string = reader.string(at, SyntaxContext::StringValue)?;
                check_text(reader, string, member.shape, place, sink)?;
                sink.accept(index, Accepted::Text(reader, string));
                return Ok(string.end + 1);
            }
        }
        Shape::Integer => {
            if first == b'-' || first.is_ascii_digit() {
                return integer(reader, at, index, place, sink);
            }
        }
        Shape::Phones => {
            if first == b'[' {
                return phones(reader, at, index, member, sink);
            }
        }
        Shape::Boolean => {
            if first == b't' || first == b'f' {
                let end = reader.literal(at, if first == b't' { "true" } else { "false" })?;
                sink.accept(index, Accepted::Boolean(first == b't'));
                return Ok(end);
            }
        }
    }
    if first == b'n' && member.nullable {
        let end = reader.literal(at, "null")?;
        sink.accept(index, Accepted::Null);
        return Ok(end);
    }
    wrong_type(reader, at, 1, place, member.shape.json_type(), member.nullable, sink)
}

/// Skips a value of another type than `expected` and reports it.
#[cold]
#[inline(never)]
fn wrong_type<S: Sink>(
    reader: Reader<'_>,
    at: usize,
    depth: usize,
    place: Place<'_>,
    expected: JsonType,
    nullable: bool,
    sink: &mut S,
) -> Result<usize, Stop> {
    let end = reader.skip(at, depth)?;
    let found = match reader.peek(at) {
        b'"' => JsonType::String,
        b'{' => JsonType::Object,
        b'[' => JsonType::Array,
        b't' | b'f' => JsonType::Boolean,
        b'n' => JsonType::Null,
        _ => JsonType::Number,
    };
    sink.violation(place, Span { start: at, end }, || ViolationKind::WrongType { expected, nullable, found })?;
    Ok(end)
}

/// Walks the number at `at` and returns its end.
fn integer<S: Sink>(
    reader: Reader<'_>,
    at: usize,
    index: usize,
    place: Place<'_>,
    sink: &mut S,
) -> Result<usize, Stop> {
    if let Some((value, end)) = reader.safe_integer(at) {
        sink.accept(index, Accepted::Integer(value));
        return Ok(end);
    }
    let end = reader.number(at)?;
    let span = Span { start: at, end };
    match id::from_literal(reader.slice(at, end)) {
        Ok(literal) => {
            if S::WARNINGS && literal.rounded {
                sink.warning(place, span, WarningKind::IntegerRounded)?;
            }
            sink.accept(index, Accepted::Integer(literal.value));
        }
        Err(fault) => sink.violation(place, span, || ViolationKind::Id(fault))?,
    }
    Ok(end)
}

/// Walks the array of phones whose bracket stands at `open`.
#[inline(always)]
fn phones<S: Sink>(
    reader: Reader<'_>,
    open: usize,
    index: usize,
    member: &'static Member,
    sink: &mut S,
) -> Result<usize, Stop> {
    sink.accept(index, Accepted::Phones);
    let mut at = reader.whitespace(open + 1);
    if reader.peek(at) == b']' {
        return Ok(at + 1);
    }
    let mut count = 0;
    let mut first_excess = at;
    let end = loop {
        let place = Place::Item(member.name, count);
        if count == Phones::MAX_ITEMS {
            first_excess = at;
        }
        let end = if reader.peek(at) == b'"' {
            let string = reader.string(at, SyntaxContext::StringValue)?;
            check_length(reader, string, Phone::MAX_CHARS, place, sink)?;
            sink.accept(index, Accepted::Phone(reader, string));
            string.end + 1
        } else {
            // The body and the array are open.
            wrong_type(reader, at, 2, place, JsonType::String, false, sink)?
        };
        count += 1;
        at = reader.whitespace(end);
        match reader.peek(at) {
            b',' => at = reader.after_comma(at)?,
            b']' => break end,
            _ => return Err(reader.expected_separator(at, false).into()),
        }
    };
    if count > Phones::MAX_ITEMS {
        let kind = || ViolationKind::TooManyItems { count, max: Phones::MAX_ITEMS };
        sink.violation(Place::Member(member.name), Span { start: first_excess, end }, kind)?;
    }
    Ok(at + 1)
}

/// Checks a string of a member of this shape.
#[inline(always)]
pub(crate) fn check_text<S: Sink>(
    reader: Reader<'_>,
    string: Text,
    shape: Shape,
    place: Place<'_>,
    sink: &mut S,
) -> Result<(), Stop> {
    match shape {
        Shape::Name => check_length(reader, string, Name::MAX_CHARS, place, sink),
        Shape::Comment => check_length(reader, string, Comment::MAX_CHARS, place, sink),
        Shape::Email => {
            check_length(reader, string, Email::MAX_CHARS, place, sink)?;
            check_email(reader, string, place, sink)
        }
        Shape::Timestamp => check_timestamp(reader, string, place, sink),
        Shape::Boolean | Shape::Integer | Shape::Phones => Ok(()),
    }
}

/// Checks a string's number of code points. As each takes at least one byte, most strings need no counting.
#[inline(always)]
pub(crate) fn check_length<S: Sink>(
    reader: Reader<'_>,
    string: Text,
    max: usize,
    place: Place<'_>,
    sink: &mut S,
) -> Result<(), Stop> {
    if string.end - string.start <= max { Ok(()) } else { count_length(reader, string, max, place, sink) }
}

#[cold]
#[inline(never)]
fn count_length<S: Sink>(
    reader: Reader<'_>,
    string: Text,
    max: usize,
    place: Place<'_>,
    sink: &mut S,
) -> Result<(), Stop> {
    let (length, units) = reader.lengths(string);
    if length > max {
        let span = Span { start: reader.offset_of_code_point(string, max), end: string.end };
        return sink.violation(place, span, || ViolationKind::TooLong { length, max });
    }
    if S::WARNINGS && units > max {
        sink.warning(place, string.span(), WarningKind::Utf16Length { units, max })?;
    }
    Ok(())
}

/// The document's bytes of a range of the decoded string.
fn span_in(reader: Reader<'_>, string: Text, range: core::ops::Range<usize>) -> Span {
    Span { start: reader.offset_in(string, range.start), end: reader.offset_in(string, range.end) }
}

#[inline(always)]
fn check_email<S: Sink>(reader: Reader<'_>, string: Text, place: Place<'_>, sink: &mut S) -> Result<(), Stop> {
    let verdict = if string.escaped {
        match reader.ascii(string, &mut [0; Email::MAX_CHARS]) {
            Some(bytes) => email::verdict(bytes),
            // No other character matches, but a text that is too long may.
            None if email::matches(utf8(reader.chars(string))) => Match::Odd,
            None => Match::No,
        }
    } else {
        email::verdict(reader.raw_bytes(string))
    };
    match verdict {
        Match::Plain => Ok(()),
        Match::No => bad_email(reader, string, place, sink),
        Match::Odd if S::WARNINGS => odd_email(reader, string, place, sink),
        Match::Odd => Ok(()),
    }
}

#[cold]
#[inline(never)]
fn bad_email<S: Sink>(reader: Reader<'_>, string: Text, place: Place<'_>, sink: &mut S) -> Result<(), Stop> {
    let Err(fault) = email::check_pattern(&reader.decode(string)) else { return Ok(()) };
    let span = fault.range().map_or_else(|| string.span(), |range| span_in(reader, string, range));
    sink.violation(place, span, || ViolationKind::Email(fault))
}

#[inline(never)]
fn odd_email<S: Sink>(reader: Reader<'_>, string: Text, place: Place<'_>, sink: &mut S) -> Result<(), Stop> {
    let Some(why) = Undeliverable::find(&reader.decode(string)) else { return Ok(()) };
    sink.warning(place, span_in(reader, string, why.range()), WarningKind::EmailUndeliverable(why))
}

#[inline(always)]
fn check_timestamp<S: Sink>(reader: Reader<'_>, string: Text, place: Place<'_>, sink: &mut S) -> Result<(), Stop> {
    let matches = if string.escaped {
        match reader.ascii(string, &mut [0; 64]) {
            Some(bytes) => timestamp::is_match(bytes),
            // It has another character, or very many digits.
            None => timestamp::matches(utf8(reader.chars(string))),
        }
    } else {
        timestamp::is_match(reader.raw_bytes(string))
    };
    if matches { Ok(()) } else { bad_timestamp(reader, string, place, sink) }
}

#[cold]
#[inline(never)]
fn bad_timestamp<S: Sink>(reader: Reader<'_>, string: Text, place: Place<'_>, sink: &mut S) -> Result<(), Stop> {
    let Err(fault) = timestamp::check_pattern(&reader.decode(string)) else { return Ok(()) };
    sink.violation(place, span_in(reader, string, fault.range()), || ViolationKind::Timestamp(fault))
}

/// The UTF-8 bytes of these characters, one at a time.
fn utf8(chars: impl Iterator<Item = char>) -> impl Iterator<Item = u8> {
    chars.flat_map(|c| {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len();
        bytes.into_iter().take(length)
    })
}
