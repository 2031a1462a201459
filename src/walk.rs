//! The one walk over the bytes of a body. It serves the verdict, the explanation and the building of the value.
//!
//! What differs is the [`Sink`] that it reports to. The walk is compiled once for each sink, and sinks can do nothing to its course but stop it:
//! a verdict is the explanation cut short at the first finding, so the two cannot differ. Explanations are closures, which a sink that does
//! not want them never calls.

use crate::email::{Match, Undeliverable};
use crate::json::{Number, Reader, SyntaxError, Text, Within};
use crate::member::{Body, MAX_MEMBERS, Member, Shape};
use crate::pointer::{Pointer, Span};
use crate::violation::{JsonType, ViolationKind};
use crate::warning::WarningKind;
use crate::{Comment, Email, Name, Phone, Phones, email, id, text, timestamp};

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
            Self::Member(name) => Pointer::root().join(name),
            Self::Item(name, index) => Pointer::root().join(name).join(&alloc::format!("{index}")),
            Self::Unknown(reader, name) => Pointer::root().join(&reader.decode(name)),
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
        Self { next }
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
    let mut seen: u32 = 0;
    let mut previous = Order::START;
    let mut at = open;
    let mut lead = b'{';
    let close = loop {
        // At `at` stands a brace or the end of a value. After it comes the member that came here last time, or something else.
        let guess = order.after(previous);
        let next = match (B::MEMBERS.get(guess), reader.chunk(at)) {
            (Some(member), Some(bytes)) if member.follows(lead, bytes) => {
                let end = at + member.key_length();
                Next::Member(guess, member, Span { start: at + 1, end: end - 1 }, reader.whitespace(end))
            }
            _ => next::<B>(reader, at, lead, guess)?,
        };
        lead = b',';
        at = match next {
            Next::Member(index, member, name, value_at) => {
                if index != guess {
                    order.learn(previous, index);
                }
                previous = index;
                if seen & (1 << index) != 0 {
                    let first = sink.first(index);
                    let kind = || ViolationKind::DuplicateMember { member: member.name, first };
                    sink.violation(Place::Member(member.name), name, kind)?;
                } else {
                    sink.member(index, name);
                }
                seen |= 1 << index;
                value(reader, value_at, index, member, sink)?
            }
            Next::Unknown(name, value_at) => {
                if S::WARNINGS {
                    sink.warning(Place::Unknown(reader, name), name.span(), WarningKind::UnknownMember)?;
                }
                // The body itself is the first level of nesting.
                reader.skip(value_at, 1)?
            }
            Next::End(close) => break close,
        };
    };
    let all = (1 << B::MEMBERS.len()) - 1;
    if seen != all {
        absent::<B, S>(close, seen, sink)?;
    }
    Ok(close + 1)
}

/// What comes after an opening brace or the value of a member.
enum Next {
    /// A documented member: its index, its description, its name and where its value starts.
    Member(usize, &'static Member, Span, usize),
    /// A member that is not documented: its name and where its value starts.
    Unknown(Text, usize),
    /// The closing brace.
    End(usize),
}

/// Reads what comes at `at`, after the opening brace if `lead` is one or after a value, whatever it is. `guess` is likely.
#[inline(never)]
fn next<B: Body>(reader: Reader<'_>, at: usize, lead: u8, guess: usize) -> Result<Next, SyntaxError> {
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
    if let (Some(member), Some(bytes)) = (B::MEMBERS.get(guess), reader.chunk(at - 1))
        && member.is_at(bytes)
    {
        let end = at - 1 + member.key_length();
        return Ok(Next::Member(guess, member, Span { start: at, end: end - 1 }, reader.whitespace(end)));
    }
    let (name, value_at) = reader.member_name(at)?;
    let index = if name.escaped { B::find(&reader.decode(name)) } else { B::find(reader.raw(name)) };
    Ok(match index.and_then(|index| Some((index, B::MEMBERS.get(index)?))) {
        Some((index, member)) => Next::Member(index, member, name.span(), value_at),
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

/// Walks the value of a documented member and returns its end.
#[inline(always)]
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
        Shape::Timestamp if reader.chunk(at).is_some_and(timestamp::is_usual_string) => {
            let string = Text { start: at + 1, end: at + timestamp::USUAL_STRING - 1, escaped: false };
            sink.accept(index, Accepted::Text(reader, string));
            return Ok(string.end + 1);
        }
        Shape::Name | Shape::Email | Shape::Comment | Shape::Timestamp => {
            if first == b'"' {
                let string = reader.string(at, Within::StringValue)?;
                check_text(reader, string, member.shape, place, sink)?;
                sink.accept(index, Accepted::Text(reader, string));
                return Ok(string.end + 1);
            }
        }
        Shape::Integer => {
            if first == b'-' || first.is_ascii_digit() {
                let number = reader.number(at)?;
                integer(reader, at, number, index, place, sink)?;
                return Ok(number.end);
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

#[inline(always)]
fn integer<S: Sink>(
    reader: Reader<'_>,
    at: usize,
    number: Number,
    index: usize,
    place: Place<'_>,
    sink: &mut S,
) -> Result<(), Stop> {
    let span = Span { start: at, end: number.end };
    let literal = match number.integer {
        Some(value) => id::from_integer(value),
        None => id::from_literal(reader.slice(at, number.end)),
    };
    match literal {
        Ok(literal) => {
            if S::WARNINGS && literal.rounded {
                sink.warning(place, span, WarningKind::IntegerRounded)?;
            }
            sink.accept(index, Accepted::Integer(literal.value));
            Ok(())
        }
        Err(fault) => sink.violation(place, span, || ViolationKind::Id(fault)),
    }
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
            let string = reader.string(at, Within::StringValue)?;
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
    let length = if string.escaped { reader.chars(string).count() } else { text::code_points(reader.raw(string)) };
    if length > max {
        let excess = reader.chars(string).take(max).map(char::len_utf8).sum();
        let span = Span { start: reader.offset_in(string, excess), end: string.end };
        return sink.violation(place, span, || ViolationKind::TooLong { length, max });
    }
    if S::WARNINGS {
        let units = reader.chars(string).map(char::len_utf16).sum();
        if units > max {
            sink.warning(place, string.span(), WarningKind::Utf16Length { units, max })?;
        }
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
        if email::matches(utf8(reader.chars(string))) { Match::Odd } else { Match::No }
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
        timestamp::matches(utf8(reader.chars(string)))
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
