//! The tables about the library: in memory, on one thread.

use std::hint::black_box;

use contact_schema::{Contact, Email, Rule, Timestamp};

use crate::Arguments;
use crate::checks::{
    email_by_fancy_regex, email_by_hand, email_by_linear_pattern, email_by_regex, timestamp_by_hand, timestamp_by_regex,
};
use crate::corpora::{
    ALL_BAD, Corpus, HARD, INDENTED, ONE_PERCENT_BAD, PRETTY, SHUFFLED, SORTED, TYPICAL, UNKNOWN_MEMBERS,
};
use crate::measure::{Row, Timing, alternate, goal, print_spread, print_table};
use crate::peers::{boon::Boon, garde, jsonschema, limits, ours, unchecked, validator, visitor};

/// The size of a block that fits the caches.
const BLOCK: usize = 1 << 18;

type Table = fn(&Arguments);

const TABLES: [(&str, Table); 6] = [
    ("agreement", agreement),
    ("verdict", verdict),
    ("orders", orders),
    ("growth", growth),
    ("build", build),
    ("values", values),
];

pub(crate) fn run(arguments: &Arguments, wanted: &[String]) -> Result<(), String> {
    if let Some(unknown) = wanted.iter().find(|name| TABLES.iter().all(|(table, _)| table != name)) {
        return Err(format!("expected the name of a table, found `{unknown}`"));
    }
    for (name, table) in TABLES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            table(arguments);
        }
    }
    Ok(())
}

/// A way to count the valid records of a corpus.
struct Peer {
    name: &'static str,
    /// The goal: how many times as long as ours it should take.
    goal: Option<f64>,
    count: Box<dyn Fn(&Corpus) -> usize>,
}

impl Peer {
    fn new(name: &'static str, goal: Option<f64>, count: impl Fn(&Corpus) -> usize + 'static) -> Self {
        Self { name, goal, count: Box::new(count) }
    }

    fn row<'a>(&'a self, corpus: &'a Corpus) -> Row<'a> {
        Row::new(self.name, corpus.bytes.len(), corpus.count() - corpus.bad, || (self.count)(corpus))
    }
}

/// Returns all competitors that judge contacts, ours first.
fn judges() -> Vec<Peer> {
    let (contacts, linear, backtracking, boon) =
        (ours::contacts(), jsonschema::linear(), jsonschema::backtracking(), Boon::new());
    let (blocks, by_members) = (contacts.clone(), contact_schema::lint::Linter::new());
    vec![
        Peer::new("**`Linter::ndjson`**, kind given, all warnings", None, move |c| {
            ours::lint(&contacts, [&c.bytes[..]])
        }),
        Peer::new("the same in blocks of 256 KiB", None, move |c| ours::lint(&blocks, c.blocks(BLOCK))),
        Peer::new("the same, kind found by the members", None, move |c| ours::lint(&by_members, c.blocks(BLOCK))),
        Peer::new("`Contact::is_valid_json` on each line", None, |c| ours::is_valid_json(&c.bytes)),
        Peer::new("sonic-rs, checking visitor by hand", Some(2.8), |c| visitor::sonic_rs(c.blocks(BLOCK))),
        Peer::new("serde_json, the same visitor", None, |c| visitor::serde_json(&c.bytes)),
        Peer::new("serde_json + `validator` derive", Some(7.0), |c| validator::run(&c.bytes)),
        Peer::new("serde_json + `garde` derive", None, |c| garde::run(&c.bytes)),
        Peer::new("`jsonschema`, macro, linear patterns", Some(9.0), |c| jsonschema::compiled(&c.bytes)),
        Peer::new("`jsonschema`, at run time, linear patterns", None, move |c| jsonschema::run(&linear, &c.bytes)),
        Peer::new("`jsonschema`, at run time, its defaults", None, move |c| jsonschema::run(&backtracking, &c.bytes)),
        Peer::new("`boon`", None, move |c| boon.run(&c.bytes)),
    ]
}

