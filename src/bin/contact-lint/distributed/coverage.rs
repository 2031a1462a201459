//! The checked bytes of each input, with examples of findings.
//!
//! Ranges can be added in any order, each in logarithmic time. A new range is merged with the range
//! that ends where it starts, and with the one that starts where it ends.

use std::collections::BTreeMap;
use std::fmt;
use std::iter;
use std::sync::Arc;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::conflict::Conflict;
use crate::input::ByteRange;
use crate::report::Example;

/// The inputs of a job, and their ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Coverage {
    /// The length of each input in bytes, if known.
    sizes: BTreeMap<Arc<str>, Option<u64>>,
    /// The ranges that were checked, by input and start. No two are adjacent.
    ranges: BTreeMap<(Arc<str>, u64), RangeSummary>,
    /// Whether it was read from a text with inputs or ranges in another order.
    is_unordered: bool,
}

/// An input, as a summary lists it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InputSummary<P, R> {
    path: P,
    /// The length in bytes, if known.
    size: Option<u64>,
    /// The ranges that were checked, in their order.
    ranges: R,
}

/// The summary of the records whose first byte is in a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RangeSummary {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) lines: u64,
    /// The first findings.
    pub(super) examples: Vec<Example>,
}

impl RangeSummary {
    /// Appends the range that starts where this one ends.
    fn append(&mut self, next: Self, max_examples: usize) -> Result<(), Conflict> {
        for mut example in next.examples {
            if self.examples.len() < max_examples {
                example.line = example.line.checked_add(self.lines).ok_or(Conflict::TooLarge)?;
                self.examples.push(example);
            }
        }
        self.end = next.end;
        self.lines = self.lines.checked_add(next.lines).ok_or(Conflict::TooLarge)?;
        Ok(())
    }
}

impl Coverage {
    /// Returns the number of inputs.
    pub(super) fn inputs(&self) -> usize {
        self.sizes.len()
    }

    /// Returns the rule and the place of each example, as texts.
    pub(super) fn places(&self) -> impl Iterator<Item = (&str, String)> {
        self.ranges.iter().flat_map(|((path, start), range)| {
            range.examples.iter().map(move |example| {
                let Example { line, offset, rule, pointer, .. } = example;
                // In a range that starts later, line numbers do not count from the start of the
                // input.
                let line = if *start == 0 { format!(":{line}") } else { String::new() };
                let pointer = pointer.as_deref().filter(|pointer| !pointer.is_empty());
                let pointer = pointer.map(|pointer| format!(" {pointer}")).unwrap_or_default();
                (rule.as_str(), format!("{path}{line} (byte {offset}){pointer}"))
            })
        })
    }

    /// Returns whether it was read from a text with inputs and ranges in order.
    pub(super) fn is_ordered(&self) -> bool {
        !self.is_unordered
    }

    /// Adds an input, and its length in bytes if known.
    pub(super) fn add_input(&mut self, path: &str, size: Option<u64>) -> Result<(), Conflict> {
        let (path, known) = match self.sizes.get_key_value(path) {
            Some((path, known)) => (Arc::clone(path), *known),
            None => (Arc::from(path), None),
        };
        if let (Some(one), Some(other)) = (known, size)
            && one != other
        {
            return Err(Conflict::Size { path: path.to_string(), sizes: (one, other) });
        }
        let size = known.or(size);
        let last = self.ranges.range((Arc::clone(&path), 0)..=(Arc::clone(&path), u64::MAX)).next_back();
        check_end(&path, size, last.map_or(0, |(_, range)| range.end))?;
        self.sizes.insert(path, size);
        Ok(())
    }

