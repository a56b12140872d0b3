//! The table of the embedded files, as Rust source that `src/lib.rs` includes.

use super::{
    compress,
    fault::Fault,
    files::{File, Files, address},
};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// Fields of `FrontEnd`, and the file behind each.
const PATHS: [(&str, &str); 8] = [
    ("print_css", "print.css"),
    ("staff_css", "staff.css"),
    ("design_css", "design.css"),
    ("island_js", "islands.js"),
    ("island_wasm", "islands.wasm"),
    ("check_js", "check.js"),
    ("check_wasm", "check.wasm"),
    ("icon", "favicon.svg"),
];

/// Compresses every file and writes the table.
pub fn write(files: &Files, out: &Path) -> Result<(), Fault> {
    let folder = out.join("files");
    fs::create_dir_all(&folder).map_err(|error| Fault::file(&folder, error))?;
    let mut source = String::from("static ASSETS: &[Asset] = &[\n");
    for file in files.iter() {
        source.push_str(&entry(file, &folder)?);
    }
    source.push_str("];\n");
    let path = |name: &str| files.find(name).map(|file| address(&file.hashed));
    let css = path("main.css").unwrap_or_default();
    _ = writeln!(source, "static FRONT_END: FrontEnd = FrontEnd {{\n    css: {css:?},");
    for (field, name) in PATHS {
        _ = writeln!(source, "    {field}: {:?},", path(name));
    }
    source.push_str("};\n");
    save(&out.join("assets.rs"), source.as_bytes())
}

fn entry(file: &File, folder: &Path) -> Result<String, Fault> {
    let raw = folder.join(&file.hashed);
    save(&raw, &file.contents)?;
    let brotli = compressed(&raw, "br", compress::brotli(&file.contents)?, &file.contents)?;
    let gzip = compressed(&raw, "gz", compress::gzip(&file.contents)?, &file.contents)?;
    Ok(format!(
        "    Asset {{ name: {:?}, path: {:?}, content_type: {:?}, raw: include_bytes!({raw:?}), brotli: {brotli}, gzip: {gzip} }},\n",
        file.name,
        address(&file.hashed),
        content_type(&file.name)?,
    ))
}

/// Saves a compressed form, unless it is larger than the file itself.
fn compressed(raw: &Path, extension: &str, bytes: Vec<u8>, contents: &[u8]) -> Result<String, Fault> {
    if bytes.len() >= contents.len() {
        return Ok("None".to_owned());
    }
    let mut name = raw.as_os_str().to_owned();
    name.push(format!(".{extension}"));
    let path = PathBuf::from(name);
    save(&path, &bytes)?;
    Ok(format!("Some(include_bytes!({path:?}))"))
}

fn content_type(name: &str) -> Result<&'static str, Fault> {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("png") => Ok("image/png"),
        Some("svg") => Ok("image/svg+xml"),
        Some("wasm") => Ok("application/wasm"),
        Some("webmanifest") => Ok("application/manifest+json"),
        Some(_) | None => {
            Err(Fault::line(format!("{name}: its content type is not known to server/assets/build/table.rs")))
        }
    }
}

fn save(path: &Path, contents: &[u8]) -> Result<(), Fault> {
    fs::write(path, contents).map_err(|error| Fault::file(path, error))
}
