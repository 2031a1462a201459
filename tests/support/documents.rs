//! Documents as text: of any shape, almost valid, and damaged.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;

use contact_schema::proptest::{comment, contact_id, email, name, phones, timestamp};

use super::{Body, Kind};

/// Writes a JSON string; for each character, the next of `choices` says whether it is escaped.
pub fn quoted(text: &str, choices: &[u8]) -> String {
    let mut choices = choices.iter().cycle();
    let mut json = String::from("\"");
    for c in text.chars() {
        let choice = choices.next().copied().unwrap_or(0);
        match c {
            '"' | '\\' if choice < 128 => json.extend(['\\', c]),
            '"' | '\\' | '\0'..='\x1F' => unit_escapes(&mut json, c),
            '/' if choice >= 128 => json.push_str("\\/"),
            _ if choice >= 240 => unit_escapes(&mut json, c),
            _ => json.push(c),
        }
    }
    json.push('"');
    json
}

fn unit_escapes(json: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        json.push_str(&format!("\\u{unit:04x}"));
    }
}

fn digits(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = String> + Clone {
    vec(select("0123456789".chars().collect::<Vec<_>>()), length).prop_map(String::from_iter)
}

/// Numbers in any JSON spelling.
pub fn number() -> impl Strategy<Value = String> + Clone {
    let whole = prop_oneof![
        3 => select(vec!["0", "1", "9007199254740991", "9007199254740992", "9007199254740993", "900719925474099"])
            .prop_map(str::to_owned),
        2 => (select(('1'..='9').collect::<Vec<_>>()), digits(0..=20)).prop_map(|(first, rest)| format!("{first}{rest}")),
    ];
    let fraction = prop_oneof![
        2 => select(vec![".0", ".5", ".000", ".49999999999999999", ".50000000000000001", ".9"]).prop_map(str::to_owned),
        1 => digits(1..=30).prop_map(|digits| format!(".{digits}")),
    ];
    let exponent = (
        select(vec!['e', 'E']),
        select(vec!["", "+", "-"]),
        prop_oneof![6 => digits(1..=2), 1 => digits(3..=3), 1 => digits(12..=12)],
    )
        .prop_map(|(e, sign, digits)| format!("{e}{sign}{digits}"));
    let option = |part| prop_oneof![2 => Just(String::new()), 1 => part];
    let exponent = prop_oneof![2 => Just(String::new()), 1 => exponent];
    (select(vec!["", "-"]), whole, option(fraction), exponent)
        .prop_map(|(sign, whole, fraction, exponent)| format!("{sign}{whole}{fraction}{exponent}"))
}

/// Safe integers in any spelling.
fn safe_integer() -> impl Strategy<Value = String> + Clone {
    (contact_id(), 0..8_u8, 1..4_usize).prop_map(|(id, spelling, count)| match spelling {
        0 => format!("{id}.{}", "0".repeat(count)),
        1 => format!("{id}e0"),
        2 => format!("{id}{}E-{count}", "0".repeat(count)),
        3 if id.get() == 0 => "-0".to_owned(),
        4 => format!("{}{}.0e-{count}", id, "0".repeat(count)),
        _ => id.to_string(),
    })
}

fn string() -> impl Strategy<Value = String> + Clone {
    let text = prop_oneof![
        3 => name().prop_map(String::from),
        1 => email().prop_map(String::from),
        1 => timestamp().prop_map(String::from),
        1 => select(vec!["", "x@y", "a..b@c.de", "2023-02-29T00:00Z", "1", "null", "true"]).prop_map(str::to_owned),
        1 => (name(), 51..=2600_usize).prop_map(|(name, length)| {
            name.as_str().chars().chain("long ".chars()).cycle().take(length).collect()
        }),
    ];
    (text, vec(any::<u8>(), 0..8)).prop_map(|(text, choices)| quoted(&text, &choices))
}

/// Any JSON value.
pub fn value() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        select(vec!["null", "true", "false", "[]", "{}", "[ ]", "{\n}"]).prop_map(str::to_owned),
        // The name that serde_json gives its own numbers.
        Just(r#"{"$serde_json::private::Number": "1"}"#.to_owned()),
        number(),
        string(),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(", "))),
            vec((string(), inner), 0..4).prop_map(|members| object(members, &[])),
        ]
    })
    .boxed()
}

