//! The files to embed, each with a name that says what is inside it.

use super::fault::Fault;
use std::{fs, path::Path};

/// One file.
pub struct File {
    /// Name in the sources, such as `main.css`.
    pub name: String,
    /// Name in the address, such as `main-0123456789.css`: new contents, new address, so browsers may keep it for ever.
    pub hashed: String,
    /// What is sent.
    pub contents: Vec<u8>,
}

/// All of them, in the order of arrival.
pub struct Files(Vec<File>);

impl Files {
    /// None yet.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Takes one in, and says under which address it will be served.
    pub fn add(&mut self, name: &str, contents: Vec<u8>) -> Result<String, Fault> {
        if self.find(name).is_some() {
            return Err(Fault::line(format!("two front-end files are named {name}")));
        }
        let hash = blake3::hash(&contents).to_hex();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let hashed = format!("{stem}-{}.{extension}", &hash[..10]);
        let address = address(&hashed);
        self.0.push(File { name: name.to_owned(), hashed, contents });
        Ok(address)
    }

    /// Takes in the files of a folder, not of folders inside it. A missing folder holds none.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), Fault> {
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            self.add(&name, fs::read(path).map_err(|error| Fault::file(path, error))?)?;
        }
        Ok(())
    }

    /// The file of that name in the sources.
    pub fn find(&self, name: &str) -> Option<&File> {
        self.0.iter().find(|file| file.name == name)
    }

    /// Every file.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.0.iter()
    }
}

/// Where a hashed name is served.
pub fn address(hashed: &str) -> String {
    format!("/assets/{hashed}")
}
