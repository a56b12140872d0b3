//! Members of the residents' lists: those of one resident stand one after another.

use super::{BLOCK, Columns, packed::Packed};
use crate::{value::Member, vocabulary::Vocabulary};
use std::ops::Range;

/// One list of every resident.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    /// Where the members of each resident begin.
    starts: Vec<u32>,
    /// How many there are.
    counts: Packed,
    pub(super) members: Columns,
    /// Members that belong to nobody any more.
    unused: usize,
}

impl Lists {
    /// No rows; of each member these attributes may be known.
    pub(super) fn new(has: &[String], vocabulary: &Vocabulary) -> Self {
        let attributes = has.iter().filter_map(|id| vocabulary.attribute(id));
        let members = Columns::of(attributes, vocabulary);
        Self { starts: Vec::new(), counts: Packed::new(), members, unused: 0 }
    }

    /// Adds a resident with these members.
    pub(super) fn push(&mut self, members: &[Member]) {
        let start = self.append(members);
        self.starts.push(start);
        self.counts.push(Some(members.len() as i64));
    }

    /// Gives a resident other members. They stand behind all others, until too many places are empty.
    pub(super) fn set(&mut self, row: usize, members: &[Member]) {
        self.unused += self.of(row).len();
        let start = self.append(members);
        if let Some(known) = self.starts.get_mut(row) {
            *known = start;
        }
        self.counts.set(row, members.len() as i64);
        if self.unused > BLOCK + self.members.rows() / 8 {
            let rows: Vec<u32> = (0..self.starts.len()).filter_map(|row| u32::try_from(row).ok()).collect();
            *self = self.select(&rows);
        }
    }

    /// Where the members of a resident stand.
    pub(super) fn of(&self, row: usize) -> Range<usize> {
        let start = self.starts.get(row).map_or(0, |start| *start as usize);
        start..start + usize::try_from(self.counts.get(row)).unwrap_or_default()
    }

    /// These rows, in this order.
    pub(super) fn select(&self, rows: &[u32]) -> Self {
        let (mut starts, mut members) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            starts.push(u32::try_from(members.len()).unwrap_or(u32::MAX));
            members.extend(self.of(*row as usize).filter_map(|member| u32::try_from(member).ok()));
        }
        let ids: Vec<String> = self.members.ids().map(str::to_owned).collect();
        Self { starts, counts: self.counts.select(rows), members: self.members.select(&ids, &members), unused: 0 }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.starts.as_slice()) + self.counts.bytes() + self.members.bytes()
    }

    /// Puts members behind all others and answers where they begin.
    fn append(&mut self, members: &[Member]) -> u32 {
        let start = u32::try_from(self.members.rows()).unwrap_or(u32::MAX);
        members.iter().for_each(|member| _ = self.members.push_values(|id| member.get(id)));
        start
    }
}
