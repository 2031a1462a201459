//! Bodies with exactly one fault, made from the description of the members.

use core::ops::Range;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ::proptest::collection::vec;
use ::proptest::option;
use ::proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use ::proptest::prop_oneof;
use ::proptest::sample::select;
use ::proptest::strategy::Union;

use super::spelling::{Json, Mark, NamedNode, Node, Speller};
use super::{
    DateTime, EmailParts, comment, contact_id, date_time, email, email_parts, last_day, name, phone, phones,
    repeated_text, text, timestamp,
};
use crate::body::member::{Body, Member, Shape};
use crate::body::{Contact, JsonType, UpdateContactRequest};
use crate::pointer::{Pointer, Span};
use crate::rule::Rule;
use crate::value::{Comment, Email, Name, Phone, Phones};

/// A body that is valid but for one fault, with what is to be said of it.
///
/// The bodies differ also in what is not at fault: their values, the order of their members, white space, escapes and unknown
/// members. All of them are JSON that every reader takes; none has a number beyond a double.
///
/// # Examples
///
/// ```
/// use contact_schema::proptest::{NearMiss, update_contact_request_near_miss};
/// use contact_schema::{InvalidBody, UpdateContactRequest};
/// use proptest::prelude::*;
///
/// proptest!(|(near_miss in update_contact_request_near_miss())| {
///     let NearMiss { json, pointer, rule, span, .. } = near_miss;
///     let Err(InvalidBody::Violations(violations)) = UpdateContactRequest::from_json(json.as_bytes()) else {
///         panic!("accepted");
///     };
///     prop_assert_eq!(violations.len(), 1);
///     prop_assert_eq!(violations[0].kind.rule(), rule);
///     prop_assert_eq!(&violations[0].pointer, &pointer);
///     prop_assert_eq!(violations[0].span, Some(span));
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NearMiss {
    /// The body.
    pub json: String,
    /// The value at fault; for a missing member, where it would be.
    pub pointer: Pointer,
    /// The rule that the body breaks.
    pub rule: Rule,
    /// The bytes of [`json`](Self::json) at fault, as in [`Violation::span`](crate::Violation).
    pub span: Span,
}

/// Near misses of [`UpdateContactRequest`]: every rule that a request can break, at every member that can break it.
///
/// # Examples
///
/// ```
/// use contact_schema::UpdateContactRequest;
/// use proptest::prelude::*;
///
/// proptest!(|(near_miss in contact_schema::proptest::update_contact_request_near_miss())| {
///     prop_assert!(!UpdateContactRequest::is_valid_json(near_miss.json.as_bytes()));
/// });
/// ```
pub fn update_contact_request_near_miss() -> impl Strategy<Value = NearMiss> + Clone {
    near_miss::<UpdateContactRequest>()
}

/// Near misses of [`Contact`]: every rule that a contact can break, at every member that can break it.
///
/// # Examples
///
/// ```
/// use contact_schema::Contact;
/// use proptest::prelude::*;
///
/// proptest!(|(near_miss in contact_schema::proptest::contact_near_miss())| {
///     prop_assert!(!Contact::is_valid_json(near_miss.json.as_bytes()));
/// });
/// ```
pub fn contact_near_miss() -> impl Strategy<Value = NearMiss> + Clone {
    near_miss::<Contact>()
}

/// What is done to a valid body.
#[derive(Clone, Debug)]
enum Edit {
    /// Another document takes its place.
    Root(Node),
    /// The member has this value.
    Replace(Node),
    /// The member is left out.
    Remove,
    /// The member is there twice; `escaped` says whether one of the names is written in escapes only.
    Repeat { first: Node, second: Node, escaped: bool },
}

#[derive(Clone, Debug)]
struct Fault {
    /// The member's index; of no meaning for [`Edit::Root`].
    index: usize,
    edit: Edit,
    pointer: Pointer,
    rule: Rule,
}

