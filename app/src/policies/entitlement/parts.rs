//! The pieces of `/check`: each view once, with names in place of what differs.

use super::{Answers, Asked, beginning, erase, progress, promise, so_far};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        button,
        details::details,
        icon,
        offer_card::field_key,
        summary_list::{Row, list_of, summary_row},
    },
};
use contract::{
    applications::{OptionView, QuestionKind},
    entitlement::{ERRORS, Parts, WORDS},
    error::FieldError,
    typed::DATE_PARTS,
};
use leptos::prelude::*;
use policy::{
    document::Field,
    text::Text,
    vocabulary::{Attribute, UNITS, ValueType},
};
use std::collections::BTreeMap;

/// Words and pieces of the results.
pub(super) fn result_parts(words: &Words, answers: Answers) -> Parts {
    let messages = WORDS.iter().map(|(key, arguments)| message(words, key, arguments));
    let mut html = BTreeMap::new();
    let mut add = |name: &str, piece: Markup| _ = html.insert(name.to_owned(), piece.to_string());
    let go_on = button::link(words.say("entitlement-go-on"), "/check?question=next".to_owned());
    add("results", results(words));
    add("go-on", view! { <p>{go_on}</p> }.into_markup());
    add("none", view! { <p>{words.say("entitlement-none-yet")}</p> }.into_markup());
    add("erase", erase(words, answers));
    add(
        "section",
        view! { <section aria-labelledby="{id}"><h2 id="{id}">"{heading}"</h2>"[[contents]]"</section> }.into_markup(),
    );
    add("details", details("{summary}".to_owned(), "[[contents]]".into_markup()));
    add("list", view! { <ul class="catalogue">"[[lines]]"</ul> }.into_markup());
    for field in Field::ALL {
        add(&format!("standing-{}", field.as_str()), standing(words, *field));
    }
    add("amount", view! { <p class="amount">"{amount}"</p> }.into_markup());
    add("item", view! { <p><a class="link" href="/items/{id}">"{text}"</a></p> }.into_markup());
    add("sentence", view! { <p class="muted">"{text}"</p> }.into_markup());
    add("reasons", view! { <ul class="reasons">"[[lines]]"</ul> }.into_markup());
    add("reason-yes", reason(words.say("reason-yes"), "yes", icon::tick()));
    add("reason-no", reason(words.say("reason-no"), "no", icon::cross()));
    add("reason-unknown", reason(words.say("reason-unknown"), "unknown", icon::question()));
    add("told-list", list_of("[[rows]]".into_markup()));
    let change = Some(("/check?question={attribute}".to_owned(), words.say("check-change")));
    let row = Row { id: None, name: "{title}".to_owned(), value: "{value}".into_markup(), change };
    add("told-row", summary_row(row));
    Parts { language: words.language(), mode: words.display.mode, words: messages.collect(), html }
}

/// Words and pieces of everything, for a device. The beginning has `{policies}`; a question has `{attribute}`, `{title}`,
/// `{progress}`, what was typed (`{value}`, or a date's `{year}`, `{month}`, `{day}`), and with an error `{error}`.
pub fn device_parts(words: &Words, attributes: &[Attribute]) -> Parts {
    let on_device = Answers::OnDevice;
    let mut parts = result_parts(words, on_device);
    for (key, arguments) in ERRORS {
        let (key, said) = message(words, key, arguments);
        parts.words.insert(key, said);
    }
    let title: [(&str, &[&str]); 3] =
        [("entitlement-title", &[]), ("shell-title", &["title"]), ("shell-title-error", &["title"])];
    for (key, arguments) in title {
        let (key, said) = message(words, key, arguments);
        parts.words.insert(key, said);
    }
    parts.words.insert("promise".to_owned(), promise(words, on_device));
    let html = &mut parts.html;
    let mut add = |name: String, piece: Markup| _ = html.insert(name, piece.to_string());
    for (name, ended) in [
        ("beginning", None),
        ("erased", Some(words.say("entitlement-erased"))),
        ("expired", Some(words.say("entitlement-expired"))),
    ] {
        add(name.to_owned(), beginning(words, "{policies}", ended, on_device));
    }
    add("so-far".to_owned(), so_far(words));
    for (name, kind) in [
        ("yes-no", QuestionKind::YesNo),
        ("number", QuestionKind::Number),
        ("money", QuestionKind::Money),
        ("date", QuestionKind::Date),
    ] {
        questions(words, name, ("{attribute}", kind, None), &[], &mut add);
    }
    for unit in UNITS {
        questions(words, unit, ("{attribute}", QuestionKind::Number, Some(unit)), &[], &mut add);
    }
    for attribute in attributes.iter().filter(|known| known.is_asked() && known.value_type == ValueType::Code) {
        let option =
            |code: &policy::vocabulary::Code| OptionView { id: code.id.clone(), label: code.name.clone(), hint: None };
        let options: Vec<OptionView> = attribute.codes.iter().map(option).collect();
        questions(words, &attribute.id, (&attribute.id, QuestionKind::Choice, None), &options, &mut add);
    }
    parts
}

