//! Chinese inside an English page: marked, so that it is read out in Chinese and set in a Chinese face.

use super::Words;
use crate::markup::{IntoMarkup, Markup};
use contract::display::Language;
use leptos::prelude::*;

impl Words {
    /// A text for the page. In English pages each Chinese part carries its language; in Chinese pages nothing changes.
    pub fn marked(&self, text: &str) -> Markup {
        match self.language() {
            Language::English if text.chars().any(is_chinese) => parts(text)
                .into_iter()
                .map(|(chinese, part)| match chinese {
                    true => view! { <span lang="zh-CN">{part.to_owned()}</span> }.into_markup(),
                    false => part.to_owned().into_markup(),
                })
                .collect_view()
                .into_markup(),
            Language::Chinese | Language::English => text.to_owned().into_markup(),
        }
    }
}

/// Cuts a text where Chinese begins or ends.
fn parts(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let chinese = is_chinese(first);
        let end = rest.find(|character| is_chinese(character) != chinese).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push((chinese, part));
        rest = after;
    }
    parts
}

/// Han characters, and the punctuation that stands between them.
fn is_chinese(character: char) -> bool {
    matches!(u32::from(character), 0x2E80..=0x2FDF | 0x3000..=0x303F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x323AF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn chinese_in_an_english_page_says_so() {
        let english = Words::new(Display { language: Language::English, ..Display::default() });
        assert_eq!(english.marked("Article 25").to_string(), "Article 25");
        let html = english.marked("Hello, 陈阿婆! 𠮷").to_string();
        assert!(html.contains(r#"<span lang="zh-CN">陈阿婆</span>"#), "{html}");
        assert!(html.contains(r#"<span lang="zh-CN">𠮷</span>"#), "{html}");
        let chinese = Words::new(Display::default());
        assert_eq!(chinese.marked("第二十五条 A").to_string(), "第二十五条 A");
    }
}
