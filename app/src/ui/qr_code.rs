//! An address as a picture for the camera of a telephone, drawn on the server. Dark on white whatever the theme: cameras
//! read nothing else. The address itself always stands beside it in words.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// White edge that a reader needs around the code, in modules (ISO/IEC 18004, 9.1).
const EDGE: usize = 4;

/// The code of an address. Nothing for an address too long for any code: the words beside it remain.
pub fn qr_code(address: &str, label: String) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else { return ().into_markup() };
    let side = (code.width() + 2 * EDGE).to_string();
    let path = lines(code.width(), &code.to_colors());
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=side.clone() height=side.clone() fill="#fff"/>
            <path d=path stroke="#000" fill="none"/>
        </svg>
    }
    .into_markup()
}

/// The dark modules as lines one module high: much shorter than a square for each.
fn lines(width: usize, modules: &[Color]) -> String {
    let mut path = String::new();
    for (row, modules) in modules.chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{} {}.5h{}", column + EDGE, row + EDGE, run.len()));
            }
            column += run.len();
        }
    }
    path
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail loudly")]
mod tests {
    use super::*;

    /// Reads the drawing as a camera would.
    fn read(html: &str) -> String {
        let between = |start: &str| html.split(start).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let side: usize = between("viewBox=\"0 0 ").split(' ').next().unwrap().parse().unwrap();
        let mut dark = vec![false; side * side];
        for line in between(" d=\"M").split('M') {
            let (start, length) = line.split_once('h').unwrap();
            let (column, row) = start.split_once(' ').unwrap();
            let (column, row): (usize, usize) = (column.parse().unwrap(), row.replace(".5", "").parse().unwrap());
            for place in column..column + length.parse::<usize>().unwrap() {
                dark[row * side + place] = true;
            }
        }
        let scale = 4;
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| {
            if dark[(y / scale) * side + x / scale] { 0 } else { 255 }
        });
        picture.detect_grids().first().unwrap().decode().unwrap().1
    }

    #[test]
    fn a_camera_reads_the_address() {
        for address in ["https://tongban.example/policies/elder-allowance", "http://localhost:8080/applications/019a-7"]
        {
            assert_eq!(read(&qr_code(address, "码".to_owned()).to_string()), address);
        }
    }

    #[test]
    fn it_is_named_and_dark_on_white_without_a_style() {
        let html = qr_code("https://tongban.example/", "扫一扫".to_owned()).to_string();
        assert!(html.contains(r#"role="img" aria-label="扫一扫""#), "{html}");
        assert!(html.contains(r##"fill="#fff""##) && html.contains(r##"stroke="#000""##), "{html}");
        assert!(!html.contains("style="), "{html}");
        assert!(!qr_code(&"x".repeat(4000), String::new()).to_string().contains("<svg"), "too long for any code");
    }
}
