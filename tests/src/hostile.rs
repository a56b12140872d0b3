//! Policy documents that take as much work as they can.

/// A document without a mistake.
pub const RIGHT: &str = include_str!("../it/fixtures/policy.toml");
/// How its first criterion begins.
pub const CRITERION: &str = "[[criterion]]\nid = \"hukou\"";
/// Its only band.
pub const BAND: &str = "[[benefit.band]]\namount = \"88.00\"\n";

/// 50 criteria of 100 alternatives each, and 63 bands: each alternative would have to be held against each.
pub fn alternatives_and_bands() -> String {
    // No group of one criterion goes with a group of another: each would have to be held against each.
    let groups = |criterion: usize| -> String {
        (0..100)
            .map(|group| format!("子女数=={group} 且 胎儿数=={}", (group + criterion) % 100))
            .collect::<Vec<_>>()
            .join(" 或 ")
    };
    let criteria: String = (0..50)
        .map(|number| {
            format!(
                "[[criterion]]\nid = \"c{number}\"\nlabel = {{ zh = \"一\", en = \"One\" }}\nwhen = \"{}\"\n",
                groups(number)
            )
        })
        .collect();
    let bands: String = (0..63)
        .map(|number| format!("[[benefit.band]]\nfrom = {}\nto = {}\namount = \"1.00\"\n", 80 + number, 81 + number))
        .collect();
    RIGHT.replacen(CRITERION, &format!("{criteria}{CRITERION}"), 1).replacen(BAND, &bands, 1).replacen(
        "unit = \"money\"",
        "unit = \"money\"\nby = \"age(dob, today)\"",
        1,
    )
}
