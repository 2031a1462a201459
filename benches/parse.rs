//! Checks single values: `parse/email/*` and `parse/timestamp/*`. Always many different values in
//! turn: a constant would train the branch predictor, which real data does not.
//!
//! `benches/README.md` says what each benchmark shows.

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpora;

use std::hint::black_box;
use std::time::Duration;

use contact_schema::{Contact, Email, Timestamp};
use corpora::{Corpus, LONG_EMAILS, Recipe, TYPICAL};
use criterion::{Criterion, Throughput};

/// The number of contacts that provide the values.
const RECORDS: usize = 4000;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    email(&mut criterion);
    timestamp(&mut criterion);
    criterion.final_summary();
}

fn contacts(recipe: Recipe) -> Vec<Contact> {
    let corpus = Corpus::of_records(recipe, RECORDS);
    corpus.records().map(|record| Contact::from_json(record).expect("the generator's records are valid")).collect()
}

fn email(criterion: &mut Criterion) {
    let emails = |recipe| {
        let emails = contacts(recipe).into_iter().filter_map(|contact| contact.email);
        emails.map(Email::into_inner).collect::<Vec<_>>()
    };
    let (typical, long) = (emails(TYPICAL), emails(LONG_EMAILS));
    let bad: Vec<_> = typical.iter().map(|email| email.replace('@', "..@")).collect();
    assert!(long.iter().all(|email| email.len() == Email::MAX_CHARS));
    values(criterion, "parse/email", "is_valid", &typical, true, Email::is_valid);
    values(criterion, "parse/email", "is_valid_250_characters", &long, true, Email::is_valid);
    values(criterion, "parse/email", "is_valid_bad", &bad, false, Email::is_valid);
    values(criterion, "parse/email", "new", &typical, true, |email| Email::new(email).is_ok());
}

fn timestamp(criterion: &mut Criterion) {
    let times =
        contacts(TYPICAL).into_iter().flat_map(|contact| [contact.notify_at, contact.updated_at, contact.created_at]);
    let typical: Vec<_> = times.map(Timestamp::into_inner).collect();
    let to_minute = |time: &String| time[.."2024-12-05T14:56".len()].to_owned();
    let milliseconds: Vec<_> = typical.iter().map(|time| to_minute(time) + ":23.000Z").collect();
    let minutes: Vec<_> = typical.iter().map(|time| to_minute(time) + "Z").collect();
    let nanoseconds: Vec<_> = typical.iter().map(|time| to_minute(time) + ":23.123456789Z").collect();
    let long: Vec<_> = typical.iter().map(|time| to_minute(time) + ":23." + &"7".repeat(250) + "Z").collect();
    let bad: Vec<_> = typical.iter().map(|time| time.replace('Z', "+00:00")).collect();
    for (name, times, valid) in [
        ("is_valid", &typical, true),
        ("is_valid_milliseconds", &milliseconds, true),
        ("is_valid_minutes", &minutes, true),
        ("is_valid_nanoseconds", &nanoseconds, true),
        ("is_valid_250_digits", &long, true),
        ("is_valid_bad", &bad, false),
    ] {
        values(criterion, "parse/timestamp", name, times, valid, Timestamp::is_valid);
    }
    values(criterion, "parse/timestamp", "new", &typical, true, |time| Timestamp::new(time).is_ok());
}

/// Checks every value; all are valid, or none. The time per value is the time divided by their
/// number.
fn values(
    criterion: &mut Criterion,
    group: &str,
    name: &str,
    values: &[String],
    valid: bool,
    check: impl Fn(&str) -> bool,
) {
    let mut group = criterion.benchmark_group(group);
    let bytes = values.iter().map(String::len).sum::<usize>() as u64;
    group.throughput(Throughput::ElementsAndBytes { elements: values.len() as u64, bytes });
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let accepted = values.iter().filter(|value| check(black_box(value))).count();
            assert_eq!(accepted, if valid { values.len() } else { 0 });
        });
    });
    group.finish();
}
