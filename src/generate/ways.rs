//! The two bodies with every way to read one, under one trait: for the tests, fuzz targets and
//! vectors that compare these ways.

use core::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "json")]
use crate::Violations;
#[cfg(feature = "lint")]
use crate::lint::Kind;
use crate::{Contact, InvalidBody, Limits, UpdateContactRequest, schema};

/// A body with every way to read one. Two more ways are serde and a validator of the schema.
#[allow(clippy::missing_errors_doc, reason = "the functions of the bodies have these sections")]
pub trait Body: Clone + Debug + PartialEq + Serialize + DeserializeOwned {
    /// What the conformance vectors call it.
    const NAME: &'static str;
    /// Its JSON Schema.
    const SCHEMA: &'static str;
    /// What the linter calls it.
    #[cfg(feature = "lint")]
    const KIND: Kind;

    /// Builds the body, or collects its violations.
    fn from_json(document: &[u8]) -> Result<Self, InvalidBody>;
    /// Collects the violations.
    fn check_json(document: &[u8]) -> Result<(), InvalidBody>;
    /// Collects the violations within limits.
    fn check_json_with(document: &[u8], limits: &Limits) -> Result<(), InvalidBody>;
    /// Stops at the first violation.
    fn is_valid_json(document: &[u8]) -> bool;
    /// Builds the body from a tree, or collects its violations.
    #[cfg(feature = "json")]
    fn from_value(document: &serde_json::Value) -> Result<Self, Violations>;
    /// Collects the violations of a tree.
    #[cfg(feature = "json")]
    fn check_value(document: &serde_json::Value) -> Result<(), Violations>;
}

macro_rules! body {
    ($Body:ident, $name:literal, $schema:expr, $Kind:ident) => {
        impl Body for $Body {
            const NAME: &'static str = $name;
            const SCHEMA: &'static str = $schema;
            #[cfg(feature = "lint")]
            const KIND: Kind = Kind::$Kind;

            fn from_json(document: &[u8]) -> Result<Self, InvalidBody> {
                Self::from_json(document)
            }

            fn check_json(document: &[u8]) -> Result<(), InvalidBody> {
                Self::check_json(document)
            }

            fn check_json_with(document: &[u8], limits: &Limits) -> Result<(), InvalidBody> {
                Self::check_json_with(document, limits)
            }

            fn is_valid_json(document: &[u8]) -> bool {
                Self::is_valid_json(document)
            }

            #[cfg(feature = "json")]
            fn from_value(document: &serde_json::Value) -> Result<Self, Violations> {
                Self::from_value(document)
            }

            #[cfg(feature = "json")]
            fn check_value(document: &serde_json::Value) -> Result<(), Violations> {
                Self::check_value(document)
            }
        }
    };
}

body!(UpdateContactRequest, "request", schema::UPDATE_CONTACT_REQUEST, Request);
body!(Contact, "contact", schema::CONTACT, Contact);
