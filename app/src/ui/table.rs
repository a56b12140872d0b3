//! A table; in elder mode, where there are none, the same records as lists of names and values.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::display::Mode;
use leptos::prelude::*;

/// One column.
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Figures: right-aligned, of equal width.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn words(name: String) -> Self {
        Self { name, numeric: false }
    }

    /// A column of figures.
    pub fn figures(name: String) -> Self {
        Self { name, numeric: true }
    }
}

/// A table before it is shown.
pub struct Table {
    /// What it shows; read out, and seen unless `quiet`.
    pub caption: String,
    /// A heading above says the same already.
    pub quiet: bool,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// The column that names the row, from 0.
    pub header: usize,
    /// Rows, each with one cell a column.
    pub rows: Vec<Vec<Markup>>,
    /// On a narrow screen each row becomes a block of its own instead of a table that scrolls sideways.
    pub stacks: bool,
}

/// The table.
pub fn table(words: &Words, table: Table) -> Markup {
    match words.display.mode {
        Mode::Elder => records(table),
        Mode::Standard | Mode::Large => grid(table),
    }
}

fn grid(table: Table) -> Markup {
    let Table { caption, quiet, columns, header, rows, stacks } = table;
    let numeric: Vec<bool> = columns.iter().map(|column| column.numeric).collect();
    let heads = columns
        .into_iter()
        .map(|column| match column.numeric {
            true => view! { <th scope="col" class="numeric">{column.name}</th> }.into_markup(),
            false => view! { <th scope="col">{column.name}</th> }.into_markup(),
        })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .enumerate()
                .map(|(index, cell)| match (index == header, numeric.get(index)) {
                    (true, Some(true)) => view! { <th scope="row" class="numeric">{cell}</th> }.into_markup(),
                    (true, _) => view! { <th scope="row">{cell}</th> }.into_markup(),
                    (false, Some(true)) => view! { <td class="numeric">{cell}</td> }.into_markup(),
                    (false, _) => view! { <td>{cell}</td> }.into_markup(),
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let contents = view! {
        <table class=if stacks { "stacks" } else { "wide" }>
            <caption class=if quiet { "hidden" } else { "caption" }>{caption.clone()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    match stacks {
        true => contents.into_markup(),
        // Too wide for a narrow screen: it scrolls by itself, by keyboard too, and never moves the page.
        false => view! { <section class="scroll" data-scroll-x tabindex="0" aria-label=caption>{contents}</section> }
            .into_markup(),
    }
}

fn records(table: Table) -> Markup {
    let names: Vec<String> = table.columns.into_iter().map(|column| column.name).collect();
    let rows = table
        .rows
        .into_iter()
        .map(|cells| {
            let cells = names
                .iter()
                .zip(cells)
                .map(|(name, cell)| view! { <div class="row"><dt>{name.clone()}</dt><dd>{cell}</dd></div> })
                .collect_view();
            view! { <li><dl class="summary-list">{cells}</dl></li> }
        })
        .collect_view();
    let caption = (!table.quiet).then(|| view! { <h3>{table.caption.clone()}</h3> });
    view! { {caption}<ul class="records">{rows}</ul> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    fn shown(mode: Mode) -> String {
        let columns = vec![Column::words("名称".into()), Column::figures("人数".into())];
        let rows = vec![vec!["甲".into_markup(), "12".into_markup()]];
        let contents = Table { caption: "表".into(), quiet: true, columns, header: 0, rows, stacks: false };
        table(&Words::new(Display { mode, ..Display::default() }), contents).to_string()
    }

    #[test]
    fn elder_pages_hold_the_same_records_without_a_table() {
        let standard = shown(Mode::Standard);
        assert!(
            standard.contains(r#"<th scope="row">甲"#) && standard.contains(r#"<td class="numeric">12"#),
            "{standard}"
        );
        let elder = shown(Mode::Elder);
        assert!(!elder.contains("<table") && elder.contains("<dt>人数") && elder.contains("<dd>12"), "{elder}");
    }
}
