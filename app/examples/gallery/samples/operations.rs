//! Samples of the journal and of the work on many people.

use super::instant;
use contract::{ids::*, journal::*, operations::*, paging::PageNumber};

pub fn journal() -> JournalPage {
    let row = |index: i64, act: &str, actor: Option<&str>, sealed: bool| JournalRow {
        id: JournalId(index.to_string()),
        at: instant(index),
        actor: actor.map(str::to_owned),
        act: act.into(),
        object_kind: "application".into(),
        object: Some("0199a0c0-7c11-7000-8000-0000000000a1".into()),
        result: "done".into(),
        sequence: sealed.then_some(48_211 - index),
    };
    JournalPage {
        rows: vec![
            row(0, "applications.submit", Some("0199a0c0-1111-7000-8000-0000000000b2"), false),
            row(1, "policies.match-slice", None, true),
            row(2, "casework.read", Some("0199a0c0-2222-7000-8000-0000000000c3"), true),
        ],
        total: 48_212,
        unsealed: 1,
        keyed_from: Some(4_362),
        alarms: alarms(),
        head: Some("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9".into()),
        number: PageNumber { page: 2, of: 9 },
    }
}

fn alarms() -> Vec<JournalAlarm> {
    vec![
        JournalAlarm { at: instant(3), problem: Problem::Truncated, kept: Some(48_300), found: 48_211 },
        JournalAlarm { at: instant(2), problem: Problem::HeadMissing, kept: None, found: 48_211 },
    ]
}

pub fn operations() -> OperationsPage {
    let job = |kind: &str, state: &str, done, total| JobRow {
        id: JobId(state.into()),
        kind: kind.into(),
        state: state.into(),
        done,
        total,
        error: None,
        failures: 0,
    };
    OperationsPage {
        residents: 20_000,
        offers: 4_211,
        applications: 93,
        tasks: tasks(),
        waiting_days: Some(WaitingDays {
            done: jiff::civil::date(2026, 11, 28),
            today: jiff::civil::date(2027, 11, 28),
            reason: WaitingReason::Many,
        }),
        jobs: vec![
            job("policies.rehearse", "running", 12_000, 20_000),
            job("policies.match", "done", 20_000, 20_000),
            JobRow {
                error: Some("error-fault domain/src/policies/matching.rs:214".into()),
                failures: 5,
                ..job("policies.match", "failed", 2_000, 20_000)
            },
            job("residents.import", "waiting", 0, 500),
        ],
        database: "sqlite".into(),
        alarms: alarms(),
        errors: Vec::new(),
    }
}

fn tasks() -> Vec<TaskRow> {
    let task = |name: &str, next| TaskRow {
        name: name.into(),
        is_running: false,
        is_asked_for: false,
        last_run: Some(instant(1)),
        done: 12,
        error: None,
        failures: 0,
        next,
        catching_up: CatchingUp::Once,
    };
    vec![
        task("new-day", NextRun::AfterYes),
        TaskRow { is_running: true, ..task("validity", NextRun::WhenNeeded) },
        task("sealing", NextRun::Now { late_ms: 400 }),
        task("silence", NextRun::AfterNewDay),
        TaskRow { is_asked_for: true, ..task("warnings", NextRun::AfterYes) },
        TaskRow {
            error: Some("error-fault domain/src/operations/outbox.rs:61".into()),
            failures: 3,
            ..task("outbox", NextRun::Again { at: instant(0), late_ms: 7_400_000 })
        },
        TaskRow { last_run: None, done: 0, ..task("pruning", NextRun::Now { late_ms: 7_400_000 }) },
    ]
}
