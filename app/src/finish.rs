//! One pass over a finished page. It takes out `<!>`, which the renderer leaves between texts for code that wakes and which
//! is a parse error in HTML, and marks in Chinese headings where a line may end. What an island holds is not touched: its
//! code looks for its marks.

use crate::phrases::with_breaks;
use contract::display::Language;

/// The renderer's mark between two texts.
const MARK: &str = "<!>";

/// The page as it is sent.
pub fn finished(html: &str, language: Language) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let (mut islands, mut heading) = (0_usize, false);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        push_text(&mut out, text, heading && islands == 0 && language == Language::Chinese);
        let (tag, after) = tag.split_at(end_of_tag(tag));
        rest = after;
        if tag == MARK && islands == 0 {
            continue;
        }
        out.push_str(tag);
        match tag.trim_start_matches('<').trim_end_matches('>').split([' ', '\n']).next() {
            Some("leptos-island") => islands += 1,
            Some("/leptos-island") => islands = islands.saturating_sub(1),
            Some("h1" | "h2" | "h3") => heading = true,
            Some("/h1" | "/h2" | "/h3") => heading = false,
            // Neither holds markup.
            Some(raw @ ("script" | "style" | "textarea")) => {
                let close = format!("</{raw}");
                let end = rest.find(&close).unwrap_or(rest.len());
                let (contents, after) = rest.split_at(end);
                out.push_str(contents);
                rest = after;
            }
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

/// Where a tag ends; a value of an attribute may hold `>`.
fn end_of_tag(tag: &str) -> usize {
    let mut is_quoted = false;
    let end = tag.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    });
    end.map_or(tag.len(), |end| end + 1)
}

fn push_text(out: &mut String, text: &str, marks: bool) {
    match marks {
        true => out.push_str(&with_breaks(text)),
        false => out.push_str(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_texts_are_taken_out_and_those_of_islands_stay() {
        let html = "<p>一<!>二</p><leptos-island data-x=\"1\">a<!>b</leptos-island><p>c<!>d</p>";
        let kept = "<p>一二</p><leptos-island data-x=\"1\">a<!>b</leptos-island><p>cd</p>";
        assert_eq!(finished(html, Language::Chinese), kept);
    }

    #[test]
    fn values_of_attributes_stay_as_they_were_typed() {
        let html = r#"<input value="a<!>b></h1>"><h1 title="c>申请照护需求评估">一</h1>"#;
        assert_eq!(finished(html, Language::Chinese), html);
    }

    #[test]
    fn what_scripts_and_fields_hold_stays_as_it_is() {
        let html = "<script>if(a<b){c='<!>'}</script><textarea name=\"a\"><h1>申请照护需求评估<!></textarea>";
        assert_eq!(finished(html, Language::Chinese), html);
    }

    #[test]
    fn chinese_headings_say_where_a_line_ends() {
        let html = "<h1 id=\"a\"><a href=\"/申请照护需求评估\">申请照护需求评估</a></h1><p>申请照护需求评估</p>";
        let marked = html.replacen("\">申请照护需求评估</a>", "\">申请<wbr>照护<wbr>需求<wbr>评估</a>", 1);
        assert_eq!(finished(html, Language::Chinese), marked);
        assert_eq!(finished(html, Language::English), html);
    }
}
