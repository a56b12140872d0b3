//! A body that nobody reads to its end: the connection is closed after the answer. The server behind would go on reading
//! what comes in chunks, and wait for it without end, once nobody holds the body any more; so it is held until the answer
//! was sent.

use actix_web::{
    Error, HttpMessage,
    body::{BodySize, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    middleware::Next,
    web::Bytes,
};
use futures::Stream;
use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

type Shared = Rc<RefCell<Payload>>;

/// Holds the body of a request until its answer was sent.
///
/// # Errors
/// Those of the service.
pub async fn hold_body(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let held = match request.take_payload() {
        Payload::None => None,
        payload => {
            let shared = Rc::new(RefCell::new(payload));
            request.set_payload(Payload::Stream { payload: Box::pin(Reading(Rc::clone(&shared))) });
            Some(shared)
        }
    };
    let answer = next.call(request).await?;
    Ok(answer.map_body(|_, body| Sending { body: Box::pin(body), _held: held }))
}

/// The body of a request, as whoever answers reads it.
struct Reading(Shared);

impl Stream for Reading {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(cx)
    }
}

/// The body of an answer, which is dropped once it was sent.
struct Sending<B> {
    body: Pin<Box<B>>,
    _held: Option<Shared>,
}

impl<B: MessageBody> MessageBody for Sending<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_mut().poll_next(cx)
    }
}
