//! Fields: label, hint, error and input, wired for screen readers. Values are kept whatever they are.

use super::{character_count::CharacterCount, error_summary::error_at};
use crate::i18n::Words;
use contract::error::FieldError;
use leptos::prelude::*;

/// One line, or several.
#[derive(Default)]
pub struct TextField<'a> {
    /// Id and name.
    pub id: &'a str,
    /// What it asks for.
    pub label: String,
    /// One short sentence.
    pub hint: Option<String>,
    /// What was typed.
    pub value: String,
    /// `text`, `password`, `tel`, `search`.
    pub kind: &'static str,
    /// Autocomplete token, for the person's own data.
    pub autocomplete: Option<String>,
    /// `numeric`, `decimal` or `tel`.
    pub inputmode: Option<&'static str>,
    /// The label is the page's heading.
    pub heading: bool,
    /// Rows of a long text; 0 for one line.
    pub rows: u32,
    /// The most characters that a long text may have, where the page says so.
    pub most: Option<u32>,
    /// Width in characters, where the length is known.
    pub width: Option<&'static str>,
    /// Unit after the input: 元. The hint or the label says it too.
    pub unit: Option<String>,
}

/// A text field with its label.
pub fn text_field(words: &Words, errors: &[FieldError], field: TextField<'_>) -> AnyView {
    let error = error_at(words, errors, field.id);
    let wrong = group_class(error.is_some());
    let id = field.id.to_owned();
    let most = field.most.filter(|_| field.rows > 0);
    let count_id = most.map(|_| format!("{id}-count"));
    let described = described_by(&id, field.hint.is_some(), error.is_some());
    let described = described.into_iter().chain(count_id).reduce(|ids, id| format!("{ids} {id}"));
    let invalid = error.is_some().then_some("true");
    let class = match field.width {
        Some(width) => format!("input {width}"),
        None => "input".to_owned(),
    };
    let input = match field.rows {
        0 => view! {
            <input class=class id=id.clone() name=id.clone() type=if field.kind.is_empty() { "text" } else { field.kind }
                value=field.value autocomplete=field.autocomplete inputmode=field.inputmode
                aria-describedby=described aria-invalid=invalid/>
        }
        .into_any(),
        rows => view! {
            <textarea class=class id=id.clone() name=id.clone() rows=rows.to_string()
                aria-describedby=described aria-invalid=invalid>{format!("\n{}", field.value)}</textarea>
        }
        .into_any(),
    };
    let input = match field.unit {
        Some(unit) => view! { <div class="with-unit">{input}<span>{unit}</span></div> }.into_any(),
        None => input,
    };
    let label = match field.heading {
        true => view! { <h1><label for=id.clone()>{field.label}</label></h1> }.into_any(),
        false => view! { <label class="label" for=id.clone()>{field.label}</label> }.into_any(),
    };
    let count = most.map(|most| character_count(words, field.id, most));
    view! { <div class=wrong>{label}{hint(&id, field.hint)}{error_line(&id, error)}{input}{count}</div> }.into_any()
}

/// The limit beneath a long text. Its page says that it holds an island.
fn character_count(words: &Words, field: &str, most: u32) -> AnyView {
    // The island puts the figure in: it has no Fluent of its own.
    let counted = |key: &str| words.with(key, &[("count", "{count}")]);
    let limit = words.with("character-count-limit", &[("count", &most.to_string())]);
    view! {
        <CharacterCount
            field=field.to_owned()
            most=most as usize
            limit
            left=counted("character-count-left")
            over=counted("character-count-over")
        />
    }
    .into_any()
}

