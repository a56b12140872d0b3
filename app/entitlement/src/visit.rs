//! One visit: what was answered, what is shown, and the way back. What a tab keeps of it is a text (see `kept`).

mod kept;

pub use kept::MINUTES;

use contract::{
    applications::QuestionKind,
    entitlement::{DeviceCheck, EntitlementPage, EntitlementQuestion, EntitlementStep, Wanted, answered, results_html},
    error::FieldError,
    fields::Fields,
    format::Wording,
    typed::DATE_PARTS,
};
use policy::{screening::Answers, vocabulary::Vocabulary};

/// One visitor on one page.
pub struct Visit {
    check: DeviceCheck,
    vocabulary: Vocabulary,
    answers: Answers,
    /// What was shown, for the way back.
    places: Vec<Place>,
    /// The first question, worked out while the visitor reads the beginning.
    first: EntitlementPage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Beginning,
    Erased,
    Expired,
    Question(String),
    Results,
}

/// What the page shows now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Contents of the block.
    pub html: String,
    /// Title of the document.
    pub title: String,
    /// Name and value of the option that is chosen.
    pub chosen: Option<(String, String)>,
    /// Something needs mending, and the summary takes the focus.
    pub wrong: bool,
    /// Number of the place, for the browser's way back.
    pub place: usize,
}

impl Visit {
    /// A visit that begins.
    pub fn new(mut check: DeviceCheck) -> Self {
        let answers = Answers::new();
        let vocabulary = check.take_vocabulary();
        let first = check.rulebook(&vocabulary).page(&answers, &Wanted::Next);
        Self { check, vocabulary, answers, places: vec![Place::Beginning], first }
    }

    /// What happens to the answers.
    pub fn promise(&self) -> String {
        self.check.parts.say("promise")
    }

    /// Opens what a link of the page leads to.
    pub fn open(&mut self, wanted: &Wanted) -> Shown {
        let page = self.page(wanted);
        let place = match &page.step {
            EntitlementStep::Beginning => Place::Beginning,
            EntitlementStep::Question(question) => Place::Question(question.attribute.clone()),
            EntitlementStep::Results(_) => Place::Results,
        };
        self.places.push(place);
        self.shown(&page, None, self.places.len() - 1)
    }

    /// Takes an answer and shows what comes next, or the question again with what needs mending.
    pub fn answer(&mut self, fields: &Fields) -> Shown {
        let id = fields.first("question").to_owned();
        let rulebook = self.check.rulebook(&self.vocabulary);
        let taken = rulebook
            .asked(&id)
            .map(|attribute| answered(&self.vocabulary, attribute, &self.answers, fields, self.check.on));
        match taken {
            Some(Err(error)) => {
                let mut page = self.page(&Wanted::Question(id));
                if let EntitlementStep::Question(question) = &mut page.step {
                    question.values = fields.pairs().to_vec();
                }
                self.shown(&page, Some(&error), self.places.len() - 1)
            }
            Some(Ok(value)) => {
                self.answers.tell(&id, value);
                self.open(&Wanted::Next)
            }
            None => self.open(&Wanted::Next),
        }
    }

    /// Throws the answers away and begins anew.
    pub fn erase(&mut self) -> Shown {
        self.end(Place::Erased)
    }

    /// The time of the answers is over: throws them away and says so.
    pub fn expire(&mut self) -> Shown {
        self.end(Place::Expired)
    }

    /// Whether there are answers.
    pub fn has_answers(&self) -> bool {
        !self.answers.is_empty()
    }

    fn end(&mut self, said: Place) -> Shown {
        self.answers = Answers::new();
        self.places.push(said);
        let last = self.places.len() - 1;
        self.again(last)
    }

