//! The linter of contact-schema as a WebAssembly module.
//!
//! JavaScript sees a few functions over numbers and one linear memory; there are no imports. A
//! *session* is one linter run over one input, which arrives in chunks:
//!
//! ```text
//! session_new ─> session_room ─> write the chunk there ─> session_push ─> session_step until it returns 0 ─┐
//!                     ^                                                                                    │
//!                     └────────────────────────── next chunk ──────────────────────────────────────────────┘
//! ```
//!
//! After each step, the output is JSON: an array of the documents with findings. Memory is bounded:
//! a step stops once it has written enough, and of a document above the size limit only the length
//! is kept.

pub mod exports;
mod json;
mod position;
mod report;
mod session;