    /// Adds a range of an input that was added.
    pub(super) fn add_range(
        &mut self,
        path: &str,
        mut range: RangeSummary,
        max_examples: usize,
    ) -> Result<(), Conflict> {
        let Some((path, &size)) = self.sizes.get_key_value(path) else { return Ok(()) };
        let path = Arc::clone(path);
        check_end(&path, size, range.end)?;
        let overlap =
            |start, end| Err(Conflict::Overlap { path: path.to_string(), range: ByteRange { start, end: Some(end) } });
        let key = |start| (Arc::clone(&path), start);
        let next = self.ranges.range(key(range.start)..=key(u64::MAX)).next().map(|(_, next)| (next.start, next.end));
        match next {
            Some((start, end)) if start < range.end => return overlap(start, end.min(range.end)),
            Some((start, _)) if start == range.end => {
                if let Some(next) = self.ranges.remove(&key(start)) {
                    range.append(next, max_examples)?;
                }
            }
            _ => {}
        }
        match self.ranges.range_mut(key(0)..key(range.start)).next_back() {
            Some((_, last)) if last.end > range.start => overlap(range.start, last.end.min(range.end)),
            Some((_, last)) if last.end == range.start => last.append(range, max_examples),
            _ => {
                self.ranges.insert(key(range.start), range);
                Ok(())
            }
        }
    }

    /// Adds another coverage.
    pub(super) fn add(&mut self, other: Self, max_examples: usize) -> Result<(), Conflict> {
        other.sizes.into_iter().try_for_each(|(path, size)| self.add_input(&path, size))?;
        other.ranges.into_iter().try_for_each(|((path, _), range)| self.add_range(&path, range, max_examples))
    }

    /// Returns the missing bytes of all inputs, as texts.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for (path, size) in &self.sizes {
            let Some(size) = *size else {
                missing.push(format!("{path}: no summary says how many bytes there are"));
                continue;
            };
            let mut at = 0;
            let ranges = self.ranges_of(path).map(|range| (range.start, range.end));
            for (start, end) in ranges.chain(iter::once((size, size))) {
                if at < start {
                    missing.push(format!("{path}: bytes {at}:{start} are in no summary"));
                }
                at = end;
            }
        }
        missing
    }

    /// Returns the ranges of an input, in their order.
    fn ranges_of(&self, path: &Arc<str>) -> impl Iterator<Item = &RangeSummary> {
        let key = |start| (Arc::clone(path), start);
        self.ranges.range(key(0)..=key(u64::MAX)).map(|(_, range)| range)
    }
}

/// Checks that a range that ends there is in an input of this size.
fn check_end(path: &str, size: Option<u64>, end: u64) -> Result<(), Conflict> {
    match size {
        Some(size) if end > size => Err(Conflict::Size { path: path.to_owned(), sizes: (size, end) }),
        _ => Ok(()),
    }
}

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.sizes.iter().map(|(path, &size)| {
            let ranges: Vec<&RangeSummary> = self.ranges_of(path).collect();
            InputSummary { path: &**path, size, ranges }
        }))
    }
}

impl<'de> Deserialize<'de> for Coverage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(CoverageVisitor)
    }
}

/// Reads inputs and ranges, and whether they are in their order.
struct CoverageVisitor;

impl<'de> Visitor<'de> for CoverageVisitor {
    type Value = Coverage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of inputs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Coverage, A::Error> {
        let mut coverage = Coverage::default();
        while let Some(input) = list.next_element::<InputSummary<String, Vec<RangeSummary>>>()? {
            let InputSummary { path, size, ranges } = input;
            let bounds: Vec<u64> = ranges.iter().flat_map(|range| [range.start, range.end]).collect();
            let is_in_order = bounds.is_sorted_by(|a, b| a < b) && bounds.last() <= size.as_ref().or(bounds.last());
            let is_after = coverage.sizes.last_key_value().is_none_or(|(last, _)| **last < *path);
            coverage.is_unordered |= !is_in_order || !is_after;
            let path: Arc<str> = path.into();
            for range in ranges {
                coverage.ranges.insert((Arc::clone(&path), range.start), range);
            }
            coverage.sizes.insert(path, size);
        }
        Ok(coverage)
    }
}
