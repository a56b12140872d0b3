//! Bodies of forms: received whole or not at all, within a time, a length and the room that all of them share; then raw,
//! bounded fields. Nothing is decoded into types here, so that a missing box or a wrong number loses nothing.

mod room;

pub use room::Room;

use crate::encoding::decoded;
use actix_multipart::Multipart;
use actix_web::{
    HttpRequest,
    http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue},
    web,
};
use contract::fields::Fields;
use futures::{FutureExt, StreamExt, stream};
use room::Share;
use std::{sync::Arc, time::Duration};

/// Longest body of somebody who has signed in, in bytes. A longer one gets the page that says so.
pub const LONGEST_BODY: usize = 4 * 1024 * 1024;
/// Longest body of a stranger, in bytes: no form that is for everybody needs more.
pub const LONGEST_OF_A_STRANGER: usize = 64 * 1024;
/// Longest single value that is kept, in bytes; the rest is cut off and the field says that it is too long.
pub const LONGEST_VALUE: usize = 300 * 1024;
/// Longest name of a field, in bytes. No form has a field of a longer one.
const LONGEST_NAME: usize = 200;
/// Most fields of one form.
pub const MOST_FIELDS: usize = 500;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// A body that was not received, or that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum BodyError {
    /// Longer than it may be, or more fields.
    TooLarge,
    /// The connection broke, or took too long, or the parts cannot be told apart.
    Broken,
    /// Too many bodies are being received at this moment.
    NoRoom,
}

/// A body that arrived whole, as it was sent. It takes its share of the room until it is dropped.
pub struct Body {
    content_type: Option<HeaderValue>,
    /// What was sent.
    pub bytes: Vec<u8>,
    _share: Share,
}

/// The length that a request declares; none when it says nothing, as with chunks.
pub fn declared_length(request: &HttpRequest) -> Option<usize> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Receives a body of at most so many bytes.
///
/// # Errors
/// Too large, broken off, too slow, or no room.
pub async fn receive(
    request: &HttpRequest,
    payload: web::Payload,
    longest: usize,
    room: &Arc<Room>,
) -> Result<Body, BodyError> {
    if declared_length(request).is_some_and(|length| length > longest) {
        return Err(BodyError::TooLarge);
    }
    let content_type = request.headers().get(CONTENT_TYPE).cloned();
    match tokio::time::timeout(PATIENCE, collect(payload, longest, room.share())).await {
        Ok(collected) => collected.map(|(bytes, share)| Body { content_type, bytes, _share: share }),
        Err(_) => Err(BodyError::Broken),
    }
}

async fn collect(mut payload: web::Payload, longest: usize, mut share: Share) -> Result<(Vec<u8>, Share), BodyError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| BodyError::Broken)?;
        if bytes.len() + chunk.len() > longest {
            return Err(BodyError::TooLarge);
        }
        if !share.grow(chunk.len()) {
            return Err(BodyError::NoRoom);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((bytes, share))
}

impl Body {
    /// The fields, of either form encoding. Takes the time that their length needs: not for the threads that answer.
    ///
    /// # Errors
    /// Too many fields, or parts that cannot be told apart.
    pub fn fields(&mut self) -> Result<Fields, BodyError> {
        let bytes = std::mem::take(&mut self.bytes);
        match self.content_type.take().filter(|value| value.as_bytes().starts_with(b"multipart/form-data")) {
            Some(content_type) => {
                // Everything is there, so a reader that goes on waiting waits for an end that does not come.
                parts(content_type, bytes).now_or_never().unwrap_or(Err(BodyError::Broken))
            }
            None if pairs(&bytes).count() > MOST_FIELDS => Err(BodyError::TooLarge),
            None => Ok(decode(&bytes)),
        }
    }
}

async fn parts(content_type: HeaderValue, bytes: Vec<u8>) -> Result<Fields, BodyError> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, content_type);
    let mut parts = Multipart::new(&headers, stream::once(async { Ok(bytes.into()) }));
    let mut found = Vec::new();
    while let Some(part) = parts.next().await {
        if found.len() == MOST_FIELDS {
            return Err(BodyError::TooLarge);
        }
        let mut part = part.map_err(|_| BodyError::Broken)?;
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = part.next().await {
            value.extend_from_slice(&chunk.map_err(|_| BodyError::Broken)?);
        }
        if name.len() <= LONGEST_NAME {
            let is_file = part.content_disposition().is_some_and(|part| part.get_filename().is_some());
            // A form is sent in the encoding of its page; a file is as its writer's program left it.
            let text = if is_file { decoded(&value).map(|read| read.text) } else { None };
            found
                .push((bounded(&name), bounded(&text.unwrap_or_else(|| String::from_utf8_lossy(&value).into_owned()))));
        }
    }
    Ok(Fields::new(found))
}

