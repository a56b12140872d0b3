//! Styles: every sheet at the top of `style/` is bundled with what it imports, lowered to the browsers below and minified.

use super::{fault::Fault, files::Files};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    dependencies::{Dependency, DependencyOptions},
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions},
    targets::{Browsers, Targets},
};
use std::{fs, path::Path};

/// The sheet that every page loads.
const CORE: &str = "main.css";

/// The oldest browsers that get the whole look, as `major << 16 | minor << 8`: those of telephones sold around 2020.
/// Older ones get the page without what they do not know.
const BROWSERS: Browsers = Browsers {
    android: Some(87 << 16),
    chrome: Some(87 << 16),
    edge: Some(87 << 16),
    firefox: Some(78 << 16),
    ie: None,
    ios_saf: Some(14 << 16 | 5 << 8),
    opera: None,
    safari: Some(14 << 16 | 1 << 8),
    samsung: Some(14 << 16),
};

/// Bundles the sheets and adds them to the files. What they refer to by `url()` must stand among the files already.
pub fn add(folder: &Path, files: &mut Files) -> Result<(), Fault> {
    let entries = fs::read_dir(folder).map_err(|error| Fault::file(folder, error))?;
    let mut sheets: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    sheets.sort();
    for sheet in &sheets {
        let name = sheet.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let css = bundle(sheet, files)?;
        files.add(&name, css.into_bytes())?;
    }
    match files.find(CORE) {
        Some(_) => Ok(()),
        None => Err(Fault::file(&folder.join(CORE), "missing; every page loads it")),
    }
}

fn bundle(sheet: &Path, files: &Files) -> Result<String, Fault> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut style = bundler.bundle(sheet).map_err(|error| Fault::line(format!("style: {error}")))?;
    let targets = Targets::from(BROWSERS);
    style.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| Fault::file(sheet, error))?;
    let printer = PrinterOptions {
        minify: true,
        targets,
        analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
        ..PrinterOptions::default()
    };
    let printed = style.to_css(printer).map_err(|error| Fault::file(sheet, error))?;
    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        if let Dependency::Url(link) = dependency {
            let name = link.url.rsplit('/').next().unwrap_or_default();
            let file = files.find(name).ok_or_else(|| {
                Fault::file(sheet, format!("url({}) is not a file of style/icons or app/public", link.url))
            })?;
            css = css.replace(&link.placeholder, &super::files::address(&file.hashed));
        }
    }
    Ok(css)
}
