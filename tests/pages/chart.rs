//! The chart of speeds: the first table of `docs/speed.md` as bars, in `docs/pictures/speed-*.svg`.

use std::fmt::Write;
use std::fs;

use crate::expect_file;
use crate::pages::root;

/// Colours of a chart: the text, this crate's bar, the others' bars.
const THEMES: [(&str, [&str; 3]); 2] =
    [("light", ["#1f2328", "#0969da", "#afb8c1"]), ("dark", ["#f0f6fc", "#4493f8", "#656c76"])];

/// Lengths in pixels.
const ROW: usize = 26;
const BAR: usize = 16;
const LABELS: usize = 330;
const LONGEST_BAR: f64 = 300.0;
const WIDTH: usize = 720;

/// A row of the table: what was measured, and how fast it is in GB/s.
struct Row {
    name: String,
    speed: f64,
    is_ours: bool,
}

#[test]
fn the_chart_has_the_numbers_of_the_page() {
    let page = fs::read_to_string(root().join("docs/speed.md")).unwrap();
    let rows = rows(&page);
    assert!(rows.len() >= 6 && rows[0].is_ours);
    for (theme, colours) in THEMES {
        let svg = chart(&rows, colours);
        roxmltree::Document::parse(&svg).unwrap();
        expect_file(&root().join(format!("docs/pictures/speed-{theme}.svg")), &svg);
    }
}

/// Reads the first table of a page. Limits, which check nothing, are in italics and left out.
fn rows(page: &str) -> Vec<Row> {
    let lines = page.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let cells = lines.take_while(|line| line.starts_with('|')).map(|line| line.split('|').map(str::trim));
    let rows = cells.map(|mut cells| {
        let name = cells.nth(1).unwrap().to_owned();
        let speed = cells.next().unwrap().parse().unwrap();
        Row { is_ours: name.contains("**"), name: name.replace("**", ""), speed }
    });
    rows.filter(|row| !row.name.starts_with('*')).collect()
}

fn chart(rows: &[Row], [text, ours, others]: [&str; 3]) -> String {
    let height = rows.len() * ROW + 8;
    let fastest = rows.iter().map(|row| row.speed).fold(0.0, f64::max);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"{text}\">\n\
         <title>Gigabytes of contacts checked in a second, one thread</title>\n"
    );
    for (number, row) in rows.iter().enumerate() {
        let (top, baseline) = (number * ROW + 9, number * ROW + 21);
        let (colour, weight) = if row.is_ours { (ours, "bold") } else { (others, "normal") };
        let length = (row.speed / fastest * LONGEST_BAR).round();
        let (label_end, bar, value) = (LABELS - 10, LABELS, LABELS as f64 + length + 8.0);
        let (name, speed) = (row.name.replace('&', "&amp;").replace('<', "&lt;"), row.speed);
        writeln!(
            svg,
            "<g font-weight=\"{weight}\"><text x=\"{label_end}\" y=\"{baseline}\" text-anchor=\"end\">{name}</text>\
             <rect x=\"{bar}\" y=\"{top}\" width=\"{length}\" height=\"{BAR}\" rx=\"2\" fill=\"{colour}\"/>\
             <text x=\"{value}\" y=\"{baseline}\">{speed:.2} GB/s</text></g>"
        )
        .unwrap();
    }
    svg + "</svg>\n"
}
