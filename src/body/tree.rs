//! Bodies from a tree: `serde_json::Value` (feature `json`).
//!
//! Trees use the same table of members, checks and sinks as bytes. A tree no longer has duplicate
//! members, syntax, the spelling of numbers, and the depth of ignored members, so these are not
//! checked.

use serde_json::Value;

use super::json::Document;
use super::member::Body;
use super::sink::BodySink;
use super::walk::absent;
use crate::json::JsonType;
use crate::value::sink::{Place, Stop, wrong_type_in_tree};

impl Document for &Value {
    const SPANS: bool = false;

    fn walk<B: Body, S: BodySink>(self, draft: &mut B::Draft<S>, sink: &mut S) -> Result<(), Stop> {
        let Value::Object(members) = self else {
            return wrong_type_in_tree(self, Place::Root, (JsonType::Object, false), sink);
        };
        let mut seen = 0;
        for (index, member) in B::MEMBERS.iter().enumerate() {
            if let Some(value) = members.get(member.name) {
                seen |= 1 << index;
                B::read_tree(draft, index, value, sink)?;
            }
        }
        absent::<B, S>(0, seen, sink)
    }
}

/// Implements the methods of a body that read it from a tree.
macro_rules! value_body {
    ($Body:ident, $valid:literal) => {
        #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
        impl $Body {
            /// Reads a document that is already a tree. Returns the same violations as
            /// [`from_json`](Self::from_json), but without spans, in the order of the documented
            /// members, and without duplicate members, which a tree does not show.
            ///
            /// # Errors
            ///
            /// [`Violations`](crate::Violations): all of them, of which the first
            /// [`Limits::MAX_VIOLATIONS`](crate::Limits::MAX_VIOLATIONS) are kept.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            /// use serde_json::{Value, json};
            ///
            #[doc = concat!("let value: Value = serde_json::from_str(r#\"", $valid, "\"#)?;")]
            #[doc = concat!("assert!(", stringify!($Body), "::from_value(&value).is_ok());")]
            #[doc = concat!("assert!(", stringify!($Body), "::from_value(&json!([])).is_err());")]
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            pub fn from_value(document: &serde_json::Value) -> Result<Self, crate::Violations> {
                crate::body::json::build(document, &crate::Limits::default()).map_err(crate::body::tree::violations)
            }

            /// Checks a document that is already a tree, without building the body.
            ///
            /// # Errors
            ///
            /// As [`from_value`](Self::from_value).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use contact_schema::", stringify!($Body), ";")]
            ///
            #[doc = concat!("assert!(", stringify!($Body), "::check_value(&serde_json::json!(null)).is_err());")]
            /// ```
            pub fn check_value(document: &serde_json::Value) -> Result<(), crate::Violations> {
                crate::body::json::check::<Self>(document, &crate::Limits::default())
                    .map_err(crate::body::tree::violations)
            }
        }
    };
}

/// Returns the violations of a tree, which has no syntax errors.
pub(crate) fn violations(error: crate::InvalidBody) -> crate::Violations {
    match error {
        crate::InvalidBody::Violations(violations) => violations,
        crate::InvalidBody::Syntax(_) => crate::Violations { kept: alloc::vec::Vec::new(), total: 0 },
    }
}

pub(crate) use value_body;