/// One of many: a list to open. Without a choice the first line asks for one.
pub fn select_field(words: &Words, errors: &[FieldError], group: Choices<'_>) -> AnyView {
    let error = error_at(words, errors, group.id);
    let wrong = group_class(error.is_some());
    let id = group.id.to_owned();
    let described = described_by(&id, group.hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let none = !group.options.iter().any(|option| option.checked);
    let options = group
        .options
        .into_iter()
        .map(|option| view! { <option value=option.value selected=option.checked>{option.label}</option> })
        .collect_view();
    let label = match group.heading {
        true => view! { <h1><label for=id.clone()>{group.legend}</label></h1> }.into_any(),
        false => view! { <label class="label" for=id.clone()>{group.legend}</label> }.into_any(),
    };
    view! {
        <div class=wrong>
            {label}
            {hint(&id, group.hint)}
            {error_line(&id, error)}
            <select class="input" id=id.clone() name=id aria-describedby=described aria-invalid=invalid>
                <option value="" selected=none>{words.say("select-none")}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// One option of radios or checkboxes.
pub struct Choice {
    /// Value that is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// A short explanation.
    pub hint: Option<String>,
    /// Chosen.
    pub checked: bool,
}

/// Radios (`kind` = `radio`) or checkboxes (`checkbox`) under one legend.
pub struct Choices<'a> {
    /// Name of the inputs; the first one has it as its id.
    pub id: &'a str,
    /// What is asked.
    pub legend: String,
    /// One short sentence.
    pub hint: Option<String>,
    /// `radio` or `checkbox`.
    pub kind: &'static str,
    /// The options.
    pub options: Vec<Choice>,
    /// The legend is the page's heading.
    pub heading: bool,
}

/// A group of radios or checkboxes.
pub fn choices(words: &Words, errors: &[FieldError], group: Choices<'_>) -> AnyView {
    let error = error_at(words, errors, group.id);
    let wrong = group_class(error.is_some());
    let name = group.id.to_owned();
    let described = described_by(&name, group.hint.is_some(), error.is_some());
    let options = group
        .options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = if index == 0 { name.clone() } else { format!("{name}-{}", option.value) };
            let hint_id = format!("{id}-note");
            let hint_line = option.hint.map(|hint| view! { <span class="hint" id=hint_id.clone()>{hint}</span> });
            let noted = hint_line.is_some().then_some(hint_id);
            view! {
                <div class="choice">
                    <input id=id.clone() name=name.clone() type=group.kind value=option.value checked=option.checked
                        aria-describedby=noted/>
                    <label for=id>{option.label}</label>
                    {hint_line}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class=wrong aria-describedby=described>
            {legend(group.legend, group.heading)}
            {hint(&name, group.hint)}
            {error_line(&name, error)}
            <div class="choices">{options}</div>
        </fieldset>
    }
    .into_any()
}

/// Year, month and day.
pub struct DateFields<'a> {
    /// Ids are `<id>-year`, `<id>-month`, `<id>-day`.
    pub id: &'a str,
    /// What is asked.
    pub legend: String,
    /// One short sentence.
    pub hint: Option<String>,
    /// What was typed, in that order.
    pub values: [String; 3],
    /// The legend is the page's heading.
    pub heading: bool,
}

/// Three fields for a date; only the part that is wrong is marked.
pub fn date_fields(words: &Words, errors: &[FieldError], field: DateFields<'_>) -> AnyView {
    let parts = ["year", "month", "day"];
    let error = parts.iter().find_map(|part| error_at(words, errors, &format!("{}-{part}", field.id)));
    let wrong = group_class(error.is_some());
    let described = described_by(field.id, field.hint.is_some(), error.is_some());
    let inputs = parts
        .iter()
        .zip(field.values)
        .map(|(part, value)| {
            let id = format!("{}-{part}", field.id);
            let invalid = errors.iter().any(|error| error.field == id).then_some("true");
            let label = words.say(&format!("date-{part}"));
            view! {
                <div class="date-part">
                    <label for=id.clone()>{label}</label>
                    <input class=format!("input w-{part}") id=id.clone() name=id type="text" inputmode="numeric" value=value aria-invalid=invalid/>
                </div>
            }
        })
        .collect_view();
    let id = field.id.to_owned();
    view! {
        <fieldset class=wrong aria-describedby=described>
            {legend(field.legend, field.heading)}
            {hint(&id, field.hint)}
            {error_line(&id, error)}
            <div class="date">{inputs}</div>
        </fieldset>
    }
    .into_any()
}

/// A hidden field.
pub fn hidden(name: &str, value: &str) -> AnyView {
    view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }.into_any()
}

fn legend(text: String, heading: bool) -> AnyView {
    match heading {
        true => view! { <legend><h1>{text}</h1></legend> }.into_any(),
        false => view! { <legend class="label">{text}</legend> }.into_any(),
    }
}

fn group_class(error: bool) -> &'static str {
    if error { "field field-error" } else { "field" }
}

fn hint(id: &str, hint: Option<String>) -> AnyView {
    let id = format!("{id}-hint");
    hint.map(|hint| view! { <p class="hint" id=id>{hint}</p> }).into_any()
}

fn error_line(id: &str, error: Option<String>) -> AnyView {
    let id = format!("{id}-error");
    error.map(|error| view! { <p class="error" id=id>{error}</p> }).into_any()
}

fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn an_error_is_wired_to_its_field_and_the_value_is_kept() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("password", "error-password-missing")];
        let field = TextField {
            id: "password",
            label: "密码".into(),
            hint: Some("提示".into()),
            value: "<b>".into(),
            ..TextField::default()
        };
        let html = text_field(&words, &errors, field).to_html();
        assert!(html.contains(r#"aria-describedby="password-hint password-error""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"id="password-error""#) && html.contains("&lt;b&gt;"), "{html}");
    }

    #[test]
    fn errors_link_to_the_first_choice() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("attribute", "error-dispute-attribute-missing")];
        let option = |value: &str, checked| Choice {
            value: value.to_owned(),
            label: value.to_owned(),
            hint: Some("说明".to_owned()),
            checked,
        };
        let group = Choices {
            id: "attribute",
            legend: "哪一条？".to_owned(),
            hint: None,
            kind: "radio",
            options: vec![option("dob", false), option("sex", true)],
            heading: true,
        };
        let html = choices(&words, &errors, group).to_html();
        assert!(html.contains(r#"<fieldset aria-describedby="attribute-error""#), "{html}");
        assert!(html.contains("<legend><h1>哪一条？") && html.contains(r#"id="attribute""#), "{html}");
        assert!(html.contains(r#"id="attribute-sex""#) && html.matches("checked").count() == 1, "{html}");
        assert!(html.contains(r#"aria-describedby="attribute-note""#), "{html}");
    }

    #[test]
    fn only_the_wrong_part_of_a_date_is_marked() {
        let words = Words::new(Display::default());
        let errors = [FieldError::new("since-month", "error-date-impossible")];
        let values = ["2025", "13", "1"].map(str::to_owned);
        let field =
            DateFields { id: "since", legend: "从哪天起？".to_owned(), hint: None, values, heading: false };
        let html = date_fields(&words, &errors, field).to_html();
        assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 1, "{html}");
        for part in [r#"id="since-year""#, r#"value="13""#, r#"id="since-error""#, r#"inputmode="numeric""#] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
