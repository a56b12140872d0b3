//! Names and values, one pair a line.

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;

/// One pair, with a link to change it.
pub struct Row {
    /// Id of the row, where an error links to it.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The value.
    pub value: Markup,
    /// Address and words of the link; the words that only screen readers hear come second.
    pub change: Option<(String, String)>,
}

impl Row {
    /// A plain pair.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { id: None, name: name.into(), value: value.into_markup(), change: None }
    }
}

/// The list.
pub fn summary_list(rows: Vec<Row>) -> Markup {
    list_of(rows.into_iter().map(summary_row).collect_view().into_markup())
}

/// The list around rows that were made before.
pub fn list_of(rows: Markup) -> Markup {
    view! { <dl class="summary-list">{rows}</dl> }.into_markup()
}

/// One pair of the list.
pub fn summary_row(row: Row) -> Markup {
    let name = row.name.clone();
    let change = row.change.map(|(address, label)| {
        view! { <dd class="change"><a href=address>{label}<span class="hidden">{name}</span></a></dd> }
    });
    view! { <div class="row" id=row.id><dt>{row.name}</dt><dd>{row.value}</dd>{change}</div> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_values_and_links_to_change_them() {
        let change = Some(("/drafts/1/phone".to_owned(), "更改".to_owned()));
        let row =
            Row { id: Some("answer-phone".to_owned()), name: "电话".to_owned(), value: "1390".into_markup(), change };
        let html = summary_list(vec![row, Row::text("费用", "免费")]).to_string();
        assert!(html.contains(r#"id="answer-phone""#) && html.contains("<dt>电话</dt><dd>1390"), "{html}");
        assert!(html.contains(r#"<span class="hidden">电话</span>"#), "the link says what it changes: {html}");
        assert!(html.contains("<dt>费用</dt><dd>免费"), "{html}");
    }
}