    /// Shows a place again, with the answers as they are now. One that is not there any more is the beginning.
    pub fn again(&mut self, place: usize) -> Shown {
        let wanted = match self.places.get(place).cloned().unwrap_or(Place::Beginning) {
            Place::Question(id) => Wanted::Question(id),
            Place::Results => Wanted::Results,
            Place::Beginning => return self.beginning("beginning", place),
            Place::Erased => return self.beginning("erased", place),
            Place::Expired => return self.beginning("expired", place),
        };
        let page = self.page(&wanted);
        self.shown(&page, None, place)
    }

    fn page(&self, wanted: &Wanted) -> EntitlementPage {
        match wanted {
            Wanted::Next if self.answers.is_empty() => self.first.clone(),
            _ => self.check.rulebook(&self.vocabulary).page(&self.answers, wanted),
        }
    }

    fn beginning(&self, piece: &str, place: usize) -> Shown {
        let parts = &self.check.parts;
        let html = parts.piece(piece, &[("policies", &self.check.policies.len().to_string())], &[]);
        self.titled(html, &parts.say("entitlement-title"), None, false, place)
    }

    fn shown(&self, page: &EntitlementPage, error: Option<&FieldError>, place: usize) -> Shown {
        let parts = &self.check.parts;
        match &page.step {
            EntitlementStep::Beginning => self.beginning("beginning", place),
            EntitlementStep::Results(standings) => {
                let title = parts.say("entitlement-results-title");
                self.titled(results_html(parts, page, standings), &title, None, false, place)
            }
            EntitlementStep::Question(question) => {
                let heading = parts.language.of(&question.title);
                let title = format!("{heading} – {}", parts.say("entitlement-title"));
                let chosen = match question.kind {
                    QuestionKind::YesNo | QuestionKind::Choice => {
                        question.values.iter().find(|(name, _)| *name == question.attribute).cloned()
                    }
                    _ => None,
                };
                self.titled(self.question(page, question, error), &title, chosen, error.is_some(), place)
            }
        }
    }

    fn question(&self, page: &EntitlementPage, question: &EntitlementQuestion, error: Option<&FieldError>) -> String {
        let parts = &self.check.parts;
        let id = question.attribute.as_str();
        let kind = match question.kind {
            QuestionKind::YesNo => "yes-no",
            QuestionKind::Number => question.unit.as_deref().unwrap_or("number"),
            QuestionKind::Money => "money",
            QuestionKind::Date => "date",
            _ => id,
        };
        // The part of a date that needs mending has a piece of its own.
        let wrong = error.map(|error| format!("-error{}", error.field.strip_prefix(id).unwrap_or_default()));
        let name = format!("question-{kind}{}", wrong.unwrap_or_default());
        let said = error.map(|error| {
            if let Some(text) = &error.text {
                return parts.language.of(text).to_owned();
            }
            let arguments: Vec<(&str, &str)> =
                error.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            parts.with(&error.code, &arguments)
        });
        let typed = |name: &str| {
            question.values.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
        };
        let counts = [page.answers.len(), page.decided, page.policies].map(|count| count.to_string());
        let mut texts = vec![
            ("attribute", id),
            ("title", parts.language.of(&question.title)),
            ("answers", counts[0].as_str()),
            ("decided", counts[1].as_str()),
            ("policies", counts[2].as_str()),
            ("value", typed(id)),
            ("error", said.as_deref().unwrap_or_default()),
        ];
        let fields = DATE_PARTS.map(|part| format!("{id}-{part}"));
        texts.extend(DATE_PARTS.iter().zip(&fields).map(|(part, field)| (*part, typed(field))));
        let more = match page.answers.is_empty() {
            true => String::new(),
            false => parts.piece("so-far", &[], &[]) + &parts.piece("erase", &[], &[]),
        };
        parts.piece(&name, &texts, &[("more", &more)])
    }

    fn titled(&self, html: String, title: &str, chosen: Option<(String, String)>, wrong: bool, place: usize) -> Shown {
        let key = if wrong { "shell-title-error" } else { "shell-title" };
        Shown { html, title: self.check.parts.with(key, &[("title", title)]), chosen, wrong, place }
    }
}
