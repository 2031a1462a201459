//! Uses the library as a program without the standard library does. See the manifest.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::string::{String, ToString};

use contact_schema::{Contact, InvalidBody, UpdateContactRequest};

/// Returns every fault of a request, one a line.
pub fn complaints(document: &[u8]) -> String {
    match UpdateContactRequest::from_json(document) {
        Ok(_) => String::new(),
        Err(InvalidBody::Violations(violations)) => {
            violations.iter().map(|violation| violation.to_string() + "\n").collect()
        }
        Err(InvalidBody::Syntax(error)) => error.to_string() + "\n",
    }
}

/// Returns whether a tree is a valid contact.
pub fn is_contact(document: &serde_json::Value) -> bool {
    Contact::check_value(document).is_ok()
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
