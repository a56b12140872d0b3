//! Compiling packages for the browser: a cargo inside cargo, free of the outer one's settings.

use super::{fault::Fault, toolchain::Toolchain};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What the inner cargo keeps of the outer one's environment: where it finds packages, and the shared job slots.
const KEPT: [&str; 8] = [
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_MAKEFLAGS",
    "CARGO_NET_",
    "CARGO_REGISTR",
    "CARGO_RESOLVER_",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
];

/// Set for build scripts or for the outer build only.
const DROPPED: [&str; 14] = [
    "CLIPPY_ARGS",
    "DEBUG",
    "HOST",
    "NUM_JOBS",
    "OPT_LEVEL",
    "OUT_DIR",
    "PROFILE",
    "RUSTC",
    "RUSTC_LINKER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTDOC",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "TARGET",
];

/// Compiles packages, each of which is a module, in one build: what they share is compiled once. Answers where the modules are,
/// in the order of the packages.
pub fn compile<const N: usize>(
    toolchain: &Toolchain,
    workspace: &Path,
    target_folder: &Path,
    packages: [&str; N],
) -> Result<[PathBuf; N], Fault> {
    let mut cargo = Command::new(&toolchain.cargo);
    cargo.current_dir(workspace);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let of_cargo = name == "CARGO" || name.starts_with("CARGO_") || name.starts_with("DEP_");
        if DROPPED.contains(&&*name) || (of_cargo && !KEPT.iter().any(|kept| name.starts_with(kept))) {
            cargo.env_remove(&*name);
        }
    }
    cargo
        .env("RUSTC", &toolchain.rustc)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(workspace))
        .args(["build", "--locked"])
        .args(packages.iter().flat_map(|package| ["--package", package]))
        .args(["--profile", "wasm", "--target", TARGET, "--target-dir"])
        .arg(target_folder);
    if toolchain.build_std {
        cargo.arg("-Zbuild-std=std,panic_abort").env("RUSTC_BOOTSTRAP", "1");
    }
    let output = cargo.output().map_err(|error| Fault::file(&toolchain.cargo, error))?;
    if !output.status.success() {
        let line = format!("{} do not compile for the browser (see above)", packages.join(", "));
        return Err(Fault::tool(&line, &output.stderr));
    }
    let built = target_folder.join(TARGET).join("wasm");
    Ok(packages.map(|package| built.join(format!("{package}.wasm"))))
}

/// Panic messages name source files: the paths of the machine that built them do not go to every browser.
fn flags(workspace: &Path) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=", workspace.display())];
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags.join("\u{1f}")
}
