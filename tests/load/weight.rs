//! What a first visit sends: the page and every file that it names, as a browser with an empty cache loads them.

use super::{
    Outcome,
    figures::{Gate, line},
    visitor::Visitor,
};

/// Loads the home page in a mode and prints what it weighs. One kilobyte is 1,000 bytes.
pub async fn report(visitor: &mut Visitor, mode: &str) -> Outcome<()> {
    visitor.choose_mode(mode).await?;
    let page = visitor.get("/").await?;
    let html = kilobytes(visitor, "/").await?;
    let mut core = 0.0;
    let mut before = html;
    let mut wasm = None;
    println!("  {mode}");
    line("  HTML kB", html, Gate::None);
    for path in files(page.text()?) {
        let weight = kilobytes(visitor, &path).await?;
        line(&format!("  {path} kB"), weight, Gate::None);
        if path.ends_with(".wasm") {
            wasm = Some(weight);
        } else {
            before += weight;
        }
        if path.contains("/main-") {
            core = weight;
        }
    }
    line("  core style kB", core, Gate::Most(7.0));
    line("  core style and HTML kB", core + html, Gate::Most(14.0));
    line("  everything before WASM kB", before, Gate::Most(60.0));
    if let Some(wasm) = wasm {
        line("  WASM kB", wasm, Gate::Most(150.0));
    }
    Ok(())
}

async fn kilobytes(visitor: &mut Visitor, path: &str) -> Outcome<f64> {
    let answer = visitor.get_compressed(path).await?;
    match answer.status {
        200 => Ok(answer.body.len() as f64 / 1e3),
        status => Err(format!("{path}: status {status}").into()),
    }
}

/// Every embedded file that a page names, each once.
fn files(page: &str) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    for rest in page.split("/assets/").skip(1) {
        let name: String =
            rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "-._".contains(*letter)).collect();
        let path = format!("/assets/{name}");
        if !files.contains(&path) {
            files.push(path);
        }
    }
    files
}
