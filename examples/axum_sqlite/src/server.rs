//! The server: the router and its one handler.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::patch;
use contact_schema::endpoint::{BearerToken, PATH_TEMPLATE};
use contact_schema::http::UpdateContactCall;
use contact_schema::http::axum::fallback;
use contact_schema::prelude::*;
use contact_schema::problem::Problem;
use http::StatusCode;

use crate::store::Store;

/// The database and the token that the server accepts.
pub struct Service {
    pub store: Mutex<Store>,
    pub bearer_token: BearerToken,
}

pub fn router(service: Service) -> Router {
    Router::new()
        .route(PATH_TEMPLATE, patch(update).fallback(fallback))
        .fallback(fallback)
        .with_state(Arc::new(service))
}

async fn update(State(service): State<Arc<Service>>, call: UpdateContactCall) -> Result<Contact, Problem> {
    if call.bearer_token != service.bearer_token {
        return Err(Problem::new(StatusCode::UNAUTHORIZED));
    }
    let mut store = service.store.lock().map_err(internal)?;
    store.update(&call.path, &call.body).map_err(internal)?.ok_or(Problem::new(StatusCode::NOT_FOUND))
}

/// Logs the error. The client gets only the status.
fn internal(error: impl std::fmt::Display) -> Problem {
    eprintln!("internal error: {error}");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR)
}
