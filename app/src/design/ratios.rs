//! Contrast of the colours, read from the very file that the browser gets: WCAG 2.2, relative luminance.

use std::collections::BTreeMap;

/// The tokens.
const TOKENS: &str = include_str!("../../../style/settings/tokens.css");

/// Contrast of a colour on paper and on wash, in light and in dark.
pub struct Ratios {
    /// On paper and on wash in the light theme.
    pub light: [f64; 2],
    /// The same in the dark theme.
    pub dark: [f64; 2],
}

/// The ratios of a named colour; nothing where it stands in no theme.
pub fn ratios(name: &str) -> Option<Ratios> {
    let (light, dark) = (theme(":root {")?, theme("[data-theme=\"dark\"] {")?);
    let of = |theme: &BTreeMap<&str, &str>| -> Option<[f64; 2]> {
        let colour = luminance(theme.get(name)?)?;
        Some([contrast(colour, luminance(theme.get("paper")?)?), contrast(colour, luminance(theme.get("wash")?)?)])
    };
    Some(Ratios { light: of(&light)?, dark: of(&dark)? })
}

/// The colours between a selector and the end of its block.
fn theme(selector: &str) -> Option<BTreeMap<&'static str, &'static str>> {
    let (_, block) = TOKENS.split_once(selector)?;
    let (block, _) = block.split_once('}')?;
    let pairs = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
    Some(pairs.collect())
}

/// Relative luminance of `#abc` or `#aabbcc`.
fn luminance(colour: &str) -> Option<f64> {
    let digits: Vec<u32> = colour.strip_prefix('#')?.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let parts: Vec<u32> = match digits.as_slice() {
        [red, green, blue] => [red, green, blue].map(|part| part * 17).to_vec(),
        six if six.len() == 6 => six.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit)).collect(),
        _ => return None,
    };
    let linear = parts.into_iter().map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    Some(linear.zip([0.2126, 0.7152, 0.0722]).map(|(part, weight)| part * weight).sum())
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        let contrast = luminance("#000").zip(luminance("#ffffff")).map(|(black, white)| contrast(black, white));
        assert!((contrast.unwrap_or_default() - 21.0).abs() < 0.01, "{contrast:?}");
    }

    #[test]
    fn every_colour_of_text_has_at_least_seven_to_one() {
        let fills = [("good", "good-fill"), ("warn", "warn-fill"), ("bad", "bad-fill")];
        for selector in [":root {", "[data-theme=\"dark\"] {"] {
            let theme = theme(selector).unwrap_or_default();
            let of = |name: &str| theme.get(name).and_then(|colour| luminance(colour)).unwrap_or(0.5);
            let texts =
                ["ink", "muted", "action", "healthcare", "elderly-care", "social-security", "good", "warn", "bad"];
            let on = texts.iter().flat_map(|text| [(*text, "paper"), (*text, "wash")]).chain(fills);
            for (text, ground) in on.chain([("ink", "good-fill"), ("ink", "warn-fill"), ("ink", "bad-fill")]) {
                let contrast = contrast(of(text), of(ground));
                assert!(contrast >= 7.0, "{text} on {ground} in {selector} has {contrast:.2}");
            }
        }
    }

    #[test]
    fn no_field_has_nearly_the_colour_of_a_state() {
        for selector in [":root {", "[data-theme=\"dark\"] {"] {
            let theme = theme(selector).unwrap_or_default();
            let of = |name: &str| theme.get(name).and_then(|colour| hue(colour)).unwrap_or_default();
            for field in ["healthcare", "elderly-care", "social-security"] {
                for state in ["good", "warn", "bad"] {
                    let apart = (of(field) - of(state)).abs();
                    let apart = apart.min(360.0 - apart);
                    assert!(apart >= 40.0, "{field} and {state} are {apart:.0} degrees apart in {selector}");
                }
            }
        }
    }

    /// Of `#aabbcc`, in degrees.
    fn hue(colour: &str) -> Option<f64> {
        let part = |at: usize| colour.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).map(f64::from);
        let (red, green, blue) = (part(1)?, part(3)?, part(5)?);
        let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
        let turn = if most - red < 0.5 {
            (green - blue) / (most - least)
        } else if most - green < 0.5 {
            2.0 + (blue - red) / (most - least)
        } else {
            4.0 + (red - green) / (most - least)
        };
        Some((turn * 60.0).rem_euclid(360.0))
    }
}
