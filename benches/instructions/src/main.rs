//! Repeats one kind of work on the same 2,000 records, so that `run.sh` can count its instructions.

#[allow(dead_code, reason = "the benchmarks use the rest of it")]
#[path = "../../corpora/mod.rs"]
mod corpora;

use std::hint::black_box;

use contact_schema::Contact;
use contact_schema::lint::{Kind, Linter};
use corpora::{ALL_BAD, Corpus, INDENTED, ONE_PERCENT_BAD, PRETTY, Recipe, SHUFFLED, SORTED, TYPICAL, UNKNOWN_MEMBERS};

const RECORDS: usize = 2000;

/// The name of a case, its records, and its work, which returns the number of valid records.
type Case = (&'static str, Recipe, fn(&Corpus) -> usize);

const CASES: [Case; 12] = [
    ("lint/ndjson/typical", TYPICAL, ndjson),
    ("lint/ndjson/kind_by_members", TYPICAL, ndjson_by_members),
    ("lint/ndjson/sorted", SORTED, ndjson),
    ("lint/ndjson/shuffled", SHUFFLED, ndjson),
    ("lint/ndjson/pretty", PRETTY, ndjson),
    ("lint/ndjson/one_percent_bad", ONE_PERCENT_BAD, ndjson),
    ("lint/ndjson/all_bad", ALL_BAD, ndjson),
    ("lint/ndjson/unknown_members", UNKNOWN_MEMBERS, ndjson),
    ("body/contact/is_valid_json/typical", TYPICAL, is_valid_json),
    ("body/contact/is_valid_json/indented", INDENTED, is_valid_json),
    ("body/contact/from_json/typical", TYPICAL, from_json),
    ("body/contact/from_json/shuffled", SHUFFLED, from_json),
];

/// Without arguments, prints the cases. With a case and a number, repeats its work that often.
fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        CASES.iter().for_each(|(name, ..)| println!("{name} {RECORDS}"));
        return;
    };
    let &(_, recipe, work) = CASES.iter().find(|case| case.0 == name).expect("the first argument is a case");
    let times: usize = arguments.next().and_then(|times| times.parse().ok()).expect("the second argument is a number");
    let corpus = Corpus::of_records(recipe, RECORDS);
    for _ in 0..times {
        assert_eq!(work(black_box(&corpus)), RECORDS - corpus.bad);
    }
}

fn ndjson(corpus: &Corpus) -> usize {
    lint(Linter::new().kind(Kind::Contact), corpus)
}

fn ndjson_by_members(corpus: &Corpus) -> usize {
    lint(Linter::new(), corpus)
}

fn lint(mut linter: Linter, corpus: &Corpus) -> usize {
    linter.ndjson(&corpus.bytes, &mut |document| drop(black_box(document)));
    let summary = linter.summary();
    (summary.documents - summary.invalid - summary.unjudged) as usize
}

fn is_valid_json(corpus: &Corpus) -> usize {
    corpus.records().filter(|record| Contact::is_valid_json(record)).count()
}

fn from_json(corpus: &Corpus) -> usize {
    corpus.records().filter(|record| black_box(Contact::from_json(record)).is_ok()).count()
}
