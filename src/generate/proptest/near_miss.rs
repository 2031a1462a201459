//! Strategies for bodies with exactly one fault.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ::proptest::collection::vec;
use ::proptest::option;
use ::proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use ::proptest::prop_oneof;
use ::proptest::sample::select;
use ::proptest::strategy::Union;

use super::spelling::{Json, Mark, NamedNode, Node, Speller};
use super::{comment, contact_id, email, email_parts, name, phone, phones, repeated_text, text, timestamp};
use crate::generate::faults::{self, Faulty};
use crate::{Comment, Email, JsonType, Name, Phone, Phones, Pointer, Rule, Span};

/// A body with exactly one fault, and the violation that it must give.
///
/// The rest of the body varies too: values, order of members, white space, escapes and unknown
/// members. Every body is JSON that every reader accepts; no number is beyond a double.
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
///     let result = UpdateContactRequest::from_json(json.as_bytes());
///     let Err(InvalidBody::Violations(violations)) = result else { panic!("accepted") };
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

/// Near misses of [`UpdateContactRequest`](crate::UpdateContactRequest): every rule that a request
/// can break, at every member that can break it.
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
    near_miss(REQUEST)
}

/// Near misses of [`Contact`](crate::Contact): every rule that a contact can break, at every member
/// that can break it.
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
    near_miss(CONTACT)
}

/// The type of a member's value.
#[derive(Clone, Copy, Debug)]
enum Value {
    Boolean,
    Integer,
    Name,
    Email,
    Phones,
    Comment,
    Timestamp,
}

impl Value {
    const fn json_type(self) -> JsonType {
        match self {
            Self::Boolean => JsonType::Boolean,
            Self::Integer => JsonType::Number,
            Self::Name | Self::Email | Self::Comment | Self::Timestamp => JsonType::String,
            Self::Phones => JsonType::Array,
        }
    }
}

/// A member of a body.
#[derive(Clone, Copy, Debug)]
struct Member {
    name: &'static str,
    value: Value,
    required: bool,
    nullable: bool,
}

const fn required(name: &'static str, value: Value) -> Member {
    Member { name, value, required: true, nullable: false }
}

const fn optional(name: &'static str, value: Value) -> Member {
    Member { name, value, required: false, nullable: false }
}

impl Member {
    const fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }
}

const REQUEST: &[Member] = &[
    required("notify", Value::Boolean),
    optional("name", Value::Name),
    optional("email", Value::Email).or_null(),
    optional("phones", Value::Phones),
    optional("comment", Value::Comment).or_null(),
];

const CONTACT: &[Member] = &[
    required("id", Value::Integer),
    required("name", Value::Name),
    required("email", Value::Email).or_null(),
    required("phones", Value::Phones),
    required("comment", Value::Comment).or_null(),
    required("companyId", Value::Integer),
    required("notifyAt", Value::Timestamp),
    required("updatedAt", Value::Timestamp),
    required("createdAt", Value::Timestamp),
];

/// The change that makes a valid body invalid.
#[derive(Clone, Debug)]
enum Edit {
    /// Replaces the whole document.
    Root(Node),
    /// Replaces the member's value.
    Replace(Node),
    /// Removes the member.
    Remove,
    /// Repeats the member. If `escaped`, one of the two names is written in escapes only.
    Repeat { first: Node, second: Node, escaped: bool },
}

#[derive(Clone, Debug)]
struct Fault {
    /// The member's index; unused for [`Edit::Root`].
    index: usize,
    edit: Edit,
    pointer: Pointer,
    rule: Rule,
}

fn near_miss(members: &'static [Member]) -> impl Strategy<Value = NearMiss> + Clone {
    let values: Vec<_> = members
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
    let faults = members.iter().enumerate().map(|(index, member)| (4, member_fault(index, member)));
    let fault = Union::new_weighted(faults.chain([(1, root.boxed())]).collect());
    // The bytes choose the spelling and the order of the members; without bytes, and with zeros,
    // both are plain.
    let spelling = (vec(any::<u8>(), 0..=40), vec(any::<u8>(), 0..=12));
    (values, vec(unknown, 0..=2), fault, spelling).prop_map(move |(values, unknown, fault, (choices, order))| {
        let (json, span) = write(members, values, &unknown, &fault, choices, &order);
        NearMiss { json, pointer: fault.pointer, rule: fault.rule, span }
    })
}

/// Writes the body with its fault; returns the text and the place of the fault.
fn write(
    body: &[Member],
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
    for (index, (value, member)) in values.into_iter().zip(body).enumerate() {
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
        // The second one is at fault, whichever that is after sorting.
        let name = body.get(fault.index).map(|member| member.name);
        if let Some(second) = members.iter_mut().rev().find(|member| Some(member.name.as_str()) == name) {
            second.marked = true;
        }
    }
    speller.object(&members, matches!(fault.edit, Edit::Remove));
    speller.space();
    speller.finish()
}

