//! Draws every sample page in every mode, language and colour, as files to look at:
//! `cargo run -p app --features ssr --example gallery -- <folder>`. Put the bundled `main.css` and `staff.css` beside
//! them.

mod samples;

use app::{
    i18n::Words,
    page::Sheet,
    shell::{AssetPaths, Frame, document},
};
use contract::{
    display::{Display, Language, Mode, Theme},
    identity::{Actor, Role},
    ids::AccountId,
};
use std::{fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("Say which folder the pages go to.");
        return ExitCode::from(2);
    };
    match draw(Path::new(&folder)) {
        Ok(count) => {
            println!("{count} pages in {folder}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn draw(folder: &Path) -> std::io::Result<usize> {
    fs::create_dir_all(folder)?;
    let mut count = 0;
    for (name, page) in samples::SAMPLES {
        for language in Language::ALL {
            for mode in Mode::ALL {
                for theme in Theme::ALL {
                    let words = Words::new(Display { language, mode, theme, ..Display::default() });
                    let page = page(&words);
                    let html = document(&frame(words, page.sheet == Sheet::Staff), page);
                    let (language, mode, theme) = (language.tag(), mode.as_str(), theme.as_str());
                    fs::write(folder.join(format!("{name}.{language}.{mode}.{theme}.html")), html)?;
                    count += 1;
                }
            }
        }
    }
    Ok(count)
}

fn frame(words: Words, staff: bool) -> Frame {
    let roles = if staff { vec![Role::Caseworker, Role::Author] } else { vec![Role::Resident] };
    Frame {
        words,
        path: "/".to_owned(),
        origin: "https://tongban.example".to_owned(),
        today: samples::today(),
        actor: Some(Actor {
            account: AccountId("a".to_owned()),
            resident: None,
            roles,
            name: "林静安".to_owned(),
            district: None,
            department: None,
        }),
        unread: 0,
        session: app::identity::session_warning::Lasting::default(),
        demonstration: true,
        practising: false,
        confirmed: false,
        nonce: String::new(),
        assets: AssetPaths {
            css: "main.css".to_owned(),
            staff_css: Some("staff.css".to_owned()),
            ..AssetPaths::default()
        },
    }
}
