//! The input of the benchmarks: records of the generator in `examples/generate`, the same in every
//! run.

#[path = "../../examples/generate/records.rs"]
mod records;

use self::records::{Generator, Kind, Options, Shape, Text};

/// A kind of contacts: typical, or with one property that makes them hard to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    /// The name in ids and tables.
    pub(crate) name: &'static str,
    shape: Shape,
    text: Text,
    /// The average number of invalid records in 1000.
    bad: u64,
}

impl Recipe {
    const fn new(name: &'static str, shape: Shape, text: Text, bad: u64) -> Self {
        Self { name, shape, text, bad }
    }

    const fn shape(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, Text::Mixed, 0)
    }

    const fn text(name: &'static str, text: Text) -> Self {
        Self::new(name, Shape::Compact, text, 0)
    }

    const fn bad(name: &'static str, bad: u64) -> Self {
        Self::new(name, Shape::Compact, Text::Mixed, bad)
    }
}

/// The documented order, no white space, many scripts, 0 to 5 phones, comments up to 2,500
/// characters: 335 bytes a record.
pub(crate) const TYPICAL: Recipe = Recipe::shape("typical", Shape::Compact);
/// Another fixed order: alphabetical.
pub(crate) const SORTED: Recipe = Recipe::shape("sorted", Shape::Sorted);
/// Another order in every record.
pub(crate) const SHUFFLED: Recipe = Recipe::shape("shuffled", Shape::Shuffled);
/// White space between all tokens, still one line.
pub(crate) const PRETTY: Recipe = Recipe::shape("pretty", Shape::Pretty);
/// Every member on a line of its own.
pub(crate) const INDENTED: Recipe = Recipe::shape("indented", Shape::Indented);
/// 100 unknown members in each record.
pub(crate) const UNKNOWN_MEMBERS: Recipe = Recipe::shape("unknown_members", Shape::Unknown);
pub(crate) const ONE_PERCENT_BAD: Recipe = Recipe::bad("one_percent_bad", 10);
pub(crate) const ALL_BAD: Recipe = Recipe::bad("all_bad", 1000);
pub(crate) const LONG_EMAILS: Recipe = Recipe::text("long_emails", Text::LongEmails);

/// The hard kinds. Their cost is limited: see `benches/README.md`. All records are valid. The
/// linter warns only about white space in lines and about `UNKNOWN_MEMBERS`.
pub(crate) const HARD: [Recipe; 10] = [
    SORTED,
    SHUFFLED,
    PRETTY,
    Recipe::text("accented", Text::Accented),
    Recipe::text("cjk", Text::Cjk),
    Recipe::text("arabic", Text::Arabic),
    Recipe::text("escaped", Text::Escaped),
    Recipe::text("escaped_whole", Text::EscapedWhole),
    LONG_EMAILS,
    Recipe::text("long_comments", Text::LongComments),
];

/// Contacts, each followed by a line feed.
pub(crate) struct Corpus {
    pub(crate) bytes: Vec<u8>,
    /// The end of each record, before its line feed.
    ends: Vec<usize>,
    /// The number of invalid records.
    pub(crate) bad: usize,
}

impl Corpus {
    /// Generates a number of records.
    pub(crate) fn of_records(recipe: Recipe, count: usize) -> Self {
        Self::make(recipe, |corpus| corpus.count() == count)
    }

    /// Generates records until they have this many bytes.
    pub(crate) fn of_bytes(recipe: Recipe, length: usize) -> Self {
        Self::make(recipe, |corpus| corpus.bytes.len() >= length)
    }

    fn make(recipe: Recipe, done: impl Fn(&Self) -> bool) -> Self {
        let Recipe { shape, text, bad, .. } = recipe;
        let mut generator = Generator::new(Options { kind: Kind::Contact, seed: 1, bad, shape, text });
        let mut corpus = Self { bytes: Vec::new(), ends: Vec::new(), bad: 0 };
        while !done(&corpus) {
            corpus.bad += usize::from(generator.record(&mut corpus.bytes).is_some());
            corpus.ends.push(corpus.bytes.len());
            corpus.bytes.push(b'\n');
        }
        corpus
    }

    /// Returns the number of records.
    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Returns the records without their line feeds.
    pub(crate) fn records(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let starts = [0].into_iter().chain(self.ends.iter().map(|end| end + 1));
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }

    /// Returns blocks of whole records of about `length` bytes, as a program reads a file.
    pub(crate) fn blocks(&self, length: usize) -> impl Iterator<Item = &[u8]> {
        let mut rest = &self.bytes[..];
        std::iter::from_fn(move || {
            let from = length.min(rest.len());
            let line_feed = rest[from..].iter().position(|&byte| byte == b'\n');
            let (block, after) = rest.split_at(line_feed.map_or(rest.len(), |line_feed| from + line_feed + 1));
            rest = after;
            (!block.is_empty()).then_some(block)
        })
    }
}
