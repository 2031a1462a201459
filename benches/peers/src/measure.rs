//! Comparable times: all competitors run in one process, in turn, and the median of each counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// One row of a table.
pub(crate) struct Row<'a> {
    pub(crate) name: String,
    /// The work. It returns what it counted, which must be the same in every run.
    run: Box<dyn FnMut() -> usize + 'a>,
    expected: usize,
    /// The amount of work: bytes or values.
    amount: usize,
}

impl<'a> Row<'a> {
    /// Creates a row for work on `amount` bytes or values that must return `expected`.
    pub(crate) fn new(
        name: impl Into<String>,
        amount: usize,
        expected: usize,
        run: impl FnMut() -> usize + 'a,
    ) -> Self {
        Self { name: name.into(), run: Box::new(run), expected, amount }
    }
}

/// The times of a row.
pub(crate) struct Timing {
    pub(crate) name: String,
    /// The median.
    pub(crate) time: Duration,
    /// The difference between the fastest and the slowest run, as a fraction of the median.
    spread: f64,
    amount: usize,
}

impl Timing {
    pub(crate) fn gigabytes_per_second(&self) -> f64 {
        self.amount as f64 / self.time.as_secs_f64() / 1e9
    }

    pub(crate) fn nanoseconds_each(&self) -> f64 {
        self.time.as_secs_f64() * 1e9 / self.amount as f64
    }
}

/// Runs every row `runs` times. Each round starts with another row. Returns the medians in the
/// order of the rows.
pub(crate) fn alternate(runs: usize, mut rows: Vec<Row<'_>>) -> Vec<Timing> {
    let mut times = vec![Vec::with_capacity(runs); rows.len()];
    for round in 0..runs {
        for turn in 0..rows.len() {
            let index = (round + turn) % rows.len();
            let row = &mut rows[index];
            let start = Instant::now();
            let counted = black_box((row.run)());
            times[index].push(start.elapsed());
            assert_eq!(counted, row.expected, "{}", row.name);
        }
    }
    let timing = |(row, times): (Row<'_>, Vec<Duration>)| {
        let (fastest, slowest) = (times.iter().min().copied(), times.iter().max().copied());
        let time = median(times);
        let apart = slowest.unwrap_or(time) - fastest.unwrap_or(time);
        let spread = apart.as_secs_f64() / time.as_secs_f64();
        Timing { name: row.name, time, spread, amount: row.amount }
    };
    rows.into_iter().zip(times).map(timing).collect()
}

/// Prints how far the runs of a row differed.
pub(crate) fn print_spread(timings: &[Timing]) {
    let middle = median_of(timings.iter().map(|timing| timing.spread).collect());
    let most = timings.iter().map(|timing| timing.spread).fold(0.0, f64::max);
    println!(
        "\nFastest and slowest run of a row differ by {:.0}% (median), {:.0}% at most.",
        100.0 * middle,
        100.0 * most
    );
}

fn median_of(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    let middle = times.len() / 2;
    if times.len().is_multiple_of(2) { (times[middle - 1] + times[middle]) / 2 } else { times[middle] }
}

/// Prints a Markdown table under a heading.
pub(crate) fn print_table(heading: &str, header: &[&str], rows: &[Vec<String>]) {
    println!("\n## {heading}\n");
    println!("| {} |", header.join(" | "));
    // Names are aligned left, figures right.
    println!("|---{}|", "|---:".repeat(header.len() - 1));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
}

/// Formats a goal as a table cell that says whether it is met.
pub(crate) fn goal(text: String, met: bool) -> String {
    format!("{text} {}", if met { "✓" } else { "✗" })
}