/// Counts how many invalid records each competitor accepts: a missing check costs no time.
fn agreement(arguments: &Arguments) {
    let corpus = Corpus::of_records(ALL_BAD, arguments.records.min(20_000));
    assert_eq!(corpus.count(), corpus.bad);
    let rows = judges().into_iter().map(|peer| vec![peer.name.to_owned(), (peer.count)(&corpus).to_string()]);
    let heading = format!("Of {} invalid records", corpus.count());
    print_table(&heading, &["", "accepted"], &rows.collect::<Vec<_>>());
}

fn verdict(arguments: &Arguments) {
    let corpus = Corpus::of_records(TYPICAL, arguments.records);
    let peers = judges();
    let (bytes, length) = (&corpus.bytes, corpus.bytes.len());
    let mut rows: Vec<_> = peers.iter().map(|peer| peer.row(&corpus)).collect();
    rows.extend([
        Row::new("limit: serde_json, values skipped", length, corpus.count(), || limits::serde_json_skip(bytes)),
        Row::new("limit: sonic-rs, values skipped", length, corpus.count(), || limits::sonic_rs_skip(bytes)),
        Row::new("limit: simdutf8, the UTF-8 checked", length, length, || limits::utf8(bytes)),
        Row::new("limit: memchr, the lines counted", length, corpus.count(), || limits::line_feeds(bytes)),
    ]);
    let timings = alternate(arguments.runs, rows);
    let ours = timings[0].time;
    let goals = peers.iter().map(|peer| peer.goal).chain([None; 4]);
    let rows: Vec<_> = timings
        .iter()
        .zip(goals)
        .map(|(timing, least)| {
            let ratio = timing.time.as_secs_f64() / ours.as_secs_f64();
            let least = least.map_or(String::new(), |least| goal(format!("≥ {least} ×"), ratio >= least));
            vec![timing.name.clone(), gigabytes(timing), format!("{ratio:.2} ×"), least]
        })
        .collect();
    let heading = format!("Verdict on {} valid contacts, {:.0} MB", corpus.count(), length as f64 / 1e6);
    print_table(&heading, &["", "GB/s", "time / ours", "goal"], &rows);
    print_spread(&timings);
}

fn gigabytes(timing: &Timing) -> String {
    format!("{:.2}", timing.gigabytes_per_second())
}

/// Measures other orders of members, and white space.
fn orders(arguments: &Arguments) {
    let contacts = &ours::contacts();
    let [typical, sorted, shuffled, pretty, indented] =
        [TYPICAL, SORTED, SHUFFLED, PRETTY, INDENTED].map(|recipe| Corpus::of_records(recipe, arguments.records));
    let array = [b"[", &indented.records().collect::<Vec<_>>().join(&b",\n"[..])[..], b"]"].concat();
    let lint = |name, corpus| lint(name, contacts, corpus);
    let timings = alternate(
        arguments.runs,
        vec![
            lint("documented order", &typical),
            lint("order of the alphabet", &sorted),
            lint("another order in every record", &shuffled),
            lint("white space between all tokens, one line each", &pretty),
            Row::new("indented, `Contact::is_valid_json` on each", indented.bytes.len(), indented.count(), || {
                indented.records().filter(|record| Contact::is_valid_json(record)).count()
            }),
            Row::new("indented, one JSON array, `Linter::json`", array.len(), indented.count(), || {
                ours::lint_array(contacts, &array)
            }),
            Row::new("serde_json + `validator` derive, documented order", typical.bytes.len(), typical.count(), || {
                validator::run(&typical.bytes)
            }),
            Row::new(
                "serde_json + `validator` derive, another order in every",
                shuffled.bytes.len(),
                shuffled.count(),
                || validator::run(&shuffled.bytes),
            ),
        ],
    );
    let typical = timings[0].gigabytes_per_second();
    let validator = timings[6].gigabytes_per_second();
    let rows = timings.iter().enumerate().map(|(index, timing)| {
        let share = timing.gigabytes_per_second() / typical;
        let times = timing.gigabytes_per_second() / validator;
        let goal = match index {
            1 => goal("≥ 75% of typical".to_owned(), share >= 0.75),
            2 => goal("≥ 3 × `validator`".to_owned(), times >= 3.0),
            _ => String::new(),
        };
        vec![timing.name.clone(), gigabytes(timing), format!("{:.0}%", 100.0 * share), format!("{times:.2} ×"), goal]
    });
    let heading = format!("{} valid contacts in other orders and with white space", arguments.records);
    let header = ["", "GB/s", "rate / typical", "rate / `validator`", "goal"];
    print_table(&heading, &header, &rows.collect::<Vec<_>>());
    print_spread(&timings);
}

