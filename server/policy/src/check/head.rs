//! Everything in a policy document that is not a rule: names, dates, delivery, words, sources.

use crate::{
    calendar::{AgeRule, LeapDayRule},
    cases::Case,
    document::{
        ApplyBefore, Basis, Benefit, Confidence, Criterion, Delivery, Field, LifeEvent, OpenQuestion, Policy, Silence,
        Source, SourceKind,
    },
    expression::typed::Tables,
    parameters::Parameters,
    problem::ProblemCode,
    reader::{Reader, Section, Spanned},
    text::{Keywords, Text},
    vocabulary::Vocabulary,
};
use jiff::civil::Date;

/// What was read so far; what is missing has been reported.
pub(super) struct Head {
    pub(super) id: Option<String>,
    version: Option<String>,
    field: Option<Field>,
    also_in: Vec<Field>,
    life_event: Option<LifeEvent>,
    department: Option<String>,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) confidence: Option<Confidence>,
    pub(super) open_date_question: Option<bool>,
    pub(super) delivery_in_source: Option<Delivery>,
    pub(super) delivery_here: Option<Delivery>,
    pub(super) item: Option<String>,
    age_rule: Option<AgeRule>,
    leap_day_rule: Option<LeapDayRule>,
    pub(super) apply_before: Option<ApplyBefore>,
    pub(super) apply_before_months: Option<u32>,
    pub(super) silence: Option<Silence>,
    pub(super) silence_days: Option<u32>,
    recheck_months: Option<u32>,
    promised_days: Option<u32>,
    statutory_days: Option<u32>,
    documents: Vec<Text>,
    title: Option<Text>,
    pub(super) headline: Option<Text>,
    summary: Option<Text>,
    keywords: Keywords,
    how: Option<Text>,
    appeal: Option<Text>,
    basis: Vec<Basis>,
    pub(super) sources: Vec<Source>,
    better_of: Vec<String>,
    excludes: Vec<String>,
}

pub(super) fn read(reader: &mut Reader<'_>, root: &mut Section<'_>, vocabulary: &Vocabulary) -> Head {
    let title = root.needed_text(reader, "title");
    Head {
        id: root.needed_id(reader, "id").map(|id| id.value),
        version: root.needed_string(reader, "version").map(|version| version.value),
        field: root.needed_word(reader, "field", Field::ALL, Field::as_str),
        also_in: root.words(reader, "also_in", Field::ALL, Field::as_str),
        life_event: root.word(reader, "life_event", LifeEvent::ALL, LifeEvent::as_str),
        department: root.needed_string(reader, "department").and_then(|id| department(reader, id, vocabulary)),
        valid_from: root.needed_date(reader, "valid_from").map(|date| date.value),
        valid_to: root.date(reader, "valid_to").map(|date| date.value),
        confidence: root.needed_word(reader, "confidence", Confidence::ALL, Confidence::as_str),
        open_date_question: root.needed_bool(reader, "open_date_question"),
        delivery_in_source: root.needed_word(reader, "delivery_in_source", Delivery::ALL, Delivery::as_str),
        delivery_here: root.needed_word(reader, "delivery_here", Delivery::ALL, Delivery::as_str),
        item: root.string(reader, "item").map(|item| item.value),
        age_rule: root.needed_word(reader, "age_rule", AgeRule::ALL, AgeRule::as_str),
        leap_day_rule: root.needed_word(reader, "leap_day_rule", LeapDayRule::ALL, LeapDayRule::as_str),
        apply_before: root.word(reader, "apply_before", ApplyBefore::ALL, ApplyBefore::as_str),
        apply_before_months: root.count(reader, "apply_before_months"),
        silence: root.needed_word(reader, "silence", Silence::ALL, Silence::as_str),
        silence_days: root.count(reader, "silence_days"),
        recheck_months: root.count(reader, "recheck_months"),
        promised_days: root.count(reader, "promised_days"),
        statutory_days: root.count(reader, "statutory_days"),
        documents: root.texts(reader, "documents"),
        keywords: root.keywords(reader, "keywords", title.as_ref()),
        title,
        headline: root.needed_text(reader, "headline"),
        summary: root.needed_text(reader, "summary"),
        how: root.needed_text(reader, "how"),
        appeal: root.needed_text(reader, "appeal"),
        basis: basis(reader, root),
        sources: sources(reader, root),
        better_of: root.strings(reader, "better_of").into_iter().flatten().map(|id| id.value).collect(),
        excludes: root.strings(reader, "excludes").into_iter().flatten().map(|id| id.value).collect(),
    }
}

