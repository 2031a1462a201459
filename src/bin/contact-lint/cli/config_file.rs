//! `contact-lint.toml`: the options of a project. The command line overrides them.

use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use contact_schema::Rule;
use contact_schema::escape::Escaped;
use serde::{Serialize, Serializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::args::{Checks, KindArg, Lint, find_format};
use super::rule_value::RuleValue;
use crate::input::Exclude;
use crate::report::Format;

/// The name of the file, which is searched for in the working directory and its parents.
pub(crate) const NAME: &str = "contact-lint.toml";

/// The maximum length of the file in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A configuration file that was read.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    path: PathBuf,
    options: Options,
}

/// The keys of the file: options of the command line.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Options {
    kind: Option<KindArg>,
    allow: Option<Vec<Rule>>,
    allow_member: Option<Vec<String>>,
    /// The inputs if the command line names none, relative to the directory of the file.
    files: Option<Vec<PathBuf>>,
    exclude: Option<Vec<String>>,
    #[serde(serialize_with = "serialize_name")]
    format: Option<&'static Format>,
}

fn serialize_name<S: Serializer>(format: &Option<&Format>, serializer: S) -> Result<S::Ok, S::Error> {
    format.map(|format| format.name).serialize(serializer)
}

/// An error in the file.
struct Fault {
    /// Its offset in bytes.
    at: usize,
    message: String,
}

/// A value of the file, and where it is.
type Value<'a> = Spanned<DeValue<'a>>;

impl Options {
    fn parse(text: &str) -> Result<Self, Fault> {
        let table = DeTable::parse(text).map_err(|error| Fault {
            at: error.span().map_or(0, |span| span.start),
            message: format!("not valid TOML: {}", error.message()),
        })?;
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        // The first error in the file is reported.
        entries.sort_unstable_by_key(|(key, _)| key.span().start);
        let mut options = Self::default();
        for (key, value) in entries {
            let name: &str = key.get_ref();
            let known = options.set(name, value).map_err(|Fault { at, message }| {
                let message = format!("{name}: {message}");
                Fault { at, message }
            })?;
            if !known {
                let keys = "kind, allow, allow-member, files, exclude and format";
                let message = format!("expected one of the keys {keys}, found `{name}`");
                return Err(Fault { at: key.span().start, message });
            }
        }
        Ok(options)
    }