fn near_miss<B: Body>() -> impl Strategy<Value = NearMiss> + Clone {
    let values: Vec<_> = B::MEMBERS
        .iter()
        .map(|member| {
            let value = valid(member);
            if member.required { value.prop_map(Some).boxed() } else { option::of(value).boxed() }
        })
        .collect();
    let unknown = (
        select(["", "Notify", "e-mail", "phone", "company_id", "comment ", "notify\0"].as_slice()),
        select(["null", "\"\"", "[[], {\"notify\": 1}]", "{\"id\": [], \"id\": 1.5}", "-0.0e-7"].as_slice()),
    );
    let root = wrong_type(JsonType::Object, false).prop_map(|node| Fault {
        index: 0,
        edit: Edit::Root(node),
        pointer: Pointer::root(),
        rule: Rule::WrongType,
    });
    let members = B::MEMBERS.iter().enumerate().map(|(index, member)| (4, member_fault(index, member)));
    let fault = Union::new_weighted(members.chain([(1, root.boxed())]).collect());
    // The bytes decide on the spelling and on the order of the members; none and zeros leave both plain.
    let spelling = (vec(any::<u8>(), 0..=40), vec(any::<u8>(), 0..=12));
    (values, vec(unknown, 0..=2), fault, spelling).prop_map(|(values, unknown, fault, (choices, order))| {
        let (json, span) = write::<B>(values, &unknown, &fault, choices, &order);
        NearMiss { json, pointer: fault.pointer, rule: fault.rule, span }
    })
}

/// Writes the body with its fault; returns also where the fault is.
fn write<B: Body>(
    values: Vec<Option<Node>>,
    unknown: &[(&str, &str)],
    fault: &Fault,
    choices: Vec<u8>,
    order: &[u8],
) -> (String, Span) {
    let mut speller = Speller::new(choices);
    speller.space();
    if let Edit::Root(node) = &fault.edit {
        speller.node(node);
        speller.space();
        return speller.finish();
    }
    let mut members = Vec::new();
    for (index, (value, member)) in values.into_iter().zip(B::MEMBERS).enumerate() {
        let mut push = |node, escaped| {
            members.push(NamedNode { name: member.name.to_string(), escaped, marked: false, node });
        };
        match (&fault.edit, value) {
            (Edit::Replace(node), _) if index == fault.index => push(node.clone(), false),
            (Edit::Remove, _) if index == fault.index => {}
            (Edit::Repeat { first, second, escaped }, _) if index == fault.index => {
                push(first.clone(), false);
                push(second.clone(), *escaped);
            }
            (_, Some(node)) => push(node, false),
            (_, None) => {}
        }
    }
    members.extend(unknown.iter().map(|&(name, json)| NamedNode {
        name: name.to_string(),
        escaped: false,
        marked: false,
        node: Node::raw(json),
    }));
    let mut keys = order.iter().copied().chain(core::iter::repeat(0));
    members.sort_by_cached_key(|_| keys.next());
    if let Edit::Repeat { .. } = fault.edit {
        // The one that comes second is at fault, whichever that is.
        let name = B::MEMBERS.get(fault.index).map(|member| member.name);
        if let Some(second) = members.iter_mut().rev().find(|member| Some(member.name.as_str()) == name) {
            second.marked = true;
        }
    }
    speller.object(&members, matches!(fault.edit, Edit::Remove));
    speller.space();
    speller.finish()
}

/// A valid value of the member.
fn valid(member: &Member) -> BoxedStrategy<Node> {
    let value = match member.shape {
        Shape::Boolean => any::<bool>().prop_map(|value| Node::raw(value.to_string())).boxed(),
        Shape::Integer => contact_id().prop_map(|id| Node::raw(id.to_string())).boxed(),
        Shape::Name => name().prop_map(Node::text).boxed(),
        Shape::Email => email().prop_map(Node::text).boxed(),
        Shape::Phones => phones().prop_map(|phones| array(phones.into_iter().map(Node::text).collect())).boxed(),
        Shape::Comment => comment().prop_map(Node::text).boxed(),
        Shape::Timestamp => timestamp().prop_map(Node::text).boxed(),
    };
    if member.nullable { prop_oneof![1 => Just(Node::raw("null")), 3 => value].boxed() } else { value }
}

fn array(items: Vec<Node>) -> Node {
    Node { json: Json::Array(items), mark: None }
}

