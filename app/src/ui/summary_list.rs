//! Names and values, one pair a line.

use leptos::prelude::*;

/// One pair, with a link to change it.
pub struct Row {
    /// Id of the row, where an error links to it.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The value.
    pub value: AnyView,
    /// Address and words of the link; the words that only screen readers hear come second.
    pub change: Option<(String, String)>,
}

impl Row {
    /// A plain pair.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { id: None, name: name.into(), value: value.into_any(), change: None }
    }
}

/// The list.
pub fn summary_list(rows: Vec<Row>) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let name = row.name.clone();
            let change = row.change.map(|(address, label)| {
                view! { <dd class="change"><a href=address>{label}<span class="hidden">{name}</span></a></dd> }
            });
            view! { <div class="row" id=row.id><dt>{row.name}</dt><dd>{row.value}</dd>{change}</div> }
        })
        .collect_view();
    view! { <dl class="summary-list">{rows}</dl> }.into_any()
}
