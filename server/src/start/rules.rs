//! The rules that a command runs on: the city's own inside the program, or those of files.

use crate::{
    cli::Rules,
    config::ConfigError,
    encoding::{Decoded, decoded},
    faults::cause,
    output::{note, say},
    words::{with, words},
};
use app::policies::document::problems::sentence;
use domain::policies::seeds;
use policy::{
    check::check, document::Policy, keyboard, parameters::Parameters, problem::Problem, set::PolicySet,
    vocabulary::Vocabulary,
};
use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

/// What the folder of `--policies` may hold beside policies: the last is of the clocks, and no policy reads it.
const BESIDE: [&str; 3] = ["vocabulary.toml", "parameters.toml", "working-days.toml"];

/// Rules that were read.
pub(super) struct Loaded {
    pub(super) vocabulary: Vocabulary,
    pub(super) parameters: Parameters,
    /// Names and texts of the policy documents.
    pub(super) documents: Vec<(String, String)>,
}

impl Loaded {
    /// Every policy without problems.
    pub(super) fn policies(&self) -> Vec<Policy> {
        self.documents.iter().filter_map(|(_, text)| check(text, &self.vocabulary, &self.parameters).policy).collect()
    }

    /// The policies in the order in which they are evaluated.
    pub(super) fn set(&self) -> Result<PolicySet, ConfigError> {
        PolicySet::new(self.policies()).map_err(|problems| {
            let first = problems.first().map(|problem| line(&problem.path, problem)).unwrap_or_default();
            ConfigError::new("cli-policy-together", &[("problem", &first)])
        })
    }
}

/// Reads the rules.
///
/// # Errors
/// A file cannot be read; the vocabulary or the parameters have problems.
pub(super) fn load(rules: &Rules) -> Result<Loaded, ConfigError> {
    let folder = rules.policies.as_deref().filter(|path| path.is_dir());
    let beside = |name: &str| folder.map(|folder| folder.join(name)).filter(|path| path.exists());
    let [vocabulary, parameters, _] = BESIDE;
    let vocabulary = rules.vocabulary.clone().or_else(|| beside(vocabulary));
    let parameters = rules.parameters.clone().or_else(|| beside(parameters));
    // Another vocabulary or other policies are another city: its parameters are not ours.
    let own_parameters = if vocabulary.is_none() { seeds::PARAMETERS } else { "" };
    let vocabulary_text = read_or(vocabulary.as_deref(), seeds::VOCABULARY)?;
    let parameters_text = read_or(parameters.as_deref(), own_parameters)?;
    Ok(Loaded {
        vocabulary: Vocabulary::parse(&vocabulary_text)
            .map_err(|problems| refused(vocabulary.as_deref(), "vocabulary", &problems))?,
        parameters: Parameters::parse(&parameters_text)
            .map_err(|problems| refused(parameters.as_deref(), "parameters", &problems))?,
        documents: match &rules.policies {
            None => seeds::POLICIES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            Some(path) => {
                let mut files = Vec::new();
                find(path, &mut files)?;
                read_all(&files)?
            }
        },
    })
}

/// Reads documents that were named one by one.
pub(super) fn read_all(files: &[PathBuf]) -> Result<Vec<(String, String)>, ConfigError> {
    files.iter().map(|file| Ok((file.display().to_string(), read(file)?))).collect()
}

/// Reads a text however it was written down, and names what is not UTF-8.
pub(super) fn read(file: &Path) -> Result<String, ConfigError> {
    let Decoded { text, encoding } = decode(file)?;
    if let Some(encoding) = encoding {
        let arguments: [(&str, &dyn Display); 2] = [("file", &file.display()), ("encoding", &encoding)];
        note!("tongban: {}", with("cli-document-encoding", &arguments));
    }
    Ok(text)
}

/// Puts documents right where they stand: UTF-8 without a byte order mark, and the marks of the format in place of those of
/// a Chinese keyboard. A file that needs nothing is not touched.
pub(super) fn repair(files: &[PathBuf]) -> Result<(), ConfigError> {
    for file in files {
        let failed = |error: std::io::Error| of_file(file, &error);
        let before = std::fs::read(file).map_err(failed)?;
        let Decoded { text, encoding } = decode(file)?;
        let repaired = keyboard::repaired(&text);
        if repaired.as_bytes() == before {
            continue;
        }
        // Whole or not at all: what somebody wrote must not be cut off on a full disk.
        let mut beside = file.as_os_str().to_owned();
        beside.push(".repairing");
        let beside = PathBuf::from(beside);
        let permissions = std::fs::metadata(file).map_err(failed)?.permissions();
        std::fs::write(&beside, &repaired)
            .and_then(|()| std::fs::set_permissions(&beside, permissions))
            .and_then(|()| std::fs::rename(&beside, file))
            .map_err(failed)?;
        let marks = if repaired == text { 0 } else { keyboard::marks(&text).len() };
        let mut arguments: Vec<(&str, &dyn Display)> = vec![("marks", &marks)];
        let name = file.display();
        arguments.push(("file", &name));
        let key = match &encoding {
            None => "cli-document-repaired",
            Some(encoding) => {
                arguments.push(("encoding", encoding));
                "cli-document-repaired-from"
            }
        };
        say!("{}", with(key, &arguments));
    }
    Ok(())
}

fn decode(file: &Path) -> Result<Decoded, ConfigError> {
    let bytes = std::fs::read(file).map_err(|error| of_file(file, &error))?;
    decoded(&bytes).ok_or_else(|| ConfigError::new("cli-document-no-text", &[("file", &file.display())]))
}

fn of_file(file: &Path, error: &std::io::Error) -> ConfigError {
    ConfigError::new("cli-file", &[("file", &file.display()), ("cause", &cause(error))])
}

/// One problem on one line: where, by which programs find it, and the words of the desk, with the remedy.
pub(super) fn line(name: &str, problem: &Problem) -> String {
    let Problem { code, line, column, path, suggestion, .. } = problem;
    let said = sentence(&words(), problem);
    let remedy = suggestion.as_ref().map(|text| format!(" {}", with("cli-document-remedy", &[("text", text)])));
    format!("{name}:{line}:{column} {} {path}: {said}{}", code.as_str(), remedy.unwrap_or_default())
}

/// Documents below a folder in the order of their names, or the one document.
fn find(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), ConfigError> {
    let unreadable = |error: std::io::Error| of_file(path, &error);
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries: Result<Vec<_>, _> = std::fs::read_dir(path).map_err(unreadable)?.collect();
    let mut paths: Vec<PathBuf> = entries.map_err(unreadable)?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let is_beside = path.file_name().is_some_and(|name| BESIDE.iter().any(|beside| name == *beside));
        if path.is_dir() || (path.extension().is_some_and(|extension| extension == "toml") && !is_beside) {
            find(&path, files)?;
        }
    }
    Ok(())
}

fn read_or(file: Option<&Path>, otherwise: &str) -> Result<String, ConfigError> {
    file.map_or_else(|| Ok(otherwise.to_owned()), read)
}

fn refused(file: Option<&Path>, name: &str, problems: &[Problem]) -> ConfigError {
    let name = file.map_or_else(|| name.to_owned(), |file| file.display().to_string());
    let lines: Vec<String> = problems.iter().map(|problem| line(&name, problem)).collect();
    ConfigError::lines(&lines)
}
