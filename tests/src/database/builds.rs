//! What is made once for each build of a program and used by every test of a run: a folder beside the program, named after
//! the build, so that another program, other migrations or other seeds begin with another one. Those of earlier builds are
//! deleted.

use domain::context::{Clock as _, SystemClock};
use std::{
    env,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// Builds whose folders stay: a run of an earlier one may still be going on.
const STAYING: usize = 3;

/// The folders of one build of one program.
pub struct Build(PathBuf);

/// One folder of a build.
pub struct Folder(PathBuf);

/// Of the program that is running: the tests themselves.
pub fn of_this_program() -> Build {
    of(&env::current_exe().expect("a program knows where it stands"))
}

/// Of a program. What a program makes with the clock of the machine is of a day, so every day has its own.
pub fn of(program: &Path) -> Build {
    let built = fs::metadata(program).and_then(|file| file.modified()).expect("the program is there");
    let name = program.file_name().expect("a program has a name").to_string_lossy().into_owned();
    let folder = program.parent().expect("a program stands in a folder");
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    let all = folder.join("test-stores").join(name);
    let own = all.join(format!("{}-{}", nanoseconds(built), SystemClock.today()));
    if !own.exists() {
        fs::create_dir_all(&own).expect("a folder can be made");
        delete_earlier(&all, &own);
    }
    Build(own)
}

impl Build {
    /// The folder with this name.
    pub fn folder(&self, name: &str) -> Folder {
        let folder = self.0.join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        Folder(folder)
    }
}

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Held until dropped: what is in the folder is made by one test at a time.
    pub fn lock(&self) -> File {
        let path = self.0.join("lock");
        let file = File::options().create(true).append(true).open(path).expect("a lock file can be made");
        file.lock().expect("a lock can be held");
        file
    }
}

/// Copies everything in a folder into another.
///
/// # Errors
/// Those of the disk.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn delete_earlier(all: &Path, own: &Path) {
    let Ok(entries) = fs::read_dir(all) else { return };
    let mut others: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.path() != own)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    others.sort_unstable();
    let gone = others.len().saturating_sub(STAYING);
    for (_, folder) in others.drain(..gone) {
        // Somebody else may be deleting the same.
        let _ = fs::remove_dir_all(folder);
    }
}

fn nanoseconds(moment: SystemTime) -> u128 {
    moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
