//! Made-up views, one for every state of a page that is worth looking at. The gallery draws them, and the tests of the
//! views hold every one of them against the rules that all pages share.

mod applications;
mod casework;
mod operations;
mod policies;

use self::{applications::*, casework::*, operations::*, policies::*};
use app::{
    applications::{application, check, lists, question},
    casework::{case, queue},
    i18n::Words,
    journal::journal_page,
    notices::inbox_page,
    operations::{
        practice::{Practice, practice_page},
        status,
    },
    page::Page,
    policies::{desk, document},
};
use contract::{applications::*, casework::*, error::FieldError, notices::InboxPage, paging::PageNumber, policies::*};
use jiff::civil::{Date, date};
use policy::decision::Verdict;

/// A page by its name, for files and failures.
pub type Sample = (&'static str, fn(&Words) -> Page);

/// Every sample.
pub const SAMPLES: &[Sample] = &[
    ("question-text", |w| question::question_page(w, &asked(QuestionKind::Text), "")),
    ("question-name", |w| question::question_page(w, &wrong(QuestionKind::Name), "")),
    ("question-long-text", |w| question::question_page(w, &asked(QuestionKind::LongText), "")),
    ("question-choice", |w| question::question_page(w, &asked(QuestionKind::Choice), "")),
    ("question-choices", |w| question::question_page(w, &asked(QuestionKind::Choices), "")),
    ("question-yes-no", |w| question::question_page(w, &wrong(QuestionKind::YesNo), "")),
    ("question-date", |w| question::question_page(w, &asked(QuestionKind::Date), "")),
    ("question-date-wrong", |w| question::question_page(w, &wrong(QuestionKind::Date), "")),
    ("question-money", |w| question::question_page(w, &wrong(QuestionKind::Money), "")),
    ("question-number", |w| question::question_page(w, &wrong(QuestionKind::Number), "")),
    ("question-phone", |w| question::question_page(w, &asked(QuestionKind::Phone), "")),
    ("question-identity-number", |w| question::question_page(w, &wrong(QuestionKind::IdentityNumber), "")),
    ("question-district", |w| question::question_page(w, &prefilled(), "")),
    ("question-newer", |w| question::question_page(w, &newer(), "")),
    ("check", |w| check::check_page(w, &checked(false, false))),
    ("check-missing", |w| check::check_page(w, &checked(true, false))),
    ("check-sent", |w| check::check_page(w, &checked(false, true))),
    ("drafts", |w| lists::drafts_page(w, &drafts())),
    ("drafts-none", |w| lists::drafts_page(w, &DraftsPage { drafts: Vec::new() })),
    ("applications", |w| lists::applications_page(w, &applications())),
    ("applications-none", |w| lists::applications_page(w, &ApplicationsPage { applications: Vec::new() })),
    ("application-receipt", |w| application::application_page(w, &application(ApplicationState::Submitted, true))),
    ("application-asked", |w| {
        application::application_page(w, &application(ApplicationState::WaitingForResident, false))
    }),
    ("application-granted", |w| application::application_page(w, &application(ApplicationState::Granted, false))),
    ("application-refused", |w| application::application_page(w, &application(ApplicationState::Refused, false))),
    ("application-withdrawn", |w| application::application_page(w, &application(ApplicationState::Withdrawn, false))),
    ("inbox", |w| inbox_page(w, &inbox())),
    ("inbox-none", |w| inbox_page(w, &InboxPage { notices: Vec::new(), number: PageNumber::ONLY })),
    ("queue", |w| queue::queue_page(w, &queue(false))),
    ("queue-none", |w| queue::queue_page(w, &queue(true))),
    ("case", |w| case::case_page(w, &case(Verdict::Eligible, Vec::new()))),
    ("case-wrong", |w| {
        let errors = vec![
            FieldError::new("decision", "error-decision-missing"),
            FieldError::new("reason", "error-reason-missing"),
        ];
        case::case_page(w, &case(Verdict::Undetermined, errors))
    }),
    ("case-own", |w| {
        let case = CasePage { may_act: false, ..case(Verdict::NotEligible, Vec::new()) };
        case::case_page(w, &case)
    }),
    ("desk", |w| desk::desk_page(w, &the_desk(true))),
    ("desk-publisher", |w| desk::desk_page(w, &the_desk(false))),
    ("document-problems", |w| document::document_page(w, &document_page(VersionState::Draft, problems()))),
    ("document-right", |w| document::document_page(w, &document_page(VersionState::Draft, Vec::new()))),
    ("document-publish", |w| {
        let page = document_page(VersionState::Approved, Vec::new());
        document::document_page(w, &DocumentPage { may_write: false, may_publish: true, ..page })
    }),
    ("document-changed", |w| {
        let page = document_page(VersionState::Draft, Vec::new());
        let errors = vec![
            FieldError::new("text", "error-desk-changed"),
            FieldError::new("hand-over", "error-desk-has-problems"),
            FieldError::new("rehearse", "error-desk-has-problems"),
            FieldError::new("publish", "error-desk-not-handed-over"),
        ];
        document::document_page(w, &DocumentPage { newer: Some(DOCUMENT.to_owned()), errors, ..page })
    }),
    ("document-published", |w| {
        let page = document_page(VersionState::Published, Vec::new());
        let errors = vec![FieldError::new("text", "error-desk-not-a-draft")];
        document::document_page(w, &DocumentPage { rehearsal: None, errors, ..page })
    }),
    ("journal", |w| journal_page(w, &journal())),
    ("operations", |w| status::operations_page(w, &operations())),
    ("practice", |w| practice_page(w, Practice::Offered)),
    ("practice-going-on", |w| practice_page(w, Practice::GoingOn)),
    ("practice-left", |w| practice_page(w, Practice::Left)),
    ("practice-over", |w| practice_page(w, Practice::Over)),
];

pub fn today() -> Date {
    date(2026, 11, 23)
}

/// 09:30 in Shanghai, some days before today.
fn instant(days_ago: i64) -> i64 {
    1_795_397_400_000 - days_ago * 86_400_000
}