/// A fault of the member `index`: one of those that all members can have, or one of its own.
fn member_fault(index: usize, member: &'static Member) -> BoxedStrategy<Fault> {
    let pointer = Pointer::root().join(member.name);
    let fault = {
        let pointer = pointer.clone();
        move |edit, rule| Fault { index, edit, pointer: pointer.clone(), rule }
    };
    let mut general = Vec::new();
    general.push({
        let fault = fault.clone();
        let value = wrong_type(member.shape.json_type(), member.nullable);
        value.prop_map(move |node| fault(Edit::Replace(node), Rule::WrongType)).boxed()
    });
    if member.required {
        general.push(Just(fault(Edit::Remove, Rule::MissingMember)).boxed());
    }
    general.push({
        let fault = fault.clone();
        let second = valid(member);
        let pair = prop_oneof![
            valid(member).prop_map(|value| (value.clone(), value)),
            valid(member).prop_flat_map(move |first| second.clone().prop_map(move |second| (first.clone(), second))),
        ];
        (pair, any::<bool>())
            .prop_map(move |((first, second), escaped)| {
                fault(Edit::Repeat { first, second, escaped }, Rule::DuplicateMember)
            })
            .boxed()
    });
    let general = Union::new(general);

    let with_rule = move |(node, rule)| fault(Edit::Replace(node), rule);
    let own = match member.shape {
        Shape::Boolean => return general.boxed(),
        Shape::Integer => integer_fault().prop_map(with_rule).boxed(),
        Shape::Name => too_long(Name::MAX_CHARS).prop_map(with_rule).boxed(),
        Shape::Email => email_fault().prop_map(with_rule).boxed(),
        Shape::Comment => too_long(Comment::MAX_CHARS).prop_map(with_rule).boxed(),
        Shape::Timestamp => timestamp_fault().prop_map(with_rule).boxed(),
        Shape::Phones => prop_oneof![
            too_many_phones().prop_map(with_rule),
            phone_fault().prop_map(move |(node, at, rule)| {
                let pointer = pointer.clone().join(&at.to_string());
                Fault { index, edit: Edit::Replace(node), pointer, rule }
            }),
        ]
        .boxed(),
    };
    prop_oneof![general, own].boxed()
}