/// Nested arrays and objects, near the depth limit.
fn nested() -> impl Strategy<Value = String> + Clone {
    (100..132_usize, any::<bool>()).prop_map(|(depth, objects)| {
        let (open, close) = if objects { ("{\"a\":", "}") } else { ("[", "]") };
        format!("{}1{}", open.repeat(depth), close.repeat(depth))
    })
}

/// Writes a document with these members; names and values are JSON already.
pub fn object(members: Vec<(String, String)>, spaces: &[u8]) -> String {
    let mut spaces = spaces.iter().cycle();
    let mut space = || match spaces.next() {
        Some(0..40) => " ",
        Some(40..60) => "\n\t",
        Some(60..70) => "\r\n",
        _ => "",
    };
    let mut json = format!("{}{{{}", space(), space());
    for (index, (name, value)) in members.iter().enumerate() {
        json.push_str(if index == 0 { "" } else { "," });
        for part in [space(), name, space(), ":", space(), value, space()] {
            json.push_str(part);
        }
    }
    json + "}" + space()
}

fn written<T: Debug + Serialize + AsRef<str>>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = String> + Clone {
    (value, vec(any::<u8>(), 0..8)).prop_map(|(value, choices)| quoted(value.as_ref(), &choices))
}

/// Valid values of a member.
pub fn valid(kind: Kind, nullable: bool) -> BoxedStrategy<String> {
    let value = match kind {
        Kind::Boolean => select(vec!["true", "false"]).prop_map(str::to_owned).boxed(),
        Kind::Integer => safe_integer().boxed(),
        Kind::Name => written(name()).boxed(),
        Kind::Email => written(email()).boxed(),
        Kind::Phones => phones()
            .prop_map(|phones| {
                let phones: Vec<_> = phones.iter().map(|phone| quoted(phone.as_str(), &[])).collect();
                format!("[{}]", phones.join(" ,"))
            })
            .boxed(),
        Kind::Comment => written(comment()).boxed(),
        Kind::Timestamp => written(timestamp()).boxed(),
    };
    if nullable { prop_oneof![1 => Just("null".to_owned()), 3 => value].boxed() } else { value }
}

/// Values that often break the member's rules: of another type, or phones with some faulty items.
fn doubtful(kind: Kind) -> BoxedStrategy<String> {
    let own = match kind {
        Kind::Phones => vec(string(), 0..8).prop_map(|items| format!("[{}]", items.join(","))).boxed(),
        Kind::Integer => number().boxed(),
        _ => string().boxed(),
    };
    prop_oneof![3 => own, 3 => value(), 1 => nested()].boxed()
}

/// Documents with most of the body's members, most of them valid; about a quarter are valid as a
/// whole. Some repeat a documented member, and nearly all have unknown members.
pub fn nearly<B: Body>() -> impl Strategy<Value = String> {
    let members: Vec<_> = B::MEMBERS
        .iter()
        .map(|&(member, kind, _, nullable)| {
            let name =
                vec(prop_oneof![9 => 0..240_u8, 1 => any::<u8>()], 0..4).prop_map(|choices| quoted(member, &choices));
            let (valid, doubtful) = (valid(kind, nullable), doubtful(kind));
            let count = prop_oneof![40 => Just(1), 1 => Just(0), 1 => 2..=3_usize];
            let value = prop_oneof![20 => valid, 1 => doubtful];
            (vec((name, value), 3), count).prop_map(|(mut members, count): (Vec<_>, usize)| {
                members.truncate(count);
                members
            })
        })
        .collect();
    let other_name = prop_oneof![
        3 => string(),
        1 => select(vec!["\"Notify\"", "\"notify \"", "\"\"", "\"company_id\"", "\"\\u0000id\""]).prop_map(str::to_owned),
    ];
    let other = (other_name, prop_oneof![8 => value(), 1 => nested()]);
    (members, vec(other, 0..3), vec(any::<u8>(), 0..12), vec(any::<u8>(), 0..12)).prop_map(
        |(members, others, order, spaces)| {
            let mut members: Vec<_> = members.into_iter().flatten().chain(others).collect();
            let mut keys = order.iter().copied().chain(std::iter::repeat(0));
            members.sort_by_cached_key(|_| keys.next());
            object(members, &spaces)
        },
    )
}

