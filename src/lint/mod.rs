//! The linter's engine (feature `lint`): from documents to findings, with exact counts.
//!
//! A [`Linter`] is given one document, a JSON text of one document or an array of them, or a block
//! of NDJSON lines. It returns the findings of each document, and keeps a [`Summary`] of all. It
//! does no input or output and shares no state, so a caller can run one on each core and
//! [add](Summary::add) their summaries.
//!
//! # Examples
//!
//! ```
//! use contact_schema::lint::Linter;
//!
//! let mut linter = Linter::new();
//! let mut report = Vec::new();
//! linter.ndjson(b"{\"notify\": true, \"nmae\": \"Ada\"}\n{\"notify\": 1}\n", &mut |document| {
//!     for finding in &document.findings {
//!         report.push(format!("line {}: {finding}", document.index + 1));
//!     }
//! });
//! assert_eq!(report, [
//!     "line 1: warning[unknown-member] /nmae: the contract has no member of this name; it is ignored",
//!     "line 1: warning[no-change]: the request changes nothing: it has none of `name`, `email`, `phones` and `comment`",
//!     "line 2: violation[wrong-type] /notify: expected a boolean, found a number",
//!     "line 2: warning[no-change]: the request changes nothing: it has none of `name`, `email`, `phones` and `comment`",
//! ]);
//! assert_eq!((linter.summary().documents, linter.summary().invalid), (2, 1));
//! ```

mod array;
mod blocks;
mod cure;
mod enclosed;
mod encoding;
mod finding;
mod fix;
mod foreign;
mod kind;
mod known;
mod linter;
mod location;
mod misspelling;
mod repair;
mod summary;
mod unit;

pub use self::array::Progress;
pub use self::blocks::{Block, Blocks};
pub use self::encoding::Encoding;
pub use self::finding::{Finding, FindingPlace, Related};
pub use self::fix::{Edit, Fix, Safety};
pub use self::kind::Kind;
pub use self::linter::{DocumentReport, FixedDocument, Linter};
pub use self::location::{Location, Locator};
pub use self::summary::Summary;
