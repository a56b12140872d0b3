//! Builds what the browser loads: styles, and in release builds the islands as WASM with their JavaScript. Everything
//! gets a name with a hash of its contents, is compressed here once, and is embedded in the program.
//!
//! `TONGBAN_FRONTEND=build` compiles the islands in a debug build too; `TONGBAN_FRONTEND=skip` leaves them out of a
//! release build. Styles are always built: pages need them, and they cost next to nothing.

mod build {
    pub mod compress;
    pub mod fault;
    pub mod files;
    pub mod islands;
    pub mod style;
    pub mod table;
    pub mod toolchain;
    pub mod wasm;
}

use build::{fault::Fault, files::Files, islands, style, table};
use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What the front end is made of. Not `locales`: islands get their words as properties.
const SOURCES: [&str; 11] = [
    "Cargo.lock",
    "Cargo.toml",
    "app/Cargo.toml",
    "app/check",
    "app/contract",
    "app/entitlement",
    "app/islands",
    "app/public",
    "app/src",
    "server/policy/src",
    "style",
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Fault { line, output: None }) => {
            println!("cargo::error={line}");
            ExitCode::SUCCESS
        }
        Err(Fault { line, output: Some(output) }) => {
            eprintln!("{output}\n{line}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let workspace = workspace()?;
    let out = PathBuf::from(variable("OUT_DIR")?);
    println!("cargo::rerun-if-env-changed=TONGBAN_FRONTEND");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", workspace.join(source).display());
    }
    let mut files = Files::new();
    files.add_folder(&workspace.join("app/public"))?;
    files.add_folder(&workspace.join("style/icons"))?;
    style::add(&workspace.join("style"), &mut files)?;
    if with_islands()? {
        islands::add(&workspace, &out, &mut files)?;
    }
    table::write(&files, &out)
}

fn with_islands() -> Result<bool, Fault> {
    match env::var("TONGBAN_FRONTEND").unwrap_or_default().as_str() {
        "build" => Ok(true),
        "skip" => Ok(false),
        "" => Ok(variable("PROFILE")? == "release"),
        other => Err(Fault::line(format!("TONGBAN_FRONTEND is \"{other}\"; it can be build, skip or unset"))),
    }
}

fn workspace() -> Result<PathBuf, Fault> {
    let manifest = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let workspace = manifest.parent().and_then(Path::parent).map(Path::to_path_buf);
    workspace.ok_or_else(|| Fault::line("server/assets does not stand in its workspace"))
}

fn variable(name: &str) -> Result<String, Fault> {
    env::var(name).map_err(|_| Fault::line(format!("{name} is not set: this is a build script, run by cargo")))
}