/// Documents of any shape; almost all are JSON.
pub fn any_document<B: Body + 'static>() -> impl Strategy<Value = Vec<u8>> {
    let json = prop_oneof![12 => nearly::<B>().boxed(), 2 => value(), 1 => nested()];
    (json, prop_oneof![8 => Just(Vec::new()), 1 => damage(1)])
        .prop_map(|(json, damage)| apply(json.into_bytes(), &damage))
}

/// One change of a document's bytes.
#[derive(Clone, Debug)]
pub enum Damage {
    FlipBit(Index, u8),
    Insert(Index, Vec<u8>),
    Delete(Index, usize),
    Truncate(Index),
    /// Copies some of the document's own bytes to another place.
    Copy(Index, usize, Index),
}

pub fn damage(max: usize) -> impl Strategy<Value = Vec<Damage>> + Clone {
    const WORDS: &[&[u8]] = &[
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b" ",
        b"\n",
        b"\0",
        b"0",
        b"9",
        b"-",
        b"+",
        b".",
        b"e",
        b"e9",
        b"e400",
        b"@",
        b"..",
        b"null",
        b"true",
        b"false",
        b"NaN",
        b"'",
        b"//",
        b"/*",
        b"\\u",
        b"\\ud800",
        b"\\udc00\\ud800",
        b"\\u0000",
        b"\\x",
        b"\xFF",
        b"\xC3",
        b"\xED\xA0\x80",
        b"\xF0\x9F\x98",
        b"\xEF\xBB\xBF",
        "٣".as_bytes(),
        "😀".as_bytes(),
        b"\x7F",
        b"\x1B[0m",
        b"\"notify\":true,",
        b"\"name\":null,",
        b"\"\\u0069d\":1.5,",
        b"\"x\":1e400,",
        b"[[[[",
        b"]]]]",
        b"{\"a\":",
        b",}",
        b",]",
    ];
    let one = prop_oneof![
        (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Damage::FlipBit(at, bit)),
        (any::<Index>(), select(WORDS)).prop_map(|(at, word)| Damage::Insert(at, word.to_vec())),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, vec![byte])),
        (any::<Index>(), 1..12_usize).prop_map(|(at, length)| Damage::Delete(at, length)),
        any::<Index>().prop_map(Damage::Truncate),
        (any::<Index>(), 1..60_usize, any::<Index>()).prop_map(|(from, length, to)| Damage::Copy(from, length, to)),
    ];
    vec(one, 1..=max)
}

pub fn apply(mut document: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for damage in damage {
        let end = document.len();
        match damage {
            Damage::FlipBit(at, bit) if end > 0 => document[at.index(end)] ^= 1 << bit,
            Damage::Insert(at, bytes) => {
                let at = at.index(end + 1);
                document.splice(at..at, bytes.iter().copied());
            }
            Damage::Delete(at, length) => {
                let at = at.index(end + 1);
                document.drain(at..end.min(at + length));
            }
            Damage::Truncate(at) => document.truncate(at.index(end + 1)),
            Damage::Copy(from, length, to) => {
                let (from, to) = (from.index(end + 1), to.index(end + 1));
                let bytes = document[from..end.min(from + length)].to_vec();
                document.splice(to..to, bytes);
            }
            Damage::FlipBit(..) => {}
        }
    }
    document
}
