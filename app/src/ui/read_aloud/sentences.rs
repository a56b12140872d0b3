//! Where a text may be cut for reading: voices of telephones give up on long texts, and a pause goes on with a sentence.

/// A piece of text of the page, in the order of reading.
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Pieces of one paragraph, heading or cell have the same block: a sentence never runs from one into another.
    pub block: usize,
}

/// One sentence and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What is spoken.
    pub text: String,
    /// First letter.
    pub from: Place,
    /// After the last letter.
    pub to: Place,
}

/// A place in the page's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which piece.
    pub piece: usize,
    /// Letters before it in that piece, counted in UTF-16 units as the browser does.
    pub offset: u32,
}

/// The sentences in order, without empty ones. A full stop inside a number or an address ends nothing.
pub fn sentences(pieces: &[Piece]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut open: Option<Sentence> = None;
    for (piece, here) in pieces.iter().enumerate() {
        let mut offset = 0;
        let mut letters = here.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let from = Place { piece, offset };
            offset += if letter.len_utf16() == 2 { 2 } else { 1 };
            let to = Place { piece, offset };
            match &mut open {
                Some(sentence) => {
                    sentence.text.push(letter);
                    if !letter.is_whitespace() {
                        sentence.to = to;
                    }
                }
                None if letter.is_whitespace() => continue,
                None => open = Some(Sentence { text: letter.to_string(), from, to }),
            }
            let ends = match letter {
                '。' | '！' | '？' | '；' => true,
                '.' | '!' | '?' => letters.peek().is_none_or(|next| next.is_whitespace()),
                _ => false,
            };
            if ends {
                close(&mut open, &mut found);
            }
        }
        if pieces.get(piece + 1).is_none_or(|next| next.block != here.block) {
            close(&mut open, &mut found);
        }
    }
    found
}

fn close(open: &mut Option<Sentence>, found: &mut Vec<Sentence>) {
    if let Some(mut sentence) = open.take() {
        sentence.text.truncate(sentence.text.trim_end().len());
        found.push(sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(texts: &[(&str, usize)]) -> Vec<Piece> {
        texts.iter().map(|(text, block)| Piece { text: (*text).to_owned(), block: *block }).collect()
    }

    fn spoken(texts: &[(&str, usize)]) -> Vec<String> {
        sentences(&pieces(texts)).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn a_sentence_ends_where_a_reader_would_stop() {
        assert_eq!(
            spoken(&[("您好，王芳", 0), ("每月 180.50 元。已经替您办好了！", 1)]),
            ["您好，王芳", "每月 180.50 元。", "已经替您办好了！"]
        );
        assert_eq!(
            spoken(&[("You get ¥180.50 a month. Nothing to do.\n\n", 0)]),
            ["You get ¥180.50 a month.", "Nothing to do."]
        );
        assert!(spoken(&[(" \n ", 0), ("", 1)]).is_empty());
    }

    #[test]
    fn a_sentence_runs_on_through_a_link_and_knows_where_it_stands() {
        let found = sentences(&pieces(&[("先看 ", 0), ("政策", 0), ("。再办。", 0)]));
        let place = |piece, offset| Place { piece, offset };
        assert_eq!(found[0], Sentence { text: "先看 政策。".into(), from: place(0, 0), to: place(2, 1) });
        assert_eq!(found[1], Sentence { text: "再办。".into(), from: place(2, 1), to: place(2, 4) });
    }

    #[test]
    fn a_rare_character_is_two_units_for_the_browser() {
        let found = sentences(&pieces(&[("  𠮷先生。好 ", 0)]));
        assert_eq!((found[0].from.offset, found[0].to.offset), (2, 7));
        assert_eq!((found[1].from.offset, found[1].to.offset), (7, 8));
    }
}
