//! Any bytes as a contact: every way to read it agrees with serde_json and with the schema.
#![no_main]

use contact_schema::Contact;
use contact_schema_fuzz::body::readers_agree;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| readers_agree::<Contact>(document));
