//! One question a page. A step is stored, right or wrong; the page shows what is stored with what needs mending.

use super::{
    advice,
    drafts::{self, Draft, OwnData, filled_in, head, own_data_for, sealed},
    judged, submit,
};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{connection::Connection, schema::drafts as rows},
    error::Error,
    residents::districts,
    services::{answers, document::Question, journey},
};
use contract::{
    applications::{AnswerRow, CheckPage, OptionView, QuestionKind, QuestionPage},
    error::FieldError,
    fields::Fields,
    identity::Actor,
};
use diesel::prelude::*;
use policy::text::Text;

/// How a question page was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// After a post that needs mending: show the errors.
    pub mending: bool,
    /// From the check page, and back there.
    pub from_check: bool,
}

/// The answer that is stored: as people see it, and a mark that tells a stale page from a changed mind.
#[derive(Clone, Debug)]
pub struct StoredAnswer {
    /// As people see it; empty when nothing valid is stored.
    pub shown: Vec<contract::residents::ShownValue>,
    /// Stands in the form's hidden field `before`.
    pub mark: String,
}

/// `/drafts/<id>/<question>`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn question_page(
    cx: &Context,
    actor: &Actor,
    id: &str,
    question: &str,
    asked: Asked,
) -> Result<(QuestionPage, StoredAnswer), Error> {
    cx.read(|connection| {
        let draft = drafts::own(cx, connection, actor, id)?;
        let question = visible(&draft, question)?;
        let typed = draft.typed.get(&question.id);
        let all = journey::visible(&draft.item, &draft.typed);
        let until = all.iter().position(|known| known.id == question.id).map_or(0, |place| place + 1);
        let until = all.get(..until).unwrap_or_default();
        let own = own_data_for(cx, connection, actor, until)?;
        let names = answers::field_names(question);
        let values = typed
            .map(|values| {
                values
                    .iter()
                    .enumerate()
                    .map(|(index, value)| {
                        (names.get(index).or(names.first()).cloned().unwrap_or_default(), value.clone())
                    })
                    .collect()
            })
            .unwrap_or_default();
        let errors = match (asked.mending, typed) {
            (true, Some(_)) => {
                journey::validate(&draft.item, question, &draft.typed, cx.today()).err().into_iter().collect()
            }
            _ => Vec::new(),
        };
        let stored = StoredAnswer {
            shown: journey::answer(&draft.item, question, &draft.typed, cx.today())
                .map(|answer| answers::shown(question, &answer))
                .unwrap_or_default(),
            mark: joined(typed.map(Vec::as_slice).unwrap_or_default()),
        };
        let view = QuestionPage {
            head: head(connection, actor, &draft, Some(&question.id))?,
            question: question.id.clone(),
            kind: question.kind,
            title: question.title.clone(),
            hint: question.hint.clone(),
            optional: question.optional,
            options: options(question),
            autocomplete: question.autocomplete.clone(),
            max_length: question.max_length,
            values,
            prefilled_from: filled_in(cx, &draft, question, own.as_ref()),
            begins_after: match asked.from_check {
                true => Vec::new(),
                false => filled_in_before(cx, &draft, until, own.as_ref()),
            },
            errors,
            newer: None,
            from_check: asked.from_check,
        };
        Ok((view, stored))
    })
}

/// The questions before the last of these, where all of them are filled in already: the form began after them.
fn filled_in_before(cx: &Context, draft: &Draft, until: &[&Question], own: Option<&OwnData>) -> Vec<(Text, String)> {
    let Some((_, before)) = until.split_last() else { return Vec::new() };
    match before.iter().all(|question| filled_in(cx, draft, question, own).is_some()) {
        true => before
            .iter()
            .map(|question| (question.title.clone(), format!("/drafts/{}/{}", draft.id, question.id)))
            .collect(),
        false => Vec::new(),
    }
}