fn department(reader: &mut Reader<'_>, id: Spanned<String>, vocabulary: &Vocabulary) -> Option<String> {
    if vocabulary.department(&id.value).is_some() {
        return Some(id.value);
    }
    let known: Vec<&str> = vocabulary.departments().iter().map(|department| department.id.as_str()).collect();
    let suggestion = reader.nearest(&id.value, known.iter().copied());
    reader.suggest(ProblemCode::UnknownWord, id.span, &id.path, known.join(" | "), id.value, suggestion);
    None
}

fn basis(reader: &mut Reader<'_>, root: &mut Section<'_>) -> Vec<Basis> {
    let mut all = Vec::new();
    if !root.has("basis") {
        root.needed(reader, "basis", "[[basis]]");
    }
    for mut section in root.tables(reader, "basis") {
        let title = section.needed_text(reader, "title");
        let article = section.string(reader, "article").map(|article| article.value);
        let number = section.string(reader, "number").map(|number| number.value);
        section.finish(reader);
        all.extend(title.map(|title| Basis { title, article, number }));
    }
    all
}

fn sources(reader: &mut Reader<'_>, root: &mut Section<'_>) -> Vec<Source> {
    let mut all = Vec::new();
    if !root.has("source") {
        root.needed(reader, "source", "[[source]]");
    }
    for mut section in root.tables(reader, "source") {
        let title = section.needed_text(reader, "title");
        let kind = section.word(reader, "kind", SourceKind::ALL, SourceKind::as_str);
        let url = section.string(reader, "url").and_then(|url| address(reader, url));
        let read_on = section.date(reader, "read_on").map(|date| date.value);
        section.finish(reader);
        all.extend(title.map(|title| Source { title, kind, url, read_on }));
    }
    all
}

/// Addresses are shown as links: nothing but the web.
fn address(reader: &mut Reader<'_>, url: Spanned<String>) -> Option<String> {
    let is_web = url.value.starts_with("https://") || url.value.starts_with("http://");
    if !is_web || url.value.chars().any(|part| part.is_whitespace() || part.is_control()) {
        reader.problem(ProblemCode::WrongValue, url.span, &url.path, "https://…", url.value);
        return None;
    }
    Some(url.value)
}

impl Head {
    /// The policy, when nothing is missing.
    pub(super) fn into_policy(
        self,
        criteria: Vec<Criterion>,
        benefit: Option<Benefit>,
        open_questions: Vec<OpenQuestion>,
        parameters: Parameters,
        cases: Vec<Case>,
        tables: Tables,
    ) -> Option<Policy> {
        Some(Policy {
            id: self.id?,
            version: self.version?,
            field: self.field?,
            also_in: self.also_in,
            life_event: self.life_event,
            department: self.department?,
            valid_from: self.valid_from?,
            valid_to: self.valid_to,
            confidence: self.confidence?,
            open_date_question: self.open_date_question?,
            delivery_in_source: self.delivery_in_source?,
            delivery_here: self.delivery_here?,
            item: self.item,
            apply_before: self.apply_before,
            apply_before_months: self.apply_before_months,
            silence: self.silence?,
            silence_days: self.silence_days,
            recheck_months: self.recheck_months,
            promised_days: self.promised_days,
            statutory_days: self.statutory_days,
            documents: self.documents,
            open_questions,
            title: self.title?,
            headline: self.headline?,
            summary: self.summary?,
            keywords: self.keywords,
            how: self.how?,
            appeal: self.appeal?,
            basis: self.basis,
            sources: self.sources,
            criteria,
            benefit,
            parameters,
            cases,
            age_rule: self.age_rule?,
            leap_day_rule: self.leap_day_rule?,
            better_of: self.better_of,
            excludes: self.excludes,
            tables,
        })
    }
}
