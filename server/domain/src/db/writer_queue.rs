//! The queue before SQLite's one writer: first come, first served, and people before jobs.

use super::{connection::Connection, pools::Priority};
use crate::error::{Error, Result};
use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Longest queue of people: beyond it a request is told to come back later, at once.
const LONGEST_QUEUE: usize = 1_000;

/// One connection and those who wait for it.
pub(super) struct WriterQueue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// Absent while it is lent.
    connection: Option<Connection>,
    next_ticket: u64,
    people: VecDeque<u64>,
    jobs: VecDeque<u64>,
}

impl State {
    fn queue(&mut self, priority: Priority) -> &mut VecDeque<u64> {
        match priority {
            Priority::Person => &mut self.people,
            Priority::Job => &mut self.jobs,
        }
    }

    fn is_next(&self, ticket: u64) -> bool {
        self.people.front().or(self.jobs.front()) == Some(&ticket)
    }
}

impl WriterQueue {
    /// A queue before this connection.
    pub(super) fn new(connection: Connection) -> Self {
        let state =
            State { connection: Some(connection), next_ticket: 0, people: VecDeque::new(), jobs: VecDeque::new() };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Waits for its turn and lends the connection. A person waits no longer than `patience`; jobs wait without end.
    pub(super) fn lend(&self, priority: Priority, patience: Duration) -> Result<Lent<'_>> {
        let mut state = self.lock();
        if priority == Priority::Person && state.people.len() >= LONGEST_QUEUE {
            return Err(Error::busy("the queue of writers is full"));
        }
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.queue(priority).push_back(ticket);
        let began = Instant::now();
        loop {
            if state.is_next(ticket)
                && let Some(connection) = state.connection.take()
            {
                state.queue(priority).pop_front();
                return Ok(Lent { queue: self, connection: Some(connection) });
            }
            let left = patience.saturating_sub(began.elapsed());
            if priority == Priority::Person && left.is_zero() {
                state.queue(priority).retain(|waiting| *waiting != ticket);
                self.changed.notify_all();
                return Err(Error::busy("waited too long for the writer"));
            }
            let pause = if priority == Priority::Person { left } else { Duration::from_secs(60) };
            state = self.changed.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The state is never left half changed, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection, until dropped.
pub(super) struct Lent<'a> {
    queue: &'a WriterQueue,
    connection: Option<Connection>,
}

impl Deref for Lent<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("the connection leaves only in drop"),
        }
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        match &mut self.connection {
            Some(connection) => connection,
            None => unreachable!("the connection leaves only in drop"),
        }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.queue.lock().connection = self.connection.take();
        self.queue.changed.notify_all();
    }
}
