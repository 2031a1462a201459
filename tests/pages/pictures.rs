//! The pictures of the linter's output, generated from a real run: `docs/pictures/linter-*.svg`.

use std::process::Command;

use anstyle::RgbColor;
use anstyle_svg::{Palette, Term};

use crate::expect_file;
use crate::pages::root;

/// The text, the background and the sixteen colours of a terminal.
struct Theme {
    name: &'static str,
    text: u32,
    background: u32,
    colours: [u32; 16],
}

/// Colours that have enough contrast on their background, as code has on GitHub.
const THEMES: [Theme; 2] = [
    Theme {
        name: "light",
        text: 0x1f2328,
        background: 0xf6f8fa,
        colours: [
            0x1f2328, 0xcf222e, 0x116329, 0x7d4e00, 0x0969da, 0x8250df, 0x1b7c83, 0x59636e, 0x59636e, 0xcf222e,
            0x1a7f37, 0x7d4e00, 0x0969da, 0x8250df, 0x1b7c83, 0x1f2328,
        ],
    },
    Theme {
        name: "dark",
        text: 0xf0f6fc,
        background: 0x151b23,
        colours: [
            0x484f58, 0xff7b72, 0x3fb950, 0xd29922, 0x58a6ff, 0xbc8cff, 0x39c5cf, 0xb1bac4, 0x6e7681, 0xff7b72,
            0x56d364, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x56d4dd, 0xffffff,
        ],
    },
];

#[test]
fn pictures_show_what_the_linter_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_contact-lint"))
        .args(["--color", "always", "--kind", "request", "bad-request.json"])
        .current_dir(root().join("docs/data"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stdout).unwrap();
    let text = format!("$ contact-lint --kind request bad-request.json\n{}", wrapped(printed.trim_end()));
    for Theme { name, text: text_colour, background, colours } in THEMES {
        let term = Term::new().palette(Palette(colours.map(rgb)));
        let svg = term.fg_color(rgb(text_colour).into()).bg_color(rgb(background).into()).render_svg(&text);
        let svg = scalable(&svg);
        roxmltree::Document::parse(&svg).unwrap();
        expect_file(&root().join(format!("docs/pictures/linter-{name}.svg")), &svg);
    }
}

/// Breaks long lines without colour, as a terminal of 100 columns does, but at spaces.
fn wrapped(printed: &str) -> String {
    let wrap = |line: &str| match line.char_indices().nth(100) {
        Some((end, _)) if !line.contains('\u{1b}') => {
            let at = line[..end].rfind(' ').unwrap();
            format!("{}\n{}", &line[..at], &line[at + 1..])
        }
        _ => line.to_owned(),
    };
    printed.lines().map(wrap).collect::<Vec<_>>().join("\n")
}

/// Adds the attributes that a browser needs to scale the picture down.
fn scalable(svg: &str) -> String {
    let size: Vec<_> = svg.split('"').filter_map(|part| part.strip_suffix("px")).take(2).collect();
    svg.replacen("<svg ", &format!("<svg viewBox=\"0 0 {} {}\" ", size[0], size[1]), 1)
}

fn rgb(colour: u32) -> RgbColor {
    let [_, red, green, blue] = colour.to_be_bytes();
    RgbColor(red, green, blue)
}
