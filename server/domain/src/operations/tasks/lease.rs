//! The right to run a task: one holder over all processes, by the task's name and a term that grows with every holder. It
//! runs out when its process says nothing for a while, by a clock that nobody can set.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect::{self, insert_if_absent},
        schema::scheduled_tasks,
    },
    error::{Error, Result},
};
use diesel::prelude::*;

/// A lease that was taken.
#[derive(Clone, Debug)]
pub struct Lease {
    name: &'static str,
    term: i64,
}

impl Lease {
    /// Takes the lease of a task; nothing when somebody else holds it.
    ///
    /// # Errors
    /// The store is away.
    pub fn take(cx: &Context, tx: &mut Connection, name: &'static str) -> Result<Option<Self>> {
        insert_if_absent(tx, diesel::insert_into(scheduled_tasks::table).values(scheduled_tasks::name.eq(name)))?;
        let now = now(cx, tx)?;
        let (term, held_until): (i64, Option<i64>) =
            scheduled_tasks::table.find(name).select((scheduled_tasks::term, scheduled_tasks::held_until)).first(tx)?;
        // A lease that ends later than any can is of before the machine started anew.
        let is_held = held_until.is_some_and(|until| until > now && until <= now.saturating_add(length(cx)));
        if is_held {
            return Ok(None);
        }
        let lease = Self { name, term: term.saturating_add(1) };
        let rows = diesel::update(scheduled_tasks::table.find(name).filter(scheduled_tasks::term.eq(term)))
            .set((
                scheduled_tasks::term.eq(lease.term),
                scheduled_tasks::held_until.eq(now.saturating_add(length(cx))),
                scheduled_tasks::started_at.eq(cx.now().0),
            ))
            .execute(tx)?;
        Ok((rows == 1).then_some(lease))
    }

    /// Holds on to it. Every write of a task begins with this.
    ///
    /// # Errors
    /// Somebody else has taken it over: nothing may be written any more. The store is away.
    pub fn renew(&self, cx: &Context, tx: &mut Connection) -> Result<()> {
        let until = now(cx, tx)?.saturating_add(length(cx));
        let rows = diesel::update(self.row()).set(scheduled_tasks::held_until.eq(until)).execute(tx)?;
        self.still_held(rows)
    }

    /// The task's row, as long as nobody else holds it.
    #[diesel::dsl::auto_type(no_type_alias)]
    pub(super) fn row<'a>(&'a self) -> _ {
        let name: &'a str = self.name;
        let term: i64 = self.term;
        scheduled_tasks::table.find(name).filter(scheduled_tasks::term.eq(term))
    }

    pub(super) fn still_held(&self, rows: usize) -> Result<()> {
        if rows == 1 {
            return Ok(());
        }
        Err(Error::busy(format_args!("the lease of the task {} ran out, and somebody else took it over", self.name)))
    }
}

fn length(cx: &Context) -> i64 {
    cx.configuration.lease_ms
}

fn now(cx: &Context, tx: &mut Connection) -> Result<i64> {
    Ok(cx.clock.lease_ms(dialect::common_clock(tx)?))
}
