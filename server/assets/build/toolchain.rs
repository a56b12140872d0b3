//! Where the standard library for wasm32 comes from: installed, fetched by rustup, or compiled from its source, as
//! Debian's packages allow.

use super::{fault::Fault, wasm::TARGET};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// Debian's packages, which hold the source of the standard library and the linker for wasm32.
const DEBIAN_PACKAGES: &str = "rustc-web cargo-web rust-web-src rust-web-llvm lld-22";

/// What compiles the islands.
pub struct Toolchain {
    /// Program that builds.
    pub cargo: PathBuf,
    /// Compiler.
    pub rustc: PathBuf,
    /// The standard library is compiled first.
    pub build_std: bool,
}

/// Looks in this order: the compiler at work, rustup, the library's source beside the compiler at work, Debian's packages.
pub fn find() -> Result<Toolchain, Fault> {
    let cargo = program("CARGO", "cargo");
    let rustc = program("RUSTC", "rustc");
    if has_library(&rustc) || (add_by_rustup() && has_library(&rustc)) {
        return Ok(Toolchain { cargo, rustc, build_std: false });
    }
    let debian = (PathBuf::from("/usr/bin/cargo"), PathBuf::from("/usr/bin/rustc"));
    let builder =
        [(cargo, rustc), debian].into_iter().find(|(cargo, rustc)| cargo_exists(cargo) && can_build_library(rustc));
    match builder {
        Some((cargo, rustc)) => Ok(Toolchain { cargo, rustc, build_std: true }),
        None => Err(Fault::line(format!(
            "the islands need Rust's standard library for wasm32; run: {} (or set TONGBAN_FRONTEND=skip)",
            remedy()
        ))),
    }
}

fn remedy() -> String {
    match env::var_os("RUSTUP_TOOLCHAIN") {
        Some(toolchain) => format!("rustup target add {TARGET} --toolchain {}", toolchain.to_string_lossy()),
        None => format!("apt-get install {DEBIAN_PACKAGES}"),
    }
}

fn program(variable: &str, name: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| PathBuf::from(name), PathBuf::from)
}

fn cargo_exists(cargo: &Path) -> bool {
    Command::new(cargo).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The target is installed: its folder holds the compiled library.
fn has_library(rustc: &Path) -> bool {
    let Some(folder) = print(rustc, &["--print", "target-libdir", "--target", TARGET]) else { return false };
    let Ok(mut entries) = Path::new(&folder).read_dir() else { return false };
    entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

fn add_by_rustup() -> bool {
    let Some(toolchain) = env::var_os("RUSTUP_TOOLCHAIN") else { return false };
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET, "--toolchain"]).arg(toolchain);
    rustup.output().is_ok_and(|output| output.status.success())
}

/// The source of the library stands beside the compiler, and so does a linker for wasm32.
fn can_build_library(rustc: &Path) -> bool {
    let Some(root) = print(rustc, &["--print", "sysroot"]) else { return false };
    let library = Path::new(&root).join("lib/rustlib/src/rust/library/Cargo.lock").is_file();
    let bundled = print(rustc, &["-vV"])
        .and_then(|version| version.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned)))
        .is_some_and(|host| Path::new(&root).join("lib/rustlib").join(host).join("bin/rust-lld").is_file());
    library && (bundled || cargo_exists(Path::new("rust-lld")) || Path::new("/usr/bin/rust-lld").is_file())
}

fn print(rustc: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(rustc).args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
