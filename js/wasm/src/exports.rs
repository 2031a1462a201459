//! The functions that JavaScript calls. All arguments and results are numbers.
//!
//! Sessions are named by handles, and JavaScript writes chunks into memory that is initialised, so
//! nothing here reads through a pointer: the only unsafe code is the attribute that exports a
//! function by its name.

#![allow(unsafe_code, reason = "`#[unsafe(no_mangle)]` exports a function by its name")]

use std::cell::RefCell;

use contact_schema::lint::{Kind, Linter, Progress, Safety};
use contact_schema::{Limits, Rule, Severity};

use crate::position::Origin;
use crate::session::{Input, Session, Settings};

thread_local! {
    static SESSIONS: RefCell<Vec<Option<Session>>> = const { RefCell::new(Vec::new()) };
}

/// Calls `f` with a session; zero if there is none with this handle.
fn with<T: Default>(handle: u32, f: impl FnOnce(&mut Session) -> T) -> T {
    SESSIONS.with_borrow_mut(|sessions| sessions.get_mut(handle as usize)?.as_mut().map(f)).unwrap_or_default()
}

/// Starts a session and returns its handle.
///
/// `kind` is 1 for a request, 2 for a contact, 0 to tell it by the members. `is_ndjson`,
/// `is_string` and `count_offsets` are 0 or 1. `max_findings` is by document; `max_reported` is how
/// many documents are reported.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_new(
    kind: u32,
    is_ndjson: u32,
    is_string: u32,
    count_offsets: u32,
    max_document_bytes: u32,
    max_findings: u32,
    max_reported: f64,
) -> u32 {
    let max_document_bytes = max_document_bytes as usize;
    let limits = Limits::default().max_violations(max_findings as usize).max_document_bytes(max_document_bytes);
    let kind = match kind {
        1 => Some(Kind::Request),
        2 => Some(Kind::Contact),
        _ => None,
    };
    let settings = Settings {
        input: if is_ndjson == 0 { Input::Json(Progress::default()) } else { Input::Ndjson },
        origin: if is_string == 0 { Origin::Bytes } else { Origin::String },
        count_offsets: count_offsets != 0,
        max_document_bytes,
        max_reported: max_reported as u64,
    };
    let session = Session::new(Linter::new().kind(kind).limits(limits), settings);
    SESSIONS.with_borrow_mut(|sessions| {
        let handle = sessions.iter().position(Option::is_none).unwrap_or(sessions.len());
        match sessions.get_mut(handle) {
            Some(free) => *free = Some(session),
            None => sessions.push(Some(session)),
        }
        u32::try_from(handle).unwrap_or(u32::MAX)
    })
}

/// Ends a session and frees its memory.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_free(handle: u32) {
    SESSIONS.with_borrow_mut(|sessions| {
        if let Some(session) = sessions.get_mut(handle as usize) {
            *session = None;
        }
    });
}

/// Makes room for `length` bytes and returns where the caller is to write them.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_room(handle: u32, length: u32) -> usize {
    with(handle, |session| session.room(length as usize).as_mut_ptr().expose_provenance())
}

/// Drops the warning whose rule id stands in the room. Returns 1, or 0 where that is no id of a
/// warning.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_allow(handle: u32, length: u32) -> u32 {
    with(handle, |session| {
        let id = std::str::from_utf8(session.written(length as usize)).unwrap_or_default();
        match id.parse::<Rule>() {
            Ok(rule) if rule.severity() == Severity::Warning => {
                session.linter = session.linter.clone().allow(rule);
                1
            }
            _ => 0,
        }
    })
}

/// Drops the warning `unknown-member` for the name that stands in the room. Returns 1, or 0 if it is
/// not Unicode.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_allow_member(handle: u32, length: u32) -> u32 {
    with(handle, |session| match std::str::from_utf8(session.written(length as usize)) {
        Ok(name) => {
            session.linter = session.linter.clone().allow_member(name);
            1
        }
        Err(_) => 0,
    })
}

/// Finds the fix of each finding from now on.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_find_fixes(handle: u32) {
    with(handle, |session| session.linter = session.linter.clone().find_fixes(true));
}

/// Fixes the input that was pushed, which must be all of it, and makes the result the output. Unsafe
/// fixes are applied if `is_unsafe` is 1.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_fix(handle: u32, is_unsafe: u32) {
    with(handle, |session| session.fix(if is_unsafe == 0 { Safety::Safe } else { Safety::Unsafe }));
}

/// Adds the bytes in the room to the input, which ends there if `is_last` is 1.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_push(handle: u32, length: u32, is_last: u32) {
    with(handle, |session| session.push(length as usize, is_last != 0));
}

/// Checks what can be checked. Returns 1 while there is more to do: then it is to be called again.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_step(handle: u32) -> u32 {
    with(handle, |session| u32::from(session.step()))
}

/// Makes the counts the output.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn session_summary(handle: u32) {
    with(handle, Session::summarize);
}

/// Where the output is.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn output_pointer(handle: u32) -> usize {
    with(handle, |session| session.output.as_ptr().expose_provenance())
}

/// How many bytes the output has.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
pub extern "C" fn output_length(handle: u32) -> usize {
    with(handle, |session| session.output.len())
}
