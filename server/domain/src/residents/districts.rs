//! The city's districts, GB/T 2260 codes. Names from the list in `districts.json` (MIT licence, named there).

use policy::text::Text;
use std::sync::LazyLock;

/// A district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Six digits.
    pub code: String,
    /// Its name.
    pub name: Text,
}

/// English names, in the order of the codes.
const ENGLISH: [(&str, &str); 16] = [
    ("310101", "Huangpu"),
    ("310104", "Xuhui"),
    ("310105", "Changning"),
    ("310106", "Jing'an"),
    ("310107", "Putuo"),
    ("310109", "Hongkou"),
    ("310110", "Yangpu"),
    ("310112", "Minhang"),
    ("310113", "Baoshan"),
    ("310114", "Jiading"),
    ("310115", "Pudong"),
    ("310116", "Jinshan"),
    ("310117", "Songjiang"),
    ("310118", "Qingpu"),
    ("310120", "Fengxian"),
    ("310151", "Chongming"),
];

/// A constant table, read once; it holds no state of the process.
static DISTRICTS: LazyLock<Vec<District>> = LazyLock::new(|| {
    let file: serde_json::Value = serde_json::from_str(include_str!("districts.json")).unwrap_or_default();
    let Some(rows) = file.get("districts").and_then(|rows| rows.as_array()) else { return Vec::new() };
    rows.iter()
        .filter_map(|row| {
            let (code, zh) = (row.get("code")?.as_str()?, row.get("name")?.as_str()?);
            let english = ENGLISH.iter().find(|(known, _)| *known == code).map_or(zh, |(_, name)| name);
            Some(District { code: code.to_owned(), name: Text::new(zh, english_name(english)) })
        })
        .collect()
});

/// Pudong is a new area, not a district, in its own name.
fn english_name(name: &str) -> String {
    if name.ends_with("Area") { name.to_owned() } else { format!("{name} District") }
}

/// Every district.
pub fn all() -> &'static [District] {
    &DISTRICTS
}

/// The name of a district.
pub fn district(code: &str) -> Option<Text> {
    DISTRICTS.iter().find(|district| district.code == code).map(|district| district.name.clone())
}

#[cfg(test)]
mod tests {
    #[test]
    fn sixteen_districts_have_names_in_both_languages() {
        assert_eq!(super::all().len(), 16);
        assert!(super::all().iter().all(|district| !district.name.en.contains(&district.name.zh)));
    }
}
