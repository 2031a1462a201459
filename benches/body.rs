//! Reads contacts one by one from memory: `body/contact/*`, each way to read them and each layout.
//!
//! `benches/README.md` says what each benchmark shows.

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpora;

use std::hint::black_box;
use std::time::Duration;

use contact_schema::Contact;
use corpora::{ALL_BAD, Corpus, HARD, INDENTED, ONE_PERCENT_BAD, Recipe, SHUFFLED, SORTED, TYPICAL, UNKNOWN_MEMBERS};
use criterion::{Criterion, Throughput};

/// The size of a corpus.
const BYTES: usize = 4_000_000;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    for recipe in [TYPICAL, SORTED, SHUFFLED, INDENTED] {
        contact(&mut criterion, "is_valid_json", recipe, Contact::is_valid_json);
    }
    for recipe in [TYPICAL, ONE_PERCENT_BAD, ALL_BAD] {
        contact(&mut criterion, "check_json", recipe, |document| Contact::check_json(document).is_ok());
    }
    for recipe in [TYPICAL, INDENTED, UNKNOWN_MEMBERS].into_iter().chain(HARD) {
        contact(&mut criterion, "from_json", recipe, |document| Contact::from_json(document).is_ok());
    }
    for recipe in [TYPICAL, SHUFFLED, INDENTED] {
        let read = |document: &[u8]| serde_json::from_slice::<Contact>(document).is_ok();
        contact(&mut criterion, "serde_json", recipe, read);
    }
    criterion.final_summary();
}

/// Reads the documents of a corpus one by one.
fn contact(criterion: &mut Criterion, way: &str, recipe: Recipe, read: impl Fn(&[u8]) -> bool) {
    let corpus = Corpus::of_bytes(recipe, BYTES);
    let documents: Vec<_> = corpus.records().collect();
    let mut group = criterion.benchmark_group(format!("body/contact/{way}"));
    group.throughput(Throughput::ElementsAndBytes {
        elements: documents.len() as u64,
        bytes: corpus.bytes.len() as u64,
    });
    group.bench_function(recipe.name, |bencher| {
        bencher.iter(|| {
            let valid = documents.iter().filter(|document| read(black_box(document))).count();
            assert_eq!(valid, corpus.count() - corpus.bad);
        });
    });
    group.finish();
}
