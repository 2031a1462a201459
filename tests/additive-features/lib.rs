//! A client's code, written with the feature `http` alone.

// Beside the crates `http` and `proptest`, whose names a glob import must not hide (E0659).
use contact_schema::endpoint::{BearerToken, SessionToken};
use contact_schema::http::{InvalidResponse, UpdateContactCall};
use contact_schema::prelude::*;
use http::{Method, StatusCode};
use proptest::prelude::Strategy;

/// The next step of a client.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    Done,
    Retry,
    GiveUp(StatusCode),
}

/// Reads an answer. The status of a plain answer is `InvalidResponse::Status` with any set of
/// features.
pub fn next(response: &http::Response<&[u8]>) -> Next {
    match Contact::from_response(response) {
        Ok(_) => Next::Done,
        Err(InvalidResponse::Status(StatusCode::SERVICE_UNAVAILABLE)) => Next::Retry,
        Err(InvalidResponse::Status(status) | InvalidResponse::Problem { status, .. }) => Next::GiveUp(status),
        Err(InvalidResponse::Body(_)) => Next::GiveUp(response.status()),
        Err(_) => Next::GiveUp(response.status()),
    }
}

/// `InvalidBody` is exhaustive: a body is not JSON, or breaks the contract.
pub fn status(invalid: &InvalidBody) -> StatusCode {
    match invalid {
        InvalidBody::Syntax(_) => StatusCode::BAD_REQUEST,
        InvalidBody::Violations(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// `Contact` and `UpdateContactCall` are exhaustive: a member that is not set is a compile error.
pub fn contact(id: ContactId, company_id: CompanyId, at: Timestamp) -> Contact {
    Contact {
        id,
        name: Name::new("Ada").expect("a short name"),
        email: None,
        phones: Phones::default(),
        comment: None,
        company_id,
        notify_at: at.clone(),
        updated_at: at.clone(),
        created_at: at,
    }
}

/// Builds a call.
pub fn call(contact: &Contact, bearer_token: BearerToken, session_token: SessionToken) -> UpdateContactCall {
    UpdateContactCall {
        path: ContactPath { company_id: contact.company_id, contact_id: contact.id },
        bearer_token,
        session_token,
        body: UpdateContactRequest::new(true).email(Patch::from_nullable(contact.email.clone())),
    }
}

/// Uses both crates by their names.
pub fn methods() -> impl Strategy<Value = Method> {
    proptest::strategy::Just(http::Method::PATCH)
}

/// Types of the user with names that the library has under other features. A glob import of both
/// must not become ambiguous (E0659) when another crate enables these features.
pub mod own_names {
    use contact_schema::prelude::*;

    use self::mine::*;

    mod mine {
        #[derive(Debug)]
        pub struct BaseUri;
        #[derive(Debug)]
        pub struct BearerToken;
        #[derive(Debug)]
        pub struct CallHead;
        #[derive(Debug)]
        pub struct InvalidCall;
        #[derive(Debug)]
        pub struct Problem(pub super::InvalidBody);
        #[derive(Debug)]
        pub struct ProblemOptions;
        #[derive(Debug)]
        pub struct SessionToken;
        #[derive(Debug)]
        pub struct Warning;
    }

    type Others = (BaseUri, BearerToken, CallHead, InvalidCall, ProblemOptions, SessionToken, Warning);

    /// Reads a body, with an error of the user's own.
    pub fn read(json: &[u8]) -> Result<UpdateContactRequest, Problem> {
        let _: Option<Others> = None;
        UpdateContactRequest::from_json(json).map_err(Problem)
    }
}