/// Returns a row for the linter on blocks.
fn lint<'a>(name: &str, linter: &'a contact_schema::lint::Linter, corpus: &'a Corpus) -> Row<'a> {
    Row::new(name, corpus.bytes.len(), corpus.count() - corpus.bad, || ours::lint(linter, corpus.blocks(BLOCK)))
}

/// Measures the inputs in which a byte could cost more than in typical records.
fn growth(arguments: &Arguments) {
    let contacts = &ours::contacts();
    let allowing = &contacts.clone().allow(Rule::UnknownMember);
    // A tenth of the bytes of the typical corpus for each, so that all fit in memory together.
    let length = (arguments.records * 335 / 10).max(100_000);
    let corpora: Vec<_> =
        [TYPICAL].into_iter().chain(HARD).map(|recipe| (recipe.name, Corpus::of_bytes(recipe, length))).collect();
    let [unknown, one_percent_bad, all_bad] =
        [UNKNOWN_MEMBERS, ONE_PERCENT_BAD, ALL_BAD].map(|recipe| Corpus::of_bytes(recipe, length));
    let mut rows: Vec<_> = corpora.iter().map(|(name, corpus)| lint(name, contacts, corpus)).collect();
    rows.extend([
        lint("100 unknown members, each with a warning", contacts, &unknown),
        lint("100 unknown members, allowed", allowing, &unknown),
        lint("one_percent_bad", contacts, &one_percent_bad),
        lint("all_bad", contacts, &all_bad),
    ]);
    let timings = alternate(arguments.runs, rows);
    let typical = timings[0].gigabytes_per_second();
    let rows = timings.iter().map(|timing| {
        let share = timing.gigabytes_per_second() / typical;
        let goal = match timing.name.as_str() {
            "typical" => String::new(),
            "all_bad" => goal("≥ 0.3 GB/s".to_owned(), timing.gigabytes_per_second() >= 0.3),
            "one_percent_bad" => goal("≥ 77%".to_owned(), share >= 1.0 / 1.3),
            _ => goal("≥ 25%".to_owned(), share >= 0.25),
        };
        vec![timing.name.clone(), gigabytes(timing), format!("{:.0}%", 100.0 * share), goal]
    });
    let heading = format!("How the cost grows: `Linter::ndjson` over {:.0} MB of each", length as f64 / 1e6);
    print_table(&heading, &["", "GB/s", "rate / typical", "goal"], &rows.collect::<Vec<_>>());
    print_spread(&timings);
}

/// Measures owned values.
fn build(arguments: &Arguments) {
    let corpus = Corpus::of_records(TYPICAL, arguments.records);
    let (bytes, length, count) = (&corpus.bytes, corpus.bytes.len(), corpus.count());
    let timings = alternate(
        arguments.runs,
        vec![
            Row::new("serde_json, plain struct, no checks", length, count, || unchecked::serde_json(bytes)),
            Row::new("**`Contact::from_json`**", length, count, || ours::from_json(bytes)),
            Row::new("serde_json, `Contact`", length, count, || ours::serde_json(bytes)),
            Row::new("sonic-rs, plain struct, no checks", length, count, || unchecked::sonic_rs(bytes)),
            Row::new("sonic-rs, `Contact`", length, count, || ours::sonic_rs(bytes)),
        ],
    );
    let plain = timings[0].time.as_secs_f64();
    let rows = timings.iter().enumerate().map(|(index, timing)| {
        let time = timing.time.as_secs_f64() / plain;
        let goal = match index {
            1 => goal("≤ 0.50 ×".to_owned(), time <= 0.5),
            2 => goal("≤ 1.05 ×".to_owned(), time <= 1.05),
            _ => String::new(),
        };
        let each = timing.time.as_secs_f64() * 1e9 / count as f64;
        vec![timing.name.clone(), gigabytes(timing), format!("{each:.0}"), format!("{time:.2} ×"), goal]
    });
    let heading = format!("{count} contacts into owned values");
    let header = ["", "GB/s", "ns a record", "time / plain struct", "goal"];
    print_table(&heading, &header, &rows.collect::<Vec<_>>());
    print_spread(&timings);
}