type Pairs = Vec<(String, String)>;

/// A question as it is asked first, and with an error at each of its fields: `question-<name>`,
/// `question-<name>-error`, `question-<name>-error-<part of a date>`.
fn questions(
    words: &Words,
    name: &str,
    (attribute, kind, unit): (&str, QuestionKind, Option<&str>),
    options: &[OptionView],
    add: &mut impl FnMut(String, Markup),
) {
    let (fields, values): (Pairs, Pairs) = match kind {
        QuestionKind::Date => (
            DATE_PARTS.map(|part| (format!("-{part}"), format!("{attribute}-{part}"))).to_vec(),
            DATE_PARTS.map(|part| (format!("{attribute}-{part}"), format!("{{{part}}}"))).to_vec(),
        ),
        _ => (vec![(String::new(), attribute.to_owned())], vec![(attribute.to_owned(), "{value}".to_owned())]),
    };
    let asked = |errors: &[FieldError]| {
        let names = ["answers", "decided", "policies"].map(|count| format!("{{{count}}}"));
        let asked = Asked {
            attribute,
            kind,
            unit,
            heading: "{title}".to_owned(),
            options,
            values: &values,
            errors,
            progress: progress(words, &names),
        };
        view! { {asked.view(words, Answers::OnDevice)}"[[more]]" }.into_markup()
    };
    add(format!("question-{name}"), asked(&[]));
    for (part, field) in fields {
        let error = FieldError::worded(&field, Text::same("{error}"));
        add(format!("question-{name}-error{part}"), asked(&[error]));
    }
}

/// A message with the names of its arguments in braces.
fn message(words: &Words, key: &str, arguments: &[&str]) -> (String, String) {
    let named: Vec<(&str, String)> = arguments.iter().map(|name| (*name, format!("{{{name}}}"))).collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(name, mark)| (*name, mark.as_str())).collect();
    (key.to_owned(), words.with(key, &named))
}

fn results(words: &Words) -> Markup {
    view! {
        <h1>{words.say("entitlement-results-title")}</h1>
        <p class="lead">{words.say("entitlement-no-decision")}</p>
        "[[go-on]]"
        <section aria-labelledby="entitled"><h2 id="entitled">"{entitled}"</h2>"[[none]][[list]]"</section>
        "[[sections]][[told]][[erase]]"
    }
    .into_markup()
}

fn standing(words: &Words, field: Field) -> Markup {
    view! {
        <li>
            <p class=format!("field-name field-{}", field.as_str())>{icon::field(field)}{words.say(field_key(field))}</p>
            <h3><a href="/policies/{id}">"{title}"</a></h3>
            "[[amount]][[why]][[item]]"
        </li>
    }
    .into_markup()
}

fn reason(result: String, class: &'static str, sign: impl IntoView) -> Markup {
    view! { <li class=class>{sign.into_view()}<p><span class="hidden">{result}</span>"{label}"</p></li> }.into_markup()
}
