//! What runs in the browser, compiled, and the JavaScript that ties it to the page: the islands, and the policy engine
//! that `/check` alone loads.

use super::{
    fault::Fault,
    files::Files,
    toolchain,
    wasm::{self, Module},
};
use std::{
    path::{Path, PathBuf},
    thread,
};
use wasm_bindgen_cli_support::Bindgen;

static MODULES: [Module; 2] = [
    Module { name: "islands", package: "app", features: &["hydrate"] },
    Module { name: "check", package: "entitlement", features: &[] },
];

/// Builds the modules and adds two files for each.
pub fn add(workspace: &Path, out: &Path, files: &mut Files) -> Result<(), Fault> {
    let toolchain = toolchain::find()?;
    let target = target_folder(out);
    // Neither waits for the other: each is linked for a minute by one core alone.
    let compiled: Vec<Result<PathBuf, Fault>> = thread::scope(|scope| {
        let compile = |module: &'static Module| {
            let target = target.join(module.name);
            let toolchain = &toolchain;
            scope.spawn(move || wasm::compile(toolchain, workspace, &target, module))
        };
        let running: Vec<_> = MODULES.iter().map(compile).collect();
        let ended = running.into_iter().map(|module| module.join());
        ended.map(|module| module.unwrap_or_else(|_| Err(Fault::line("a module could not be compiled")))).collect()
    });
    MODULES.iter().zip(compiled).try_for_each(|(module, compiled)| add_module(module, &compiled?, files))
}

fn add_module(module: &Module, compiled: &Path, files: &mut Files) -> Result<(), Fault> {
    let name = module.name;
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

/// Target folders of their own, beside those of the outer profiles: the outer cargo holds the lock of its own folder
/// while this script runs, and each inner one that of its folder. They stay between runs, so that only what changed is
/// compiled again.
fn target_folder(out: &Path) -> PathBuf {
    let root = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    root.unwrap_or(out).join("frontend")
}
