//! The bundled JSON Schema files and OpenAPI documents, as text. This crate needs no JSON parser to
//! provide them.
//!
//! [`UPDATE_CONTACT_REQUEST`], [`CONTACT`], [`PROBLEM`] (Draft 2020-12) and [`OPENAPI`] (3.1) are
//! the source. The others accept the same documents. They are generated for tools that cannot read
//! the source: without look-aheads, `\d` and `format`, and in older dialects. `docs/schemas.md`
//! says which file is for which tool.
//!
//! # Examples
//!
//! ```
//! use contact_schema::{Contact, schema};
//!
//! let schema: serde_json::Value = serde_json::from_str(schema::CONTACT)?;
//! for example in schema["examples"].as_array().into_iter().flatten() {
//!     assert!(Contact::is_valid_json(example.to_string().as_bytes()));
//! }
//! # Ok::<(), serde_json::Error>(())
//! ```

/// The version of the contract that the types, the schemas and the linter follow: the one in the
/// path of the API, `/companies/v2/…`.
///
/// The version of this crate is independent of it and covers the Rust interface and the rules.
///
/// # Examples
///
/// ```
/// let path = "/companies/v2/rs/{companyId}/contacts/{contactId}";
/// assert!(path.contains(&format!("/v{}/", contact_schema::schema::CONTRACT_VERSION)));
/// ```
pub const CONTRACT_VERSION: &str = "2";

/// The schema of [`UpdateContactRequest`](crate::UpdateContactRequest).
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::UPDATE_CONTACT_REQUEST)?;
/// assert_eq!(schema["title"], "UpdateContactRequest");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const UPDATE_CONTACT_REQUEST: &str = include_str!("../schemas/update-contact-request.schema.json");

/// The schema of [`Contact`](crate::Contact).
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::CONTACT)?;
/// assert_eq!(schema["title"], "Contact");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const CONTACT: &str = include_str!("../schemas/contact.schema.json");

/// The schema of the problem details that a server answers with, as the feature `problem` writes
/// them.
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::PROBLEM)?;
/// assert_eq!(schema["properties"]["errors"]["items"]["properties"]["pointer"]["type"], "string");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const PROBLEM: &str = include_str!("../schemas/problem.schema.json");

/// The operation as an OpenAPI 3.1 document: path, parameters, headers, bodies and all answers. It
/// is self-contained; its components equal the schemas above.
///
/// In it, `Authorization` and `x-session-token` are security schemes and `content-type` is the key
/// of the body's content, because OpenAPI ignores header parameters named `Authorization` and
/// `Content-Type`.
///
/// # Examples
///
/// ```
/// use contact_schema::{endpoint, schema};
///
/// let document: serde_json::Value = serde_json::from_str(schema::OPENAPI)?;
/// assert_eq!(document["openapi"], "3.1.1");
/// assert!(document["paths"][endpoint::PATH_TEMPLATE]["patch"].is_object());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const OPENAPI: &str = include_str!("../schemas/openapi.json");

/// [`UPDATE_CONTACT_REQUEST`] with patterns that every regex engine reads and without `format`
/// (Draft 2020-12).
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::PORTABLE_UPDATE_CONTACT_REQUEST)?;
/// assert_eq!(schema["properties"]["email"]["pattern"], contact_schema::Email::PORTABLE_PATTERN);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const PORTABLE_UPDATE_CONTACT_REQUEST: &str =
    include_str!("../schemas/portable/update-contact-request.schema.json");

/// [`CONTACT`] with patterns that every regex engine reads and without `format` (Draft 2020-12).
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::PORTABLE_CONTACT)?;
/// assert_eq!(schema["properties"]["email"]["pattern"], contact_schema::Email::PORTABLE_PATTERN);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const PORTABLE_CONTACT: &str = include_str!("../schemas/portable/contact.schema.json");

/// [`PROBLEM`] without `format` (Draft 2020-12).
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::PORTABLE_PROBLEM)?;
/// assert!(schema["properties"]["type"].get("format").is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const PORTABLE_PROBLEM: &str = include_str!("../schemas/portable/problem.schema.json");

/// [`PORTABLE_UPDATE_CONTACT_REQUEST`] in Draft 07, for Ajv's default export, Monaco and older
/// tools.
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::DRAFT_07_UPDATE_CONTACT_REQUEST)?;
/// assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const DRAFT_07_UPDATE_CONTACT_REQUEST: &str =
    include_str!("../schemas/draft-07/update-contact-request.schema.json");

/// [`PORTABLE_CONTACT`] in Draft 07, for Ajv's default export, Monaco and older tools.
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::DRAFT_07_CONTACT)?;
/// assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const DRAFT_07_CONTACT: &str = include_str!("../schemas/draft-07/contact.schema.json");

/// [`PORTABLE_PROBLEM`] in Draft 07, for Ajv's default export, Monaco and older tools.
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::DRAFT_07_PROBLEM)?;
/// assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const DRAFT_07_PROBLEM: &str = include_str!("../schemas/draft-07/problem.schema.json");

/// [`OPENAPI`] as an OpenAPI 3.0 document with the portable patterns, for generators and gateways
/// that do not support 3.1.
///
/// # Examples
///
/// ```
/// use contact_schema::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(schema::OPENAPI_3_0)?;
/// assert_eq!(schema["openapi"], "3.0.4");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const OPENAPI_3_0: &str = include_str!("../schemas/openapi-3.0.json");
