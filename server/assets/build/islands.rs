//! What runs in the browser, compiled, and the JavaScript that ties it to the page: the islands, and the policy engine
//! that `/check` alone loads.

use super::{fault::Fault, files::Files, toolchain, wasm};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Packages whose libraries are the modules, by the names of these.
const MODULES: [&str; 2] = ["islands", "check"];

/// Builds the modules and adds two files for each.
pub fn add(workspace: &Path, out: &Path, files: &mut Files) -> Result<(), Fault> {
    let toolchain = toolchain::find()?;
    let compiled = wasm::compile(&toolchain, workspace, &target_folder(out), MODULES)?;
    MODULES.iter().zip(compiled).try_for_each(|(name, compiled)| add_module(name, &compiled, files))
}

fn add_module(name: &str, compiled: &Path, files: &mut Files) -> Result<(), Fault> {
    let bytes = std::fs::read(compiled).map_err(|error| Fault::file(compiled, error))?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, bytes).typescript(false).remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen
        .web(true)
        .and_then(Bindgen::generate_output)
        .map_err(|error| Fault::line(format!("wasm-bindgen: {error:#}")))?;
    // A file of its own would be imported by a name without a hash, in one more request before the first island.
    let snippets = output.snippets().iter().filter(|(_, scripts)| !scripts.is_empty()).map(|(name, _)| name);
    if let Some(other) = snippets.chain(output.local_modules().keys()).next() {
        return Err(Fault::line(format!("{name} would load a second JavaScript file, that of {other}")));
    }
    files.add(&format!("{name}.js"), without_margins(output.js()).into_bytes())?;
    files.add(&format!("{name}.wasm"), output.wasm_mut().emit_wasm())?;
    Ok(())
}

/// The generated JavaScript without indentation, empty lines and comment lines. (It is not minified further: after
/// compression a minifier would save less than one kilobyte.)
fn without_margins(js: &str) -> String {
    let mut kept = String::with_capacity(js.len());
    let lines = js.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("//") && !is_comment_line(line)) {
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

fn is_comment_line(line: &str) -> bool {
    line.starts_with("/**") || line.starts_with("* ") || line == "*" || line == "*/"
}

/// A target folder of its own, beside those of the outer profiles: the outer cargo holds the lock of its own folder while
/// this script runs. It stays between runs, so that only what changed is compiled again.
fn target_folder(out: &Path) -> PathBuf {
    let root = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    root.unwrap_or(out).join("frontend")
}
