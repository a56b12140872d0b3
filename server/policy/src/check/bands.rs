//! Holds a band table together: no empty range, no gap, no overlap, nothing behind "otherwise".
//!
//! Ranges are compared among the bands with the same condition. Bands with different conditions are held against each
//! other once the whole policy is known.

use crate::{document::Band, problem::ProblemCode, reader::Reader};
use std::ops::Range;

pub(super) fn hold(reader: &mut Reader<'_>, bands: &[Band], places: &[(Range<usize>, String)]) {
    let mut otherwise = false;
    let mut groups: Vec<(&Band, Vec<usize>)> = Vec::new();
    for (index, (band, (span, path))) in bands.iter().zip(places).enumerate() {
        if otherwise {
            reader.problem(ProblemCode::BandUnreachable, span.clone(), path, "", written(band));
        }
        if let (Some(from), Some(to)) = (band.from, band.to)
            && from >= to
        {
            reader.problem(ProblemCode::BandEmpty, span.clone(), path, "from < to", written(band));
            return;
        }
        let is_open = band.from.is_none() && band.to.is_none();
        otherwise |= is_open && band.when.is_none();
        if otherwise {
            continue;
        }
        reader.budget().spend(groups.len());
        if !reader.may_go_on(span.clone(), path) {
            return;
        }
        match groups.iter_mut().find(|(first, _)| first.when == band.when) {
            Some((_, members)) => members.push(index),
            None => groups.push((band, vec![index])),
        }
    }
    for (_, mut members) in groups {
        members.sort_by_key(|index| bands.get(*index).map(|band| band.from.unwrap_or(i64::MIN)));
        for pair in members.windows(2) {
            let [lower, upper] = pair else { continue };
            neighbours(reader, bands, places, *lower, *upper, otherwise);
        }
    }
}

fn neighbours(
    reader: &mut Reader<'_>,
    bands: &[Band],
    places: &[(Range<usize>, String)],
    lower: usize,
    upper: usize,
    otherwise: bool,
) {
    let (Some(below), Some(above), Some((span, path))) = (bands.get(lower), bands.get(upper), places.get(upper)) else {
        return;
    };
    let (end, start) = (below.to.unwrap_or(i64::MAX), above.from.unwrap_or(i64::MIN));
    if start < end {
        let expected = below.to.map_or_else(|| "to = …".to_owned(), |to| format!("from = {to}"));
        reader.problem(ProblemCode::BandOverlap, span.clone(), path, expected, written(above));
    } else if start > end && !otherwise {
        reader.problem(ProblemCode::BandGap, span.clone(), path, format!("from = {end}"), written(above));
    }
}

pub(super) fn written(band: &Band) -> String {
    let mut parts = Vec::new();
    parts.extend(band.from.map(|from| format!("from = {from}")));
    parts.extend(band.to.map(|to| format!("to = {to}")));
    parts.extend(band.when_text.as_ref().map(|when| format!("when = {when}")));
    parts.push(format!("amount = {}", band.amount_text));
    parts.join(", ")
}
