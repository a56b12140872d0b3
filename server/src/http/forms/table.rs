//! The list of forms. Each hands its raw fields to one use case.

use super::{
    Done, FieldNames,
    FieldNames::{Named, OfTheQuestionInTheAddress, OfTheQuestionPosted, Prefixed},
    Form, FormRequest,
};
use contract::identity::{Audience, Role};
use domain::{
    applications::{drafts, questions, reply, start, submit},
    arrangements::answer as arrangement_answer,
    casework::decide,
    disputes::{answer, open, own},
    error::Error,
    identity::{
        confirm::{self, StepUp},
        display,
        passkeys::{self, ceremony::Purpose},
        password, session, sessions,
        sign_in::{self, SignedIn},
    },
    notices,
    operations::{calendar, status},
    policies::{desk, entitlement, offers, publish, rehearse, withdrawal},
};

type Outcome = Result<Done, Error>;

const RESIDENTS: Audience = Audience::Roles(&[Role::Resident]);
const CASEWORK: Audience = Audience::Roles(&[Role::Caseworker, Role::Supervisor]);
const DEPARTMENTS: Audience = Audience::Roles(&[Role::Department, Role::Supervisor]);
const AUTHORS: Audience = Audience::Roles(&[Role::Author]);
const DESK: Audience = Audience::Roles(&[Role::Author, Role::Publisher]);
const OPERATIONS: Audience = Audience::Roles(&[Role::Administrator]);
const PUBLISHERS: Audience = Audience::Roles(&[Role::Publisher]);

/// A form of one button, which may have a name.
const NONE: FieldNames = Named(&["act"]);
/// An act that is done once, on what the person saw.
const ACT: FieldNames = Named(&["key", "revision", "act"]);
/// Which fact is wrong, and what should stand there.
const DISPUTE: FieldNames = Named(&["key", "attribute", "statement"]);
/// A day that was agreed on.
const DAY: FieldNames = Named(&["key", "revision", "day-year", "day-month", "day-day", "act"]);
/// The day on which it was done.
const ON: FieldNames = Named(&["key", "revision", "on-year", "on-month", "on-day"]);
/// A corrected value; a date has three parts.
const VALUE: FieldNames = Named(&["key", "revision", "value", "value-year", "value-month", "value-day"]);

/// A decision: each policy has an amount, and conditions that may be found otherwise.
const DECISION: FieldNames = Prefixed {
    named: &["key", "revision", "decision", "reason", "granted", "from-year", "from-month", "from-day", "act"],
    prefixes: &["amount-", "unmet-", "proof-"],
};

