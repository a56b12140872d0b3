//! Where a text may be cut for reading: voices of telephones give up on long texts, and a pause goes on with a sentence.

/// The sentences of a text in order, without empty ones. A full stop inside a number or an address ends nothing.
pub fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut current = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        current.push(letter);
        let ends = match letter {
            '。' | '！' | '？' | '；' | '\n' => true,
            '.' | '!' | '?' => letters.peek().is_none_or(|next| next.is_whitespace()),
            _ => false,
        };
        if ends {
            take(&mut current, &mut sentences);
        }
    }
    take(&mut current, &mut sentences);
    sentences
}

fn take(current: &mut String, sentences: &mut Vec<String>) {
    let sentence = current.trim();
    if !sentence.is_empty() {
        sentences.push(sentence.to_owned());
    }
    current.clear();
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_sentence_ends_where_a_reader_would_stop() {
        assert_eq!(
            sentences("您好，王芳\n每月 180.50 元。已经替您办好了！"),
            ["您好，王芳", "每月 180.50 元。", "已经替您办好了！"]
        );
        assert_eq!(
            sentences("You get ¥180.50 a month. Nothing to do.\n\n"),
            ["You get ¥180.50 a month.", "Nothing to do."]
        );
        assert!(sentences(" \n ").is_empty());
    }
}
