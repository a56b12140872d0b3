//! The memory of the program is shown to nobody.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    process::Stdio,
    thread::sleep,
    time::Duration,
};
use tests::program;

/// Nobody's user and group, as every Linux has them.
const NOBODY: u32 = 65_534;

#[test]
fn the_program_leaves_no_core_and_cannot_be_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let mut command = program::command();
    command.arg("--data").arg(&data).args(["--addr", "127.0.0.1:0", "serve", "--empty"]);
    // What belongs to a process that can be looked into belongs to its user, otherwise to root (man 5 proc). Where the
    // tests run as root, the program is somebody else's, so that the two can be told apart.
    let is_root = fs::metadata(&data).unwrap().uid() == 0;
    if is_root {
        let copy = folder.path().join("tongban");
        fs::copy(program::path(), &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
        for path in [folder.path(), &data] {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut others = std::process::Command::new(copy);
        others.args(command.get_args()).env_clear().uid(NOBODY).gid(NOBODY);
        command = others;
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let process = format!("/proc/{}", child.id());
    let core = || {
        let limits = fs::read_to_string(format!("{process}/limits")).unwrap();
        let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        line.split_whitespace().skip(4).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let owner = || fs::metadata(format!("{process}/mem")).unwrap().uid();
    let is_private = || core() == ["0", "0"] && owner() == 0;
    let became = (0..10_000).any(|_| {
        sleep(Duration::from_millis(20));
        is_private()
    });
    let (core, owner) = (core(), owner());
    // It goes on serving, and everybody may still ask how much memory it takes.
    let memory = fs::read_to_string(format!("{process}/status")).unwrap().contains("VmRSS:");
    let ended = child.try_wait().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(became && memory && ended.is_none(), "{core:?} {owner} {ended:?}");
}
