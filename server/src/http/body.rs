//! Bodies of forms: raw, bounded fields. Nothing is decoded into types here, so that a missing box or a wrong number
//! loses nothing.

use actix_web::{HttpRequest, http::header, web};
use contract::fields::Fields;
use futures::StreamExt;

/// Longest body that is read, in bytes. A longer one gets the page that says so.
pub const LONGEST_BODY: usize = 4 * 1024 * 1024;
/// Longest single value that is kept, in bytes; the rest is cut off and the field says that it is too long.
pub const LONGEST_VALUE: usize = 300 * 1024;
/// Most fields that are read.
pub const MOST_FIELDS: usize = 500;

/// A body that cannot be read.
#[derive(Debug)]
pub enum BodyError {
    /// Longer than `LONGEST_BODY`.
    TooLarge,
    /// The connection broke, or the parts cannot be told apart.
    Broken,
}

/// Reads a body, either form encoding.
///
/// # Errors
/// Too large or broken.
pub async fn read(request: &HttpRequest, payload: web::Payload) -> Result<Fields, BodyError> {
    let content_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    match content_type.starts_with("multipart/form-data") {
        true => read_parts(request, payload).await,
        false => read_encoded(payload).await,
    }
}

async fn read_encoded(mut payload: web::Payload) -> Result<Fields, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| BodyError::Broken)?;
        if body.len() + chunk.len() > LONGEST_BODY {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(decode(&body))
}

async fn read_parts(request: &HttpRequest, payload: web::Payload) -> Result<Fields, BodyError> {
    let mut parts = actix_multipart::Multipart::new(request.headers(), payload);
    let (mut pairs, mut total) = (Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| BodyError::Broken)?;
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| BodyError::Broken)?;
            total += chunk.len();
            if total > LONGEST_BODY {
                return Err(BodyError::TooLarge);
            }
            value.extend_from_slice(&chunk);
        }
        if pairs.len() < MOST_FIELDS {
            pairs.push((name, bounded(&String::from_utf8_lossy(&value))));
        }
    }
    Ok(Fields::new(pairs))
}

/// Decodes `application/x-www-form-urlencoded`. Line ends become `\n`; bytes that are not UTF-8 become `�`; NUL bytes
/// are dropped, because PostgreSQL cannot keep them.
pub fn decode(body: &[u8]) -> Fields {
    let pairs = body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .take(MOST_FIELDS)
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = unescape(halves.next().unwrap_or_default());
            let value = unescape(halves.next().unwrap_or_default());
            (bounded(&name), bounded(&value))
        })
        .collect();
    Fields::new(pairs)
}

fn unescape(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut index = 0;
    while let Some(&byte) = text.get(index) {
        let escaped = text
            .get(index + 1..index + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, escaped) {
            (b'+', _) => bytes.push(b' '),
            (b'%', Some(value)) => {
                bytes.push(value);
                index += 2;
            }
            (other, _) => bytes.push(other),
        }
        index += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn bounded(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\0', "");
    if text.len() > LONGEST_VALUE {
        let end = (0..=LONGEST_VALUE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
