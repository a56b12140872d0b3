//! One line of the log for every request: method, pattern of the address, status, time, and the number under which what
//! went wrong is found. Nobody's address, nothing of the query, and no id of a thing: the pattern stands in its place.

use super::addresses;
use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use std::time::Instant;

/// The number of a request, in the log and on the page that says that something went wrong.
#[derive(Clone, Debug)]
pub struct RequestNumber(pub String);

impl RequestNumber {
    /// A number of a request.
    pub fn fresh() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string()[..8].to_owned())
    }
}

/// Numbers a request and writes its line when it is answered.
///
/// # Errors
/// Those of the service.
pub async fn log_requests(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let number = RequestNumber::fresh();
    let pattern = addresses::pattern(request.path());
    let method = known_method(request.method().as_str());
    request.extensions_mut().insert(number.clone());
    let answer = next.call(request).await;
    let status = match &answer {
        Ok(answer) => answer.status().as_u16(),
        Err(error) => error.as_response_error().status_code().as_u16(),
    };
    let milliseconds = began.elapsed().as_millis();
    tracing::info!(target: "tongban::http", request = number.0, method, pattern, status, milliseconds);
    answer
}

/// A method is whatever a stranger writes; only those that mean something are written down.
fn known_method(method: &str) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method).unwrap_or("other")
}
