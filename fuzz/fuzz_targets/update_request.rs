//! Any bytes as a request: all ways in have one verdict, which is serde_json's and the schema's; the places are the schema's.
#![no_main]

use contact_schema::UpdateContactRequest;
use contact_schema_fuzz::body::readers_agree;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| readers_agree::<UpdateContactRequest>(document));
