//! Who reads a page: the same state is said to the person it is about, and of them to whoever works on it.

/// The reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The resident.
    Resident,
    /// A member of staff.
    Staff,
}