/// Every form of the portal.
pub const FORMS: &[Form] = &[
    Form {
        secret: &[("password", "sign-in-password")],
        ..form(
            "/sign-in",
            Audience::Everyone,
            Named(&["next", "identifier", "password", "stays"]),
            |_| "/sign-in".to_owned(),
            do_sign_in,
        )
    },
    passkey(form(
        "/sign-in/passkey",
        Audience::Everyone,
        Named(&["next", "credential", "stays"]),
        |_| "/sign-in".to_owned(),
        |r| {
            let key = r.ceremonies.key(Purpose::SignIn);
            let signed_in = passkeys::sign_in::sign_in(r.cx, r.fields, key, r.origin, r.browser())?;
            Ok(entered(r, signed_in))
        },
    )),
    Form {
        // Neither is kept: the one is good once, the other opens an account.
        secret: &[("credential", "passkeys-title"), ("code", "join-code")],
        ..form(
            "/sign-in/staff",
            Audience::Everyone,
            Named(&["code", "name", "credential"]),
            |_| "/sign-in/staff".to_owned(),
            |r| {
                let signed_in = passkeys::join::join(r.cx, r.fields, r.ceremonies.key(Purpose::Join), r.browser())?;
                Ok(entered(r, signed_in))
            },
        )
    },
    form(
        "/sign-out",
        Audience::Everyone,
        Named(&["act"]),
        |_| "/".to_owned(),
        |r| {
            if let Some(session) = r.session {
                session::end(r.cx, session, r.actor)?;
            }
            Ok(Done::SignedOut)
        },
    ),
    Form {
        secret: &[("password", "sign-in-password")],
        ..form(
            "/account/confirm",
            Audience::SignedIn,
            Named(&["next", "password"]),
            |_| "/account/confirm".to_owned(),
            do_confirm,
        )
    },
    passkey(form(
        "/account/confirm/passkey",
        Audience::SignedIn,
        Named(&["next", "credential"]),
        |_| "/account/confirm".to_owned(),
        |r| {
            let key = r.ceremonies.key(Purpose::Confirm);
            let token = passkeys::sign_in::confirm(r.cx, r.person()?, r.fields, key, r.session, r.device)?;
            Ok(Done::Confirmed { token, location: next(r) })
        },
    )),
    confirmed(passkey(form(
        "/account/passkeys/add",
        Audience::SignedIn,
        Named(&["name", "credential", "next"]),
        |_| "/account/passkeys".to_owned(),
        |r| {
            let key = r.ceremonies.key(Purpose::Register);
            passkeys::register::register(r.cx, r.person()?, r.fields, key, r.device).map(Done::SeeOther)
        },
    ))),
    confirmed(form(
        "/account/passkeys/{id}/rename",
        Audience::SignedIn,
        Prefixed { named: &["act"], prefixes: &["name-"] },
        |_| "/account/passkeys".to_owned(),
        |r| passkeys::list::rename(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther),
    )),
    confirmed(form(
        "/account/passkeys/{id}/remove",
        Audience::SignedIn,
        NONE,
        |_| "/account/passkeys".to_owned(),
        |r| passkeys::list::remove(r.cx, r.person()?, r.parameter(0), r.session).map(Done::SeeOther),
    )),
    form(
        "/account/stay",
        Audience::SignedIn,
        NONE,
        |_| "/account".to_owned(),
        |r| session::stay(r.cx, r.session).map(|()| Done::SeeOther("/account".to_owned())),
    ),
    confirmed(form(
        "/account/sessions/{id}/end",
        Audience::SignedIn,
        NONE,
        |_| "/account/sessions".to_owned(),
        |r| sessions::end_one(r.cx, r.person()?, r.parameter(0)).map(Done::SeeOther),
    )),
    confirmed(form(
        "/account/sessions/end-others",
        Audience::SignedIn,
        NONE,
        |_| "/account/sessions".to_owned(),
        |r| sessions::end_others(r.cx, r.person()?, r.session).map(Done::SeeOther),
    )),
    confirmed(Form {
        secret: &[("password", "password-new")],
        ..form(
            "/account/password",
            Audience::SignedIn,
            Named(&["password", "others"]),
            |_| "/account/password".to_owned(),
            |r| password::change(r.cx, r.person()?, r.fields, r.session).map(Done::SeeOther),
        )
    }),
    form("/practice/start", Audience::Everyone, NONE, |_| "/practice".to_owned(), |_| Ok(Done::PracticeBegun)),
    form("/practice/end", Audience::Everyone, NONE, |_| "/practice".to_owned(), |_| Ok(Done::PracticeLeft)),
    form(
        "/display",
        Audience::Everyone,
        Named(&["back", "language", "mode", "theme", "size", "phrasing"]),
        |_| "/".to_owned(),
        do_display,
    ),
    form(
        "/check",
        Audience::Everyone,
        OfTheQuestionPosted(&["question", "go"]),
        |_| "/check".to_owned(),
        |r| {
            let before = entitlement::from_stash(&r.cx.vocabulary, r.answers);
            let answers = entitlement::answer(r.cx, before, r.fields)?;
            let next = if answers.is_empty() { "/check?question=next" } else { "/check" };
            Ok(Done::Answered(entitlement::to_stash(&answers), next.to_owned()))
        },
    ),
    form(
        "/check/erase",
        Audience::Everyone,
        NONE,
        |_| "/check".to_owned(),
        |_| Ok(Done::Erased("/check?erased=yes".to_owned())),
    ),
    counts(form("/offers/{id}/answer", RESIDENTS, Named(&["key", "revision", "answer"]), offer, |r| {
        offers::answer(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    counts(form(
        "/offers/{id}/dispute",
        RESIDENTS,
        DISPUTE,
        |r| format!("/offers/{}/dispute", r.parameter(0)),
        |r| open::from_offer(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther),
    )),
    counts(form(
        "/data/dispute",
        RESIDENTS,
        DISPUTE,
        |_| "/data/dispute".to_owned(),
        |r| open::from_data(r.cx, r.person()?, None, r.fields).map(Done::SeeOther),
    )),
    counts(form(
        "/data/dispute/{attribute}",
        RESIDENTS,
        DISPUTE,
        |r| format!("/data/dispute/{}", r.parameter(0)),
        |r| open::from_data(r.cx, r.person()?, Some(r.parameter(0)), r.fields).map(Done::SeeOther),
    )),
    counts(form("/data/disputes/{id}/word", RESIDENTS, Named(&["key", "word"]), own_dispute, |r| {
        own::add_word(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    counts(form("/data/disputes/{id}/take-back", RESIDENTS, Named(&["key", "act"]), own_dispute, |r| {
        own::take_back(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    form(
        "/inbox/read",
        RESIDENTS,
        NONE,
        |_| "/inbox".to_owned(),
        |r| notices::mark_read(r.cx, r.person()?).map(Done::SeeOther),
    ),
    form(
        "/items/{id}/start",
        RESIDENTS,
        Named(&["second", "act"]),
        |r| format!("/items/{}", r.parameter(0)),
        |r| start::start_item(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther),
    ),
    counts(form(
        "/drafts/{id}/submit",
        RESIDENTS,
        Named(&["revision", "second", "act"]),
        |r| format!("/drafts/{}/check", r.parameter(0)),
        |r| submit::submit(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther),
    )),
    form(
        "/drafts/{id}/discard",
        RESIDENTS,
        NONE,
        |_| "/drafts".to_owned(),
        |r| drafts::discard(r.cx, r.person()?, r.parameter(0)).map(Done::SeeOther),
    ),
    form(
        "/drafts/{id}/{question}",
        RESIDENTS,
        OfTheQuestionInTheAddress(&["revision", "before", "anyway", "from", "go"]),
        question,
        |r| questions::save_step(r.cx, r.person()?, r.parameter(0), r.parameter(1), r.fields).map(Done::SeeOther),
    ),
    counts(form("/applications/{id}/reply", RESIDENTS, Named(&["key", "reply", "act"]), application, |r| {
        reply::reply(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    counts(form("/applications/{id}/withdraw", RESIDENTS, Named(&["key", "act"]), application, |r| {
        reply::withdraw(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    counts(form("/applications/{id}/take-up-again", RESIDENTS, Named(&["key", "act"]), application, |r| {
        reply::take_up_again(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    form("/casework/{id}/ask", CASEWORK, Named(&["key", "revision", "question", "act"]), case, |r| {
        decide::ask(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    confirmed(form("/casework/{id}/decide", CASEWORK, DECISION, case, |r| {
        decide::decide(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    form("/arrangements/{id}/appoint", DEPARTMENTS, DAY, arrangement, |r| {
        arrangement_answer::appoint(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/arrangements/{id}/done", DEPARTMENTS, ON, arrangement, |r| {
        arrangement_answer::done(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/arrangements/{id}/not-done", DEPARTMENTS, Named(&["key", "revision", "reason", "act"]), arrangement, |r| {
        arrangement_answer::not_done(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    confirmed(form("/disputes/{id}/correct", DEPARTMENTS, VALUE, dispute, |r| {
        answer::correct(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    confirmed(form("/disputes/{id}/uphold", DEPARTMENTS, Named(&["key", "revision", "reason", "act"]), dispute, |r| {
        answer::uphold(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    form("/disputes/{id}/pass-on", DEPARTMENTS, Named(&["key", "revision", "department", "act"]), dispute, |r| {
        answer::pass_on(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form(
        "/desk",
        AUTHORS,
        Named(&["key", "text", "file", "act"]),
        |_| "/desk".to_owned(),
        |r| desk::create(r.cx, r.person()?, r.fields).map(Done::SeeOther),
    ),
    form("/desk/{id}/save", AUTHORS, Named(&["revision", "text", "act"]), document, |r| {
        desk::save(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/desk/{id}/rehearse", DESK, ACT, document, |r| {
        rehearse::rehearse(r.cx, r.person()?, r.parameter(0)).map(Done::SeeOther)
    }),
    form("/desk/{id}/hand-over", AUTHORS, ACT, document, |r| {
        desk::hand_over(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/desk/{id}/new-version", AUTHORS, ACT, document, |r| {
        desk::new_version(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    confirmed(form("/desk/{id}/publish", PUBLISHERS, ACT, document, |r| {
        publish::publish(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    })),
    form("/desk/{id}/take-back", AUTHORS, ACT, document, |r| {
        desk::take_back(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/desk/{id}/send-back", PUBLISHERS, Named(&["key", "revision", "remark", "act"]), document, |r| {
        desk::send_back(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/desk/{id}/throw-away", AUTHORS, ACT, document, |r| {
        desk::throw_away(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    form("/desk/{id}/propose-withdrawal", DESK, Named(&["key", "revision", "reason", "act"]), document, |r| {
        withdrawal::propose(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther)
    }),
    confirmed(form(
        "/desk/{id}/settle-withdrawal",
        PUBLISHERS,
        Named(&["key", "revision", "decision"]),
        document,
        |r| withdrawal::settle(r.cx, r.person()?, r.parameter(0), r.fields).map(Done::SeeOther),
    )),
    form(
        "/operations/tasks/{name}/run",
        OPERATIONS,
        NONE,
        |_| "/operations".to_owned(),
        |r| status::ask_for_task(r.cx, r.person()?, r.parameter(0)).map(Done::SeeOther),
    ),
    form(
        "/operations/days",
        OPERATIONS,
        Named(&["day", "act"]),
        |_| "/operations".to_owned(),
        |r| calendar::let_pass(r.cx, r.person()?, r.fields.first("day")).map(Done::SeeOther),
    ),
];

/// What is done in the name of the city, or to the ways into an account: only by whoever proved who they are lately.
const fn confirmed(form: Form) -> Form {
    Form { step_up: StepUp::Lately, ..form }
}

/// With what a passkey answered, which is good once and is never kept.
const fn passkey(form: Form) -> Form {
    Form { secret: &[("credential", "passkeys-title")], ..form }
}

/// What counts for a resident: whoever stays signed in for weeks proves once more who they are.
const fn counts(form: Form) -> Form {
    Form { step_up: StepUp::WhereOneStays, ..form }
}

const fn form(
    action: &'static str,
    audience: Audience,
    fields: FieldNames,
    page: fn(&FormRequest<'_>) -> String,
    handle: fn(&FormRequest<'_>) -> Outcome,
) -> Form {
    Form { action, audience, fields, page, secret: &[], step_up: StepUp::No, handle }
}

fn do_sign_in(r: &FormRequest<'_>) -> Outcome {
    let begun;
    let attempt = match r.waited {
        Some(waited) => waited,
        None => {
            begun = sign_in::begin(r.cx, r.fields, r.origin)?;
            if !begun.pause().is_zero() {
                return Ok(Done::Slowed(Box::new(begun)));
            }
            &begun
        }
    };
    Ok(entered(r, attempt.finish(r.cx, r.fields, r.browser())?))
}

fn entered(r: &FormRequest<'_>, signed_in: SignedIn) -> Done {
    let SignedIn { token, stays, known_device, display, before } = signed_in;
    Done::SignedIn { token, stays, known_device, display, before, location: next(r) }
}

fn next(r: &FormRequest<'_>) -> String {
    let next = r.fields.first("next");
    if next.is_empty() { "/".to_owned() } else { next.to_owned() }
}

fn do_confirm(r: &FormRequest<'_>) -> Outcome {
    let begun;
    let attempt = match r.waited {
        Some(waited) => waited,
        None => {
            begun = confirm::begin(r.cx, r.person()?, r.fields, r.origin)?;
            if !begun.pause().is_zero() {
                return Ok(Done::Slowed(Box::new(begun)));
            }
            &begun
        }
    };
    let token = confirm::finish(r.cx, r.person()?, attempt, r.fields, r.session)?;
    Ok(Done::Confirmed { token, location: next(r) })
}

/// The choice holds for this browser at once, and for the account where somebody is signed in.
fn do_display(r: &FormRequest<'_>) -> Outcome {
    let choice = r.display.changed_by(r.fields);
    if let Some(actor) = r.actor {
        display::keep(r.cx, &actor.account, choice)?;
    }
    Ok(Done::Display(choice, r.fields.first("back").to_owned()))
}

fn offer(r: &FormRequest<'_>) -> String {
    format!("/offers/{}", r.parameter(0))
}

fn question(r: &FormRequest<'_>) -> String {
    format!("/drafts/{}/{}", r.parameter(0), r.parameter(1))
}

fn application(r: &FormRequest<'_>) -> String {
    format!("/applications/{}", r.parameter(0))
}

fn case(r: &FormRequest<'_>) -> String {
    format!("/casework/{}", r.parameter(0))
}

fn own_dispute(r: &FormRequest<'_>) -> String {
    format!("/data/disputes/{}", r.parameter(0))
}

fn arrangement(r: &FormRequest<'_>) -> String {
    format!("/arrangements/{}", r.parameter(0))
}

fn dispute(r: &FormRequest<'_>) -> String {
    format!("/disputes/{}", r.parameter(0))
}

fn document(r: &FormRequest<'_>) -> String {
    format!("/desk/{}", r.parameter(0))
}
