//! A chart that is its own table: every figure stands as a number, and beside it as a bar that is not read out. In elder
//! mode, where there are no tables, the same figures stand as a list, with the same bars.

use super::table::{Column, Table, table};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// Series that eyes can still tell apart: plain, hollow, striped, dotted.
pub const MOST_SERIES: usize = 4;

/// A chart before it is drawn.
pub struct Chart {
    /// What it shows; read out, and seen unless a heading above says it already.
    pub caption: String,
    /// A heading above says the same already.
    pub quiet: bool,
    /// What the rows are: 区, 年龄.
    pub rows_are: String,
    /// Names of the series; those after the fourth are not drawn.
    pub series: Vec<String>,
    /// Each row's name and its figures, one a series; none is below zero.
    pub rows: Vec<(String, Vec<i64>)>,
}

/// The chart. All bars are drawn to the largest figure of all.
pub fn chart(words: &Words, chart: Chart) -> Markup {
    let most = chart.rows.iter().flat_map(|(_, figures)| figures).copied().max().unwrap_or_default();
    let rows = chart
        .rows
        .into_iter()
        .map(|(name, figures)| {
            let bars = figures
                .into_iter()
                .take(MOST_SERIES)
                .enumerate()
                .map(|(series, figure)| view! { {words.number(figure)}{bar(figure, most, series)} }.into_markup());
            std::iter::once(name.into_markup()).chain(bars).collect()
        })
        .collect();
    let series = chart.series.into_iter().take(MOST_SERIES).map(Column::figures);
    let columns = std::iter::once(Column::words(chart.rows_are)).chain(series).collect();
    let contents = Table { caption: chart.caption, quiet: chart.quiet, columns, header: 0, rows, stacks: false };
    view! { <div class="chart">{table(words, contents)}</div> }.into_markup()
}

/// A bar in hundredths of the largest figure; whoever is counted is seen.
fn bar(figure: i64, most: i64, series: usize) -> Markup {
    let width = match most {
        0 => 0,
        most => (i128::from(figure) * 100 / i128::from(most)).max(i128::from(figure > 0)),
    };
    view! {
        <svg class=format!("bar-chart series-{}", series + 1) viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <line x2=width.to_string() y1="5" y2="5"/>
        </svg>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::{Display, Mode};

    fn shown(mode: Mode, rows: Vec<(String, Vec<i64>)>) -> String {
        let series = vec!["去年".to_owned(), "今年".to_owned()];
        let contents = Chart { caption: "各区人数".into(), quiet: false, rows_are: "区".into(), series, rows };
        chart(&Words::new(Display { mode, ..Display::default() }), contents).to_string()
    }

    #[test]
    fn every_bar_has_its_number_and_nobody_disappears() {
        let html = shown(Mode::Standard, vec![("虹口区".into(), vec![1, 10_000]), ("崇明区".into(), vec![0, 5_000])]);
        for part in ["<th scope=\"row\">虹口区", "10,000", r#"<line x2="100""#, r#"<line x2="50""#] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(html.contains(r#"<line x2="1""#) && html.contains(r#"<line x2="0""#), "{html}");
        assert!(html.contains("series-1") && html.contains("series-2"), "{html}");
    }

    #[test]
    fn elder_mode_keeps_the_bars_without_a_table() {
        let html = shown(Mode::Elder, vec![("虹口区".into(), vec![3, 4])]);
        assert!(!html.contains("<table") && html.matches("<line").count() == 2, "{html}");
    }
}
