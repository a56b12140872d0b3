//! Lines and columns.

/// Where the lines of a text begin.
pub(super) struct Places {
    starts: Vec<usize>,
}

impl Places {
    pub(super) fn of(text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index + 1);
        Self { starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub(super) fn at(&self, text: &str, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = text.char_indices().map(|(index, _)| index);
        let column = match text.get(start..byte) {
            Some(before) => before.chars().count(),
            None => before.skip_while(|index| *index < start).take_while(|index| *index < byte).count(),
        };
        (line, column + 1)
    }
}
