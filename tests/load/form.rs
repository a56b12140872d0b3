//! Filling in a form of the portal without a browser: enough of HTML for the portal's own pages.

/// A form of a page.
pub struct Form<'a> {
    /// Where it posts to.
    pub action: String,
    inside: &'a str,
}

/// The first form that posts to an address with this beginning.
pub fn find<'a>(page: &'a str, action: &str) -> Option<Form<'a>> {
    page.split("<form").skip(1).find_map(|rest| {
        let (inside, _) = rest.split_once("</form>")?;
        let posts_to = attribute(inside.split('>').next()?, "action")?;
        posts_to.starts_with(action).then_some(Form { action: posts_to, inside })
    })
}

impl Form<'_> {
    /// What someone would send who keeps what stands there and otherwise takes the first choice and plain answers.
    pub fn filled(&self) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for tag in self.tags("<input") {
            let Some(name) = attribute(tag, "name") else { continue };
            let value = attribute(tag, "value").unwrap_or_default();
            let choice = matches!(attribute(tag, "type").as_deref(), Some("radio" | "checkbox"));
            let hidden = attribute(tag, "type").as_deref() == Some("hidden");
            let earlier = fields.iter().position(|(field, _)| *field == name);
            match (choice, earlier) {
                (true, None) => fields.push((name, value)),
                (true, Some(place)) if is_checked(tag) => fields[place].1 = value,
                (true, Some(_)) => {}
                (false, _) if hidden || !value.is_empty() => fields.push((name, value)),
                (false, _) => {
                    let value = plain_answer(&name, tag);
                    fields.push((name, value));
                }
            }
        }
        for tag in self.tags("<textarea") {
            if let Some(name) = attribute(tag, "name") {
                fields.push((name, "家里的情况没有变化。".to_owned()));
            }
        }
        for list in self.inside.split("<select").skip(1).filter_map(|rest| rest.split_once("</select>")) {
            let options: Vec<&str> = list.0.split("<option").skip(1).collect();
            let chosen =
                options.iter().find(|option| option.split('>').next().is_some_and(|tag| tag.contains(" selected")));
            let values = chosen.into_iter().chain(&options).filter_map(|option| attribute(option, "value"));
            let answer = values.into_iter().find(|value| !value.is_empty());
            if let (Some(name), Some(answer)) = (attribute(list.0, "name"), answer) {
                fields.push((name, answer));
            }
        }
        fields
    }

    fn tags(&self, name: &str) -> impl Iterator<Item = &str> {
        self.inside.split(name).skip(1).filter_map(|rest| rest.split('>').next())
    }
}

fn plain_answer(name: &str, tag: &str) -> String {
    let long = tag.contains("w-20");
    match attribute(tag, "inputmode").as_deref() {
        _ if name.ends_with("-year") => "2025",
        _ if name.ends_with("-month") || name.ends_with("-day") => "3",
        Some("numeric" | "decimal") => "5",
        Some("tel") => "13900001234",
        // An identity number that nobody has: its area code does not exist.
        _ if long => "999999194001010013",
        _ => "平安路 1 号",
    }
    .to_owned()
}

fn is_checked(tag: &str) -> bool {
    tag.split_whitespace().any(|part| part == "checked" || part.starts_with("checked="))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let (value, _) = tag[start..].split_once('"')?;
    Some(value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}