/// A value of any type but `expected` and, where that is valid, null.
fn wrong_type(expected: JsonType, nullable: bool) -> BoxedStrategy<Node> {
    let raw = |texts: &'static [&'static str]| select(texts).prop_map(Node::raw).boxed();
    let others = [
        (JsonType::Null, raw(&["null"])),
        (JsonType::Boolean, raw(&["false", "true"])),
        (JsonType::Number, raw(&["0", "1", "-0", "1.5", "9007199254740993", "1e308"])),
        (
            JsonType::String,
            prop_oneof![raw(&[r#""""#, r#""true""#, r#""1""#, r#""null""#]), text(20).prop_map(Node::text)].boxed(),
        ),
        (JsonType::Array, raw(&["[]", "[ \"a@b.cd\" ]", "[[], {}]", r#"[{"notify":true}]"#])),
        (JsonType::Object, raw(&["{}", r#"{"0":"112"}"#, r#"{ "a": {"a": null}, "a": [1] }"#])),
    ];
    let others = others.into_iter().filter(|(found, _)| *found != expected && !(nullable && *found == JsonType::Null));
    Union::new(others.map(|(_, value)| value)).prop_map(|node| node.marked(Mark::Whole)).boxed()
}

fn integer_fault() -> impl Strategy<Value = (Node, Rule)> {
    const NOT_INTEGRAL: &[&str] = &["1.5", "-0.5", "0.1", "25e-1", "1e-7", "4503599627370495.5", "-4503599627370495.5"];
    const OUT_OF_RANGE: &[&str] = &[
        "9007199254740992",
        "-9007199254740992",
        "9007199254740991.5",
        "9007199254740992.0",
        "90071992547409920e-1",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "1e16",
        "-1E+300",
    ];
    prop_oneof![
        select(NOT_INTEGRAL).prop_map(|number| (number, Rule::IntegerNotIntegral)),
        select(OUT_OF_RANGE).prop_map(|number| (number, Rule::IntegerOutOfRange)),
    ]
    .prop_map(|(number, rule)| (Node::raw(number).marked(Mark::Whole), rule))
}

/// A text that breaks a rule, and the bytes of it that do.
type TextFault = (String, Range<usize>, Rule);

fn text_node((text, part, rule): TextFault) -> (Node, Rule) {
    (Node::text(text).marked(Mark::Part(part)), rule)
}

/// The fault of a text with more than `max` characters: those after the first `max`.
fn excess(text: String, max: usize) -> TextFault {
    let start = text.chars().take(max).map(char::len_utf8).sum();
    let part = start..text.len();
    (text, part, Rule::TooLong)
}

/// Mostly too long by one character.
fn too_long(max: usize) -> impl Strategy<Value = (Node, Rule)> {
    prop_oneof![repeated_text(max + 1..=max + 1), repeated_text(max + 1..=max + 20)]
        .prop_map(move |text| text_node(excess(text, max)))
}

fn too_many_phones() -> impl Strategy<Value = (Node, Rule)> {
    let count = Phones::MAX_ITEMS + 1..=Phones::MAX_ITEMS + 3;
    vec(phone().prop_map(Node::text), count)
        .prop_map(|items| (array(items).marked(Mark::ItemsFrom(Phones::MAX_ITEMS)), Rule::TooManyItems))
}

/// Phones of which one, at the index that is returned too, is at fault.
fn phone_fault() -> impl Strategy<Value = (Node, usize, Rule)> {
    let fault = prop_oneof![
        too_long(Phone::MAX_CHARS),
        wrong_type(JsonType::String, false).prop_map(|node| (node, Rule::WrongType)),
    ];
    let others = vec(phone().prop_map(Node::text), 0..Phones::MAX_ITEMS);
    (others, fault, any::<u8>()).prop_map(|(mut items, (node, rule), at)| {
        let at = usize::from(at) % (items.len() + 1);
        items.insert(at, node);
        (array(items), at, rule)
    })
}

/// Emails that `edit` breaks; it gets a number by which to choose among the ways to do that.
fn broken_email(edit: fn(&EmailParts, usize) -> TextFault) -> BoxedStrategy<TextFault> {
    (email_parts(), any::<u16>()).prop_map(move |(email, choice)| edit(&email, choice.into())).boxed()
}

/// The item that the number `choice` chooses.
fn pick<T: Copy>(items: &[T], choice: usize) -> Option<T> {
    items.get(choice.checked_rem(items.len())?).copied()
}

fn email_fault() -> impl Strategy<Value = (Node, Rule)> {
    let faults = [
        broken_email(|email, choice| {
            let text = if choice.is_multiple_of(2) { String::new() } else { format!("@{}", email.domain()) };
            (text, 0..0, Rule::EmailLocalPart)
        }),
        broken_email(|email, _| (format!(".{}", email.text()), 0..1, Rule::EmailLeadingDot)),
        broken_email(|email, choice| {
            let (local_part, text) = (&email.local_part, email.text());
            let (before, after) = match choice % 4 {
                0 => (local_part.clone(), format!("@{}", email.domain())),
                1 => (local_part.clone(), text),
                2 => (format!("{local_part}@{}", email.labels.join(".")), email.top_level.clone()),
                _ => (text, String::new()),
            };
            let at = before.len();
            (format!("{before}..{after}"), at..at + 2, Rule::EmailConsecutiveDots)
        }),
        broken_email(|email, choice| {
            const OTHER: &[char] = &[
                ' ', '\t', '\n', '\0', '"', '(', ',', '/', ':', '\\', '`', '{', '\u{7F}', 'é', 'ß', '\u{200B}',
                '\u{202E}', '٣', 'К', '。', '＠', '😀',
            ];
            insert(email, 0..email.local_part.len(), choice, OTHER)
        }),
        broken_email(|email, choice| {
            const OTHER: &[char] = &[
                ' ', '\t', '\n', '\0', '"', '(', ',', '/', ':', '_', '\'', '+', '`', '{', '\u{7F}', 'ü', '\u{200B}',
                '٣', 'К', '。', '😀',
            ];
            insert(email, email.local_part.len() + 1..email.text().len(), choice, OTHER)
        }),
        broken_email(|email, choice| {
            let (local_part, domain) = (&email.local_part, email.domain());
            let end = if choice.is_multiple_of(2) { "." } else { "'" };
            let at = local_part.len();
            (format!("{local_part}{end}@{domain}"), at..at + 1, Rule::EmailLocalPartEnd)
        }),
        broken_email(|email, choice| {
            let local_part = &email.local_part;
            let text = match choice % 3 {
                0 => local_part.clone(),
                1 => format!("{local_part}."),
                _ => format!("{local_part}.{}", email.domain()),
            };
            let at = text.len();
            (text, at..at, Rule::EmailMissingAt)
        }),
        broken_email(|email, choice| {
            let (text, at, _) = insert(email, email.local_part.len() + 1..email.text().len(), choice, &['@']);
            (text, at, Rule::EmailSecondAt)
        }),
        broken_email(|email, choice| {
            let (local_part, domain) = (&email.local_part, email.domain());
            let (before, after) = match choice % 3 {
                0 => (format!("{local_part}@"), String::new()),
                1 => (format!("{local_part}@"), format!(".{domain}")),
                _ => (format!("{local_part}@{domain}."), String::new()),
            };
            let at = before.len();
            (before + &after, at..at, Rule::EmailLabelEmpty)
        }),
        broken_email(|email, choice| {
            let mut labels = email.labels.clone();
            labels.push(email.top_level.clone());
            let bad = choice % labels.len();
            let at = email.local_part.len() + 1 + labels.iter().take(bad).map(|label| label.len() + 1).sum::<usize>();
            let mut text = email.text();
            text.insert(at, '-');
            (text, at..at + 1, Rule::EmailLabelHyphen)
        }),
        broken_email(|email, choice| {
            let label = pick(&[email.top_level.as_str(), "localhost", "a-", "1"], choice).unwrap_or("a");
            domain_fault(format!("{}@", email.local_part), label, Rule::EmailDomainDot)
        }),
        broken_email(|email, _| {
            let before = format!("{}@{}.", email.local_part, email.labels.join("."));
            let letter = email.top_level.get(..1).unwrap_or("x");
            domain_fault(before, letter, Rule::EmailTopLevelShort)
        }),
        broken_email(|email, choice| {
            let before = format!("{}@{}.", email.local_part, email.labels.join("."));
            let top_level = &email.top_level;
            let label = match choice % 4 {
                0 => format!("0{top_level}"),
                1 => format!("{top_level}-{top_level}"),
                2 => format!("{top_level}-"),
                _ => String::from("1"),
            };
            domain_fault(before, &label, Rule::EmailTopLevelLetters)
        }),
    ];
    let too_long = (email_parts(), 0..3_u8, prop_oneof![Just(1), 1..=20_usize])
        .prop_map(|(email, place, more)| excess(email.padded(place, Email::MAX_CHARS + more).text(), Email::MAX_CHARS));
    prop_oneof![1 => too_long, 13 => Union::new(faults)].prop_map(text_node)
}

/// The email with one of the characters `others` inserted within or next to the bytes `part` of it, which hold none of them.
fn insert(email: &EmailParts, part: Range<usize>, choice: usize, others: &[char]) -> TextFault {
    let mut text = email.text();
    let at = part.start + choice % (part.len() + 1);
    let other = pick(others, choice / 256 + choice).unwrap_or(' ');
    text.insert(at, other);
    (text, at..at + other.len_utf8(), Rule::EmailCharacter)
}

/// An email whose last label, which follows `before`, is at fault.
fn domain_fault(before: String, label: &str, rule: Rule) -> TextFault {
    let at = before.len();
    (before + label, at..at + label.len(), rule)
}

/// Timestamps that `edit` breaks; it gets a number by which to choose among the ways to do that.
fn broken_timestamp(edit: fn(DateTime, usize) -> TextFault) -> BoxedStrategy<TextFault> {
    (date_time(), any::<u16>()).prop_map(move |(at, choice)| edit(at, choice.into())).boxed()
}

fn timestamp_fault() -> impl Strategy<Value = (Node, Rule)> {
    let faults = [
        broken_timestamp(|at, choice| {
            let digits: Vec<_> = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20]
                .into_iter()
                .filter(|&digit| digit < at.local().len())
                .collect();
            let digit = pick(&digits, choice).unwrap_or(0);
            (replace(&at, digit, choice, &["", "x", " ", "/", ":", "٣", "３"]), digit..digit, Rule::TimestampDigit)
        }),
        broken_timestamp(|at, choice| {
            let separator = pick(&[4, 7, 10, 13], choice).unwrap_or(4);
            let text = replace(&at, separator, choice / 4, &["", "/", "_", "−", "0"]);
            (text, separator..separator, Rule::TimestampSeparator)
        }),
        broken_timestamp(|at, _| (at.text().replace('T', " "), 10..11, Rule::TimestampSeparator)),
        broken_timestamp(|at, _| (at.text().replace('T', "t"), 10..11, Rule::TimestampLowerCase)),
        broken_timestamp(|at, _| {
            let end = at.local().len();
            (at.local() + "z", end..end + 1, Rule::TimestampLowerCase)
        }),
        broken_timestamp(|mut at, choice| {
            at.month = out_of_range(1, 12, choice);
            (at.text(), 5..7, Rule::TimestampMonth)
        }),
        broken_timestamp(|mut at, choice| {
            let last = last_day(at.year, at.month);
            at.day = out_of_range(1, last, choice);
            let leap_day = (last, at.day) == (28, 29);
            (at.text(), 8..10, if leap_day { Rule::TimestampLeapDay } else { Rule::TimestampDay })
        }),
        broken_timestamp(|mut at, _| {
            (at.month, at.day) = (2, 29);
            // The year after a leap year is none.
            at.year += u16::from(last_day(at.year, 2) == 29);
            (at.text(), 8..10, Rule::TimestampLeapDay)
        }),
        broken_timestamp(|mut at, choice| {
            at.hour = out_of_range(0, 23, choice);
            (at.text(), 11..13, Rule::TimestampHour)
        }),
        broken_timestamp(|mut at, choice| {
            at.minute = out_of_range(0, 59, choice);
            (at.text(), 14..16, Rule::TimestampMinute)
        }),
        broken_timestamp(|mut at, choice| {
            let fraction = at.second.and_then(|(_, fraction)| fraction);
            at.second = Some((out_of_range(0, 59, choice), fraction));
            (at.text(), 17..19, Rule::TimestampSecond)
        }),
        broken_timestamp(|at, choice| {
            let offset =
                pick(&["+00:00", "-00:00", "+01:00", "-0530", "+14", "-23:59", "+2359"], choice).unwrap_or("+00:00");
            let (text, end) = (at.local() + offset, at.local().len());
            (text, end..end + offset.len(), Rule::TimestampOffset)
        }),
        broken_timestamp(|at, choice| {
            let others: &[_] =
                if at.second.is_none() { &["", ".5Z"] } else { &["", "X", "+24:00", "-01:60", "+1", ",5Z", "٣Z"] };
            let end = at.local().len();
            (at.local() + pick(others, choice).unwrap_or(""), end..end, Rule::TimestampZone)
        }),
        broken_timestamp(|at, choice| {
            let more = pick(&["Z", " ", "\n", "[UTC]", "\0", "+00:00", "é"], choice).unwrap_or("Z");
            let (text, end) = (at.text() + more, at.text().len());
            (text, end..end + more.len(), Rule::TimestampTrailing)
        }),
    ];
    Union::new(faults).prop_map(text_node)
}

/// The timestamp with one of the texts `others` in the place of its byte `at`; with the empty text, it ends there.
fn replace(timestamp: &DateTime, at: usize, choice: usize, others: &[&str]) -> String {
    let mut text = timestamp.text();
    let rest = text.split_off(at);
    match pick(others, choice / 16) {
        None | Some("") => text,
        Some(other) => text + other + rest.get(1..).unwrap_or(""),
    }
}

/// A number of two digits that is not from `min`, which is 0 or 1, to `max`.
fn out_of_range(min: u8, max: u8, choice: usize) -> u8 {
    let others: Vec<u8> = (0..min).chain(max + 1..=99).collect();
    // The neighbours of the range come up as often as all others together.
    let neighbours = [max + 1, min.checked_sub(1).unwrap_or(max + 1)];
    if choice.is_multiple_of(2) { pick(&neighbours, choice / 2) } else { pick(&others, choice / 2) }.unwrap_or(99)
}