/// Stores a step. Gives the address to go to.
///
/// # Errors
/// `Invalid` when somebody saved a newer answer, or the draft was sent meanwhile; `NotFound`; the store is away.
pub fn save_step(cx: &Context, actor: &Actor, id: &str, question: &str, fields: &Fields) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let mut draft = drafts::own(cx, tx, actor, id)?;
        let question = visible(&draft, question)?.clone();
        let refused = |error: FieldError| Err(Error::Invalid(vec![error]));
        if let Some(sent) = submit::sent_from(tx, id)? {
            let error = FieldError::new(&answers::first_field(&question), "error-draft-sent");
            return refused(error.with("receipt", sent.receipt_number));
        }
        let here = format!("/drafts/{id}/{}", question.id);
        let values = answers::typed(&question, fields);
        let before = draft.typed.get(&question.id).cloned();
        // A page left open in another tab must not undo a newer answer to the same question; other questions' newer
        // answers are not touched by this save, so they are no reason to refuse it.
        let mark = joined(before.as_deref().unwrap_or_default());
        let seen = [mark.as_str(), ""].contains(&fields.first("before")) || fields.first("anyway") == "yes";
        if !seen && before.as_ref() != Some(&values) {
            return refused(FieldError::new(&answers::first_field(&question), "error-draft-changed"));
        }
        draft.typed.insert(question.id.clone(), values.clone());
        diesel::update(rows::table.find(id))
            .set((
                rows::answers_sealed.eq(sealed(cx, id, &draft.typed)?),
                rows::revision.eq(draft.revision + 1),
                rows::updated_at.eq(cx.now()),
            ))
            .execute(tx)?;
        let right = journey::validate(&draft.item, &question, &draft.typed, cx.today()).is_ok();
        let from_check = fields.first("from") == "check";
        Ok(match (fields.first("go"), right) {
            ("leave", _) => "/drafts".to_owned(),
            (_, false) if from_check => format!("{here}?mend=yes&from=check"),
            (_, false) => format!("{here}?mend=yes"),
            (_, true) => next_address(cx, &draft, &question, id, from_check),
        })
    })
}

/// What stands in a hidden field to tell a stale page from a changed mind.
pub fn joined(values: &[String]) -> String {
    blake3::hash(values.join("\u{1f}").as_bytes()).to_hex()[..16].to_owned()
}

fn next_address(cx: &Context, draft: &Draft, question: &Question, id: &str, from_check: bool) -> String {
    let next = match from_check {
        // A changed answer may have opened a question that was not asked before.
        true => journey::first_open(&draft.item, &draft.typed, cx.today()),
        false => journey::next_after(&draft.item, &draft.typed, &question.id),
    };
    match next {
        Some(next) => format!("/drafts/{id}/{}", next.id),
        None => format!("/drafts/{id}/check"),
    }
}

fn visible<'a>(draft: &'a Draft, question: &str) -> Result<&'a Question, Error> {
    journey::visible(&draft.item, &draft.typed)
        .into_iter()
        .find(|visible| visible.id == question)
        .ok_or(Error::NotFound)
}

fn options(question: &Question) -> Vec<OptionView> {
    match question.kind {
        QuestionKind::District => districts::all()
            .iter()
            .map(|district| OptionView { id: district.code.clone(), label: district.name.clone(), hint: None })
            .collect(),
        _ => question
            .options
            .iter()
            .map(|option| OptionView { id: option.id.clone(), label: option.label.clone(), hint: option.hint.clone() })
            .collect(),
    }
}

/// The rows of the check page: with addresses, and with what filled them in.
fn rows_to_check(
    cx: &Context,
    connection: &mut Connection,
    actor: &Actor,
    draft: &Draft,
) -> Result<Vec<AnswerRow>, Error> {
    let visible = journey::visible(&draft.item, &draft.typed);
    let own = own_data_for(cx, connection, actor, &visible)?;
    let rows = answer_rows(cx, draft, true).into_iter().zip(&visible);
    Ok(rows
        .map(|(row, question)| AnswerRow { filled_in: filled_in(cx, draft, question, own.as_ref()), ..row })
        .collect())
}

/// The visible questions with their answers. `change` gives addresses for the check page.
pub fn answer_rows(cx: &Context, draft: &Draft, change: bool) -> Vec<AnswerRow> {
    journey::visible(&draft.item, &draft.typed)
        .into_iter()
        .map(|question| AnswerRow {
            question: question.id.clone(),
            title: question.title.clone(),
            answer: journey::answer(&draft.item, question, &draft.typed, cx.today())
                .map(|answer| answers::shown(question, &answer))
                .unwrap_or_default(),
            change: change.then(|| format!("/drafts/{}/{}?from=check", draft.id, question.id)),
            missing: !journey::is_answered(&draft.item, question, &draft.typed, cx.today()) && !question.optional,
            filled_in: None,
        })
        .collect()
}

/// `/drafts/<id>/check`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn check_page(cx: &Context, actor: &Actor, id: &str) -> Result<CheckPage, Error> {
    cx.read(|connection| {
        let draft = drafts::own(cx, connection, actor, id)?;
        let applied_for = judged::applied_for(&draft.item, &draft.typed);
        Ok(CheckPage {
            advice: advice::advice(cx, connection, Some(actor), &applied_for)?,
            head: head(connection, actor, &draft, None)?,
            answers: rows_to_check(cx, connection, actor, &draft)?,
            errors: Vec::new(),
            promised_days: draft.item.promised_days,
        })
    })
}
