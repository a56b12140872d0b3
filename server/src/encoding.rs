//! The text of a file that somebody wrote: UTF-8, or what programs on Chinese computers write instead.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// A text, and how it was written down.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of its encoding, where that is not UTF-8.
    pub encoding: Option<&'static str>,
}

/// Reads the text of a file. None where it is none in UTF-8, in UTF-16 with a byte order mark, or in GB18030 (which GBK and
/// GB2312 are parts of).
pub fn decoded(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (GB18030, bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?.into_owned();
    Some(Decoded { text, encoding: (encoding != UTF_8).then(|| encoding.name()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_however_it_was_written_down() {
        let read = |bytes: &[u8]| decoded(bytes).map(|read| (read.text, read.encoding));
        let text = "id = \"高龄\"";
        let told = |encoding| Some((text.to_owned(), encoding));
        assert_eq!(read(text.as_bytes()), told(None));
        assert_eq!(read(format!("\u{FEFF}{text}").as_bytes()), told(None));
        assert_eq!(read(&GB18030.encode(text).0), told(Some("gb18030")));
        let wide: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), told(Some("UTF-16LE")));
        assert_eq!(read(b"\xFF"), None);
        assert_eq!(read(b""), Some((String::new(), None)));
    }
}