    /// Sets an option. Returns whether there is one with this name.
    fn set(&mut self, name: &str, value: &Value<'_>) -> Result<bool, Fault> {
        match name {
            "kind" => self.kind = Some(one(value, kind)?),
            "allow" => {
                let rules = RuleValue { only_warnings: true };
                self.allow = Some(list(value, |id| rules.parse(id))?);
            }
            "allow-member" => self.allow_member = Some(list(value, |name| Ok(name.to_owned()))?),
            "files" => self.files = Some(list(value, |path| Ok(PathBuf::from(path)))?),
            "exclude" => self.exclude = Some(list(value, |pattern| Ok(pattern.to_owned()))?),
            "format" => self.format = Some(one(value, find_format)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn kind(name: &str) -> Result<KindArg, String> {
    KindArg::from_str(name, false).map_err(|_| format!("expected auto, request or contact, found `{name}`"))
}

/// Parses a string.
fn one<T>(value: &Value<'_>, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<T, Fault> {
    let at = value.span().start;
    let DeValue::String(text) = value.get_ref() else { return Err(wrong_type(value, "a string")) };
    parse(text).map_err(|message| Fault { at, message })
}

/// Parses a list of strings.
fn list<T>(value: &Value<'_>, parse: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, Fault> {
    let DeValue::Array(items) = value.get_ref() else { return Err(wrong_type(value, "a list of strings")) };
    items.iter().map(|item| one(item, &parse)).collect()
}

fn wrong_type(value: &Value<'_>, expected: &str) -> Fault {
    let found = match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Fault { at: value.span().start, message: format!("expected {expected}, found {found}") }
}

impl ConfigFile {
    /// Reads the file that these options select, if there is one.
    ///
    /// # Errors
    ///
    /// Those of [`load`](Self::load).
    pub(crate) fn of(checks: &Checks) -> Result<Option<Self>, String> {
        if checks.no_config { Ok(None) } else { Self::load(checks.config.as_deref()) }
    }

    /// Reads the given file, or else the nearest one in the working directory and its parents, if
    /// there is one.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be read, or an error in it with the line and column.
    pub(crate) fn load(named: Option<&Path>) -> Result<Option<Self>, String> {
        let Some(path) = named.map(Path::to_path_buf).or_else(nearest) else { return Ok(None) };
        let name = Escaped(&path.to_string_lossy()).to_string();
        let text = read(&path).map_err(|error| format!("{name}: {error}"))?;
        let options = Options::parse(&text).map_err(|Fault { at, message }| {
            let before = text.get(..at).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            format!("{name}:{line}:{column}: {}", Escaped(&message))
        })?;
        Ok(Some(Self { path, options }))
    }

    /// Sets the options that the command line does not give. `is_given` returns whether the command
    /// line gives the option with this id.
    ///
    /// # Errors
    ///
    /// An invalid pattern of `exclude`.
    pub(crate) fn apply(mut self, lint: &mut Lint, is_given: impl Fn(&str) -> bool) -> Result<(), String> {
        self.apply_to_checks(&mut lint.checks, &is_given);
        let base = self.path.parent().unwrap_or(Path::new(""));
        let Options { files, exclude, format, .. } = self.options;
        if let Some(format) = format.filter(|_| !is_given("format")) {
            lint.format = format;
        }
        if let Some(files) = files.filter(|_| lint.selection.is_stdin()) {
            // Without a `.` in the middle, as in `../.`.
            lint.selection.paths = files.iter().map(|file| base.join(file).components().collect()).collect();
        }
        if let Some(patterns) = exclude.filter(|_| !is_given("exclude")) {
            let name = Escaped(&self.path.to_string_lossy()).to_string();
            lint.selection.excluded = Exclude::new(base, &patterns).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(())
    }

    /// Sets the options that the findings depend on, except for those that the command line gives.
    pub(crate) fn apply_to_checks(&mut self, checks: &mut Checks, is_given: impl Fn(&str) -> bool) {
        let Options { kind, allow, allow_member, .. } = &mut self.options;
        if let Some(kind) = kind.take().filter(|_| !is_given("kind")) {
            checks.kind = kind;
            checks.has_kind_of_file = true;
        }
        if let Some(allow) = allow.take().filter(|_| !is_given("allow")) {
            checks.allow = allow;
        }
        if let Some(names) = allow_member.take().filter(|_| !is_given("allow_member")) {
            checks.allow_member = names;
        }
        checks.config_file = Some(self.path.clone());
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the file and its options as TOML.
    pub(crate) fn show(&self) -> String {
        let mut text = format!("# {}\n", Escaped(&self.path.to_string_lossy()));
        match toml::to_string(&self.options) {
            Ok(options) => text.push_str(&options),
            // A path that is not UTF-8 cannot come from TOML.
            Err(error) => {
                let _ = writeln!(text, "# {error}");
            }
        }
        text
    }
}

/// Returns the path of the nearest file, relative to the working directory, as a user would type
/// it.
fn nearest() -> Option<PathBuf> {
    let directory = env::current_dir().ok()?;
    let up = |levels| std::iter::repeat_n("..", levels).collect::<PathBuf>().join(NAME);
    // A link without a file, or a directory, is found too: the options of the project are missing.
    (0..directory.ancestors().count()).map(up).find(|path| fs::symlink_metadata(path).is_ok())
}

fn read(path: &Path) -> io::Result<String> {
    // To open a named pipe would wait for its other end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("expected a file"));
    }
    let file = File::open(path)?;
    let mut text = String::new();
    let length = file.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if length as u64 > MAX_BYTES {
        return Err(io::Error::other(format!("expected at most {MAX_BYTES} bytes")));
    }
    Ok(text)
}
