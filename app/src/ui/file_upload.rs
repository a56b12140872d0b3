//! Giving a file: the browser's own input, which every phone knows how to answer with its camera.

use super::field::{FieldLabel, Wired, hidden, labelled};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// A file that was given before and need not be chosen again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// By this the server knows it.
    pub id: String,
    /// Its name on the person's device.
    pub name: String,
}

/// A place for files before it is shown.
pub struct FileUpload<'a> {
    /// What stands above; the hint says what kind of file and how large.
    pub label: FieldLabel<'a>,
    /// What the browser offers first: `image/*,.pdf`. Another way, such as the counter, is the page's to name.
    pub accept: &'static str,
    /// Given before.
    pub kept: Vec<KeptFile>,
}

/// The input. Its form is sent as `multipart/form-data`. Visible words are the input's name, so that saying them works.
pub fn file_upload(words: &Words, errors: &[FieldError], field: FileUpload<'_>) -> Markup {
    let name = format!("{}-kept", field.label.id);
    let kept = field
        .kept
        .into_iter()
        .map(|file| {
            let remove = words.with("file-remove", &[("name", &file.name)]);
            view! {
                <li>
                    <span>{words.with("file-kept", &[("name", &file.name)])}</span>
                    {hidden(&name, &file.id)}
                    <button class="link" type="submit" name="remove" value=file.id>{remove}</button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let kept = (!kept.is_empty()).then(|| view! { <ul class="lines">{kept.collect_view()}</ul> });
    labelled(words, errors, field.label, |Wired { id, described, invalid }| {
        view! {
            {kept}
            <input class="input" type="file" id=id.clone() name=id accept=field.accept aria-describedby=described
                aria-invalid=invalid/>
        }
        .into_markup()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn a_file_given_before_stays_and_can_be_taken_back() {
        let kept = vec![KeptFile { id: "f1".into(), name: "残疾证.jpg".into() }];
        let field = FileUpload { label: FieldLabel::new("proof", "残疾证的照片"), accept: "image/*", kept };
        let errors = [FieldError::new("proof", "error-file-too-large")];
        let html = file_upload(&Words::new(Display::default()), &errors, field).to_string();
        for part in
            ["残疾证.jpg", r#"name="proof-kept" value="f1""#, r#"aria-describedby="proof-error""#, "不要残疾证.jpg"]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("capture"), "a photograph taken before can be chosen too: {html}");
    }
}