/// Valid values of the member.
fn valid(member: &Member) -> BoxedStrategy<Node> {
    let value = match member.value {
        Value::Boolean => any::<bool>().prop_map(|value| Node::raw(value.to_string())).boxed(),
        Value::Integer => contact_id().prop_map(|id| Node::raw(id.to_string())).boxed(),
        Value::Name => name().prop_map(Node::text).boxed(),
        Value::Email => email().prop_map(Node::text).boxed(),
        Value::Phones => phones().prop_map(|phones| array(phones.into_iter().map(Node::text).collect())).boxed(),
        Value::Comment => comment().prop_map(Node::text).boxed(),
        Value::Timestamp => timestamp().prop_map(Node::text).boxed(),
    };
    if member.nullable { prop_oneof![1 => Just(Node::raw("null")), 3 => value].boxed() } else { value }
}

fn array(items: Vec<Node>) -> Node {
    Node { json: Json::Array(items), mark: None }
}

/// Faults of the member: those that every member can have, and those of its type.
fn member_fault(index: usize, member: &'static Member) -> BoxedStrategy<Fault> {
    let pointer = Pointer::root().join(member.name);
    let fault = {
        let pointer = pointer.clone();
        move |edit, rule| Fault { index, edit, pointer: pointer.clone(), rule }
    };
    let mut general = Vec::new();
    general.push({
        let fault = fault.clone();
        let value = wrong_type(member.value.json_type(), member.nullable);
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
    let own = match member.value {
        Value::Boolean => return general.boxed(),
        Value::Integer => integer_fault().prop_map(with_rule).boxed(),
        Value::Name => too_long(Name::MAX_CHARS).prop_map(with_rule).boxed(),
        Value::Email => email_fault().prop_map(with_rule).boxed(),
        Value::Comment => too_long(Comment::MAX_CHARS).prop_map(with_rule).boxed(),
        Value::Timestamp => timestamp_fault().prop_map(with_rule).boxed(),
        Value::Phones => prop_oneof![
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

/// Values of every type except `expected` and, for a nullable member, null.
fn wrong_type(expected: JsonType, nullable: bool) -> BoxedStrategy<Node> {
    let others =
        faults::BY_TYPE.iter().filter(|(found, _)| *found != expected && !(nullable && *found == JsonType::Null));
    let values = others.map(|&(found, literals)| {
        let literals = select(literals).prop_map(Node::raw);
        match found {
            JsonType::String => prop_oneof![literals, text(20).prop_map(Node::text)].boxed(),
            _ => literals.boxed(),
        }
    });
    Union::new(values).prop_map(|node| node.marked(Mark::Whole)).boxed()
}

fn integer_fault() -> impl Strategy<Value = (Node, Rule)> {
    by_rule(faults::INTEGER).prop_map(|fault| {
        let Faulty { text, rule, .. } = fault.fill(|_| "");
        (Node::raw(text).marked(Mark::Whole), rule)
    })
}

/// Chooses a rule, then a fault that breaks it.
fn by_rule(table: &'static [faults::Fault]) -> impl Strategy<Value = faults::Fault> {
    let rules = table.chunk_by(|a, b| a.rule == b.rule);
    Union::new(rules.map(select))
}

fn text_node(Faulty { text, part, rule }: Faulty) -> (Node, Rule) {
    (Node::text(text).marked(Mark::Part(part)), rule)
}

/// Texts that are too long, most of them by one character.
fn too_long(max: usize) -> impl Strategy<Value = (Node, Rule)> {
    prop_oneof![repeated_text(max + 1..=max + 1), repeated_text(max + 1..=max + 20)]
        .prop_map(move |text| text_node(faults::excess(text, max)))
}

fn too_many_phones() -> impl Strategy<Value = (Node, Rule)> {
    let count = Phones::MAX_ITEMS + 1..=Phones::MAX_ITEMS + 3;
    vec(phone().prop_map(Node::text), count)
        .prop_map(|items| (array(items).marked(Mark::ItemsFrom(Phones::MAX_ITEMS)), Rule::TooManyItems))
}

/// Lists of phones with one faulty item; also returns its index.
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

fn email_fault() -> impl Strategy<Value = (Node, Rule)> {
    let broken = (by_rule(faults::EMAIL), email_parts(), any::<u16>())
        .prop_map(|(fault, email, choice)| fault.break_email(&email.text(), choice.into()));
    let too_long = (email_parts(), 0..3_u8, prop_oneof![Just(1), 1..=20_usize]).prop_map(|(email, place, more)| {
        faults::excess(email.padded(place, Email::MAX_CHARS + more).text(), Email::MAX_CHARS)
    });
    prop_oneof![1 => too_long, 13 => broken].prop_map(text_node)
}

fn timestamp_fault() -> impl Strategy<Value = (Node, Rule)> {
    (by_rule(faults::TIMESTAMP), timestamp(), any::<u16>())
        .prop_map(|(fault, at, choice)| text_node(fault.break_timestamp(at.as_str(), choice.into())))
}
