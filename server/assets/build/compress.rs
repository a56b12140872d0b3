//! Compression at the highest levels: it happens once, here, and is sent a million times.

use super::fault::Fault;
use std::io::Write;

/// The largest window that every browser takes.
const BROTLI_WINDOW_BITS: i32 = 22;

/// Brotli, quality 11.
pub fn brotli(contents: &[u8]) -> Result<Vec<u8>, Fault> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: contents.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &contents[..], &mut compressed, &parameters)
        .map_err(|error| Fault::line(format!("brotli: {error}")))?;
    Ok(compressed)
}

/// Gzip, level 9, without a time stamp, so that the same contents give the same bytes.
pub fn gzip(contents: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(contents).and_then(|()| encoder.finish()).map_err(|error| Fault::line(format!("gzip: {error}")))
}