/// Decodes `application/x-www-form-urlencoded`. Line ends become `\n`; bytes that are not UTF-8 become `�`; NUL bytes
/// are dropped, because PostgreSQL cannot keep them.
pub fn decode(bytes: &[u8]) -> Fields {
    let decoded = form_urlencoded::parse(bytes).take(MOST_FIELDS);
    let known = decoded.filter(|(name, _)| name.len() <= LONGEST_NAME);
    Fields::new(known.map(|(name, value)| (bounded(&name), bounded(&value))).collect())
}

fn pairs(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty())
}

fn bounded(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\0', "");
    if text.len() > LONGEST_VALUE {
        text.truncate(text.floor_char_boundary(LONGEST_VALUE));
    }
    text
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    fn body(content_type: &'static str, bytes: impl Into<Vec<u8>>) -> Body {
        let content_type = Some(HeaderValue::from_static(content_type));
        Body { content_type, bytes: bytes.into(), _share: Arc::new(Room::default()).share() }
    }

    #[test]
    fn fields_are_decoded_in_order_and_bounded() {
        let fields = decode("a=1&b=%E5%BC%A0+%41&a=2&c&d=%zz%0D%0Ax%00".as_bytes());
        assert_eq!(fields.all("a"), ["1", "2"]);
        assert_eq!(fields.first("b"), "张 A");
        assert_eq!(fields.first("c"), "");
        assert_eq!(fields.first("d"), "%zz\nx");
        let long = format!("x={}", "长".repeat(LONGEST_VALUE));
        assert!(decode(long.as_bytes()).first("x").len() <= LONGEST_VALUE);
        assert_eq!(decode(&b"&".repeat(10)).pairs().len(), 0);
        assert_eq!(decode(format!("{}=1&b=2", "n".repeat(LONGEST_NAME + 1)).as_bytes()).pairs().len(), 1);
        let many = "a=1&".repeat(MOST_FIELDS);
        assert_eq!(body("text/plain", many.clone()).fields().unwrap().pairs().len(), MOST_FIELDS);
        assert_eq!(body("text/plain", many + "a=1").fields(), Err(BodyError::TooLarge));
    }

    #[test]
    fn a_file_is_read_in_the_encoding_of_its_writers_program() {
        const KIND: &str = "multipart/form-data; boundary=x";
        let text = "title = \"高龄津贴\"";
        let sent = |head: &str, value: &[u8]| {
            let mut bytes = format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n--x--\r\n");
            body(KIND, bytes).fields().unwrap().first("file").to_owned()
        };
        let file = "name=\"file\"; filename=\"policy.toml\"";
        let encoded = encoding_rs::GB18030.encode(text).0;
        assert_eq!(sent(file, text.as_bytes()), text);
        assert_eq!(sent(file, format!("\u{FEFF}{text}").as_bytes()), text);
        assert_eq!(sent(file, &encoded), text);
        // What a form says is in the encoding of its page.
        assert!(sent("name=\"file\"", &encoded).contains('\u{FFFD}'));
    }

    #[test]
    fn parts_are_counted_and_come_whole_or_not_at_all() {
        const KIND: &str = "multipart/form-data; boundary=x";
        let part = |name: &str, value: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let whole = part("a", "1") + &part(&"n".repeat(LONGEST_NAME + 1), "?") + &part("b", "二\r\n") + "--x--\r\n";
        let fields = body(KIND, whole.clone()).fields().unwrap();
        assert_eq!(fields.pairs(), [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "二\n".to_owned())]);
        for cut in [whole.len() - 6, whole.len() - 30, 60, 20, 3] {
            assert_eq!(body(KIND, &whole.as_bytes()[..cut]).fields(), Err(BodyError::Broken), "{cut}");
        }
        let long = part("text", &"行\r\n".repeat(50_000)) + "--x--\r\n";
        assert_eq!(body(KIND, long).fields().unwrap().first("text"), "行\n".repeat(50_000));
        assert_eq!(body(KIND, "nonsense").fields(), Err(BodyError::Broken));
        assert_eq!(body("multipart/form-data", whole).fields(), Err(BodyError::Broken));
        assert_eq!(body(KIND, part("a", "").repeat(MOST_FIELDS + 1) + "--x--\r\n").fields(), Err(BodyError::TooLarge));
        let names = format!("--x\r\nContent-Disposition: form-data; name=\"{}", "n".repeat(LONGEST_BODY));
        assert_eq!(body(KIND, names).fields(), Err(BodyError::Broken));
    }
}
