//! Ids of rules as values on the command line. Shells complete them, and a misspelling gets a
//! suggestion.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, Error};
use contact_schema::{Rule, Severity};

/// The maximum number of edits between a misspelling and the suggested id.
const MOST_EDITS: usize = 3;

/// Parses the id of a rule, or of a warning.
#[derive(Clone, Copy)]
pub(crate) struct RuleValue {
    pub(crate) only_warnings: bool,
}

impl RuleValue {
    fn rules(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.iter().copied().filter(move |rule| !self.only_warnings || rule.severity() == Severity::Warning)
    }

    pub(super) fn parse(self, id: &str) -> Result<Rule, String> {
        match id.parse::<Rule>() {
            Ok(rule) if self.only_warnings && rule.severity() != Severity::Warning => {
                Err(format!("expected the rule of a warning, found one of a {}", rule.severity()))
            }
            Ok(rule) => Ok(rule),
            Err(error) => Err(format!("{error}: `contact-lint rules` lists them")),
        }
    }

    /// Returns the rule with the most similar id.
    fn nearest(self, id: &str) -> Option<Rule> {
        let edits = |rule: &Rule| strsim::damerau_levenshtein(rule.as_str(), id);
        self.rules().min_by_key(edits).filter(|rule| (1..=MOST_EDITS).contains(&edits(rule)))
    }
}

impl TypedValueParser for RuleValue {
    type Value = Rule;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Rule, Error> {
        let this = *self;
        let parse = move |id: &str| this.parse(id);
        TypedValueParser::parse_ref(&parse, command, argument, value).map_err(|mut error| {
            if let Some(rule) = value.to_str().and_then(|id| self.nearest(id)) {
                error.insert(ContextKind::SuggestedValue, ContextValue::String(rule.to_string()));
            }
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.rules().map(|rule| PossibleValue::new(rule.as_str()).help(rule.summary()))))
    }
}