/// Measures emails and timestamps alone.
fn values(arguments: &Arguments) {
    let corpus = Corpus::of_records(TYPICAL, arguments.records.min(4000));
    let contacts: Vec<_> = corpus.records().map(|record| Contact::from_json(record).expect("a valid record")).collect();
    let emails: Vec<_> = contacts.iter().filter_map(|contact| contact.email.as_ref()).map(Email::as_str).collect();
    let checks = Checks::new(&emails, arguments)
        .check("**`Email::is_valid`**", None, Email::is_valid)
        .check("a loop over the bytes by hand", None, email_by_hand)
        .check("`regex`, the pattern without look-aheads and two checks", Some(7.0), email_by_regex)
        .check("`regex`, one pattern of the same words", Some(7.0), email_by_linear_pattern)
        .check("`fancy-regex`, the documented pattern", None, email_by_fancy_regex);
    checks.print("emails", arguments);

    let chrono = |text: &str| chrono::DateTime::parse_from_rfc3339(text).is_ok();
    let jiff = |text: &str| text.parse::<jiff::Timestamp>().is_ok();
    let times = contacts.iter().flat_map(|contact| [&contact.notify_at, &contact.updated_at, &contact.created_at]);
    // Neither parser accepts a time without seconds, and jiff accepts at most nine fraction digits.
    let times: Vec<_> = times.map(Timestamp::as_str).filter(|text| chrono(text) && jiff(text)).collect();
    assert!(times.len() > 27 * contacts.len() / 10, "all parsers accept most of the timestamps");
    let checks = Checks::new(&times, arguments)
        .check("**`Timestamp::is_valid`**", None, Timestamp::is_valid)
        .check("by hand", None, timestamp_by_hand)
        .check("`regex`, the documented pattern", Some(7.0), timestamp_by_regex)
        .check("`chrono`, `DateTime::parse_from_rfc3339`", Some(3.0), chrono)
        .check("`jiff`, `Timestamp::from_str`", Some(3.0), jiff);
    checks.print("timestamps", arguments);
}

/// Checks of single values, ours first.
struct Checks<'a> {
    values: &'a [&'a str],
    /// How often each run repeats the values: long enough for the clock.
    rounds: usize,
    rows: Vec<Row<'a>>,
    /// The goals: how many times as long as ours each should take.
    goals: Vec<Option<f64>>,
}

impl<'a> Checks<'a> {
    fn new(values: &'a [&'a str], arguments: &Arguments) -> Self {
        let rounds = (arguments.records / values.len()).clamp(1, 100);
        Self { values, rounds, rows: Vec::new(), goals: Vec::new() }
    }

    fn check(mut self, name: &str, goal: Option<f64>, check: impl Fn(&str) -> bool + 'a) -> Self {
        let (values, rounds) = (self.values, self.rounds);
        self.rows.push(Row::new(name, values.len() * rounds, values.len() * rounds, move || {
            (0..rounds).map(|_| values.iter().filter(|value| check(black_box(value))).count()).sum()
        }));
        self.goals.push(goal);
        self
    }

    fn print(self, what: &str, arguments: &Arguments) {
        let timings = alternate(arguments.runs, self.rows);
        let ours = timings[0].nanoseconds_each();
        let rows = timings.iter().zip(self.goals).enumerate().map(|(index, (timing, least))| {
            let ratio = timing.nanoseconds_each() / ours;
            let goal = match least {
                Some(least) => goal(format!("≥ {least} ×"), ratio >= least),
                None if index == 0 => goal("≤ 12 ns".to_owned(), ours <= 12.0),
                None => String::new(),
            };
            vec![timing.name.clone(), format!("{:.1}", timing.nanoseconds_each()), format!("{ratio:.2} ×"), goal]
        });
        let length = self.values.iter().map(|value| value.len()).sum::<usize>() as f64 / self.values.len() as f64;
        let heading = format!("{} {what} in turn, {length:.0} bytes on average", self.values.len());
        print_table(&heading, &["", "ns", "time / ours", "goal"], &rows.collect::<Vec<_>>());
        print_spread(&timings);
    }
}
