//! Just enough of HTML to look at the portal's own pages: elements with attributes, text, and forms as a browser sends
//! them. The pages are well formed, because a library writes them.

/// A piece of a page, in order.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A start tag with its attributes.
    Open(String, Vec<(String, String)>),
    /// An end tag.
    Close(String),
    /// Text, decoded.
    Text(String),
}

/// A page taken apart.
#[derive(Clone, Debug)]
pub struct Html(Vec<Piece>);

/// One control of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// `hidden`, `text`, `radio`, `checkbox`, `textarea`, `select`, `button` and so on.
    pub kind: String,
    /// The value it sends.
    pub value: String,
    /// A radio or checkbox that is chosen.
    pub checked: bool,
    /// What a list of choices offers.
    pub options: Vec<String>,
}

/// One form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it posts to.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Its controls with a name, in order.
    pub fields: Vec<Field>,
}

impl Form {
    /// What a browser sends when the person changes nothing and presses no named button, with the changes: a changed
    /// name loses its old values.
    pub fn with(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let kept = self.fields.iter().filter(|field| match field.kind.as_str() {
            "radio" | "checkbox" => field.checked,
            "button" => false,
            _ => true,
        });
        let mut pairs: Vec<(String, String)> = kept
            .filter(|field| changes.iter().all(|(name, _)| *name != field.name))
            .map(|field| (field.name.clone(), field.value.clone()))
            .collect();
        pairs.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        pairs
    }
}

impl Html {
    /// Takes a page apart.
    pub fn parse(page: &str) -> Self {
        // Where a line may end is no end of a text.
        let page = page.replace("<wbr>", "");
        let mut pieces = Vec::new();
        let mut rest = page.as_str();
        while let Some(start) = rest.find('<') {
            if start > 0 {
                pieces.push(Piece::Text(decoded(&rest[..start])));
            }
            rest = &rest[start..];
            if rest.starts_with("<!--") {
                rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            } else if let Some(name) = rest.strip_prefix("</") {
                let end = name.find('>').unwrap_or(name.len());
                pieces.push(Piece::Close(name[..end].trim().to_owned()));
                rest = name.get(end + 1..).unwrap_or("");
            } else {
                let (name, attributes, after) = start_tag(&rest[1..]);
                rest = after;
                let raw = matches!(name.as_str(), "script" | "style");
                pieces.push(Piece::Open(name.clone(), attributes));
                if raw {
                    let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                    pieces.push(Piece::Text(rest[..end].to_owned()));
                    rest = &rest[end..];
                }
            }
        }
        Self(pieces)
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Attributes of every element of a name.
    pub fn elements(&self, name: &str) -> Vec<&[(String, String)]> {
        self.0
            .iter()
            .filter_map(|piece| match piece {
                Piece::Open(open, attributes) if open == name => Some(attributes.as_slice()),
                _ => None,
            })
            .collect()
    }

    /// The text inside every element of a name.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let (mut texts, mut open): (Vec<String>, bool) = (Vec::new(), false);
        for piece in &self.0 {
            match piece {
                Piece::Open(opened, _) if opened == name => {
                    texts.push(String::new());
                    open = true;
                }
                Piece::Close(closed) if closed == name => open = false,
                Piece::Text(text) if open => texts.last_mut().into_iter().for_each(|last| last.push_str(text)),
                _ => {}
            }
        }
        texts
    }

    /// Everything that can be read, with line breaks between pieces; without scripts and styles.
    pub fn visible(&self) -> String {
        let (mut text, mut hidden) = (String::new(), false);
        for piece in &self.0 {
            match piece {
                Piece::Open(name, _) | Piece::Close(name) if matches!(name.as_str(), "script" | "style") => {
                    hidden = matches!(piece, Piece::Open(..));
                }
                Piece::Text(words) if !hidden && !words.trim().is_empty() => {
                    text.push_str(words);
                    text.push('\n');
                }
                _ => {}
            }
        }
        text
    }

    /// Addresses of all links, in order.
    pub fn links(&self) -> Vec<String> {
        self.elements("a").into_iter().filter_map(|attributes| value(attributes, "href")).collect()
    }

    /// Every form.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut inside = false;
        for (index, piece) in self.0.iter().enumerate() {
            match piece {
                Piece::Open(name, attributes) if name == "form" => {
                    inside = true;
                    forms.push(Form {
                        action: value(attributes, "action").unwrap_or_default(),
                        method: value(attributes, "method").unwrap_or_else(|| "get".to_owned()),
                        fields: Vec::new(),
                    });
                }
                Piece::Close(name) if name == "form" => inside = false,
                Piece::Open(name, attributes) if inside => {
                    let field = self.field(index, name, attributes);
                    forms.last_mut().into_iter().for_each(|form| form.fields.extend(field.clone()));
                }
                _ => {}
            }
        }
        forms
    }

    /// The form that posts to an address that ends so.
    pub fn form(&self, action_end: &str) -> Option<Form> {
        self.forms().into_iter().find(|form| form.action.ends_with(action_end))
    }

    fn field(&self, index: usize, name: &str, attributes: &[(String, String)]) -> Option<Field> {
        let kind = match name {
            "input" => value(attributes, "type").unwrap_or_else(|| "text".to_owned()),
            "textarea" | "button" | "select" => name.to_owned(),
            _ => return None,
        };
        if name == "select" {
            let (options, chosen) = self.options(index);
            let chosen = chosen.or_else(|| options.first().cloned()).unwrap_or_default();
            return value(attributes, "name").map(|name| Field { name, kind, value: chosen, checked: false, options });
        }
        let text = match (name, self.0.get(index + 1)) {
            // The line break after the tag is the markup's, not the person's.
            ("textarea", Some(Piece::Text(text))) => text.strip_prefix('\n').unwrap_or(text).to_owned(),
            _ => value(attributes, "value").unwrap_or_default(),
        };
        let checked = value(attributes, "checked").is_some();
        value(attributes, "name").map(|name| Field { name, kind, value: text, checked, options: Vec::new() })
    }

    /// Values of the options of a list of choices that starts there, and the one that is chosen.
    fn options(&self, start: usize) -> (Vec<String>, Option<String>) {
        let inside =
            self.0.iter().skip(start).take_while(|piece| !matches!(piece, Piece::Close(name) if name == "select"));
        let (mut options, mut chosen) = (Vec::new(), None);
        for piece in inside {
            if let Piece::Open(name, attributes) = piece
                && name == "option"
            {
                let given = value(attributes, "value").unwrap_or_default();
                if value(attributes, "selected").is_some() {
                    chosen = Some(given.clone());
                }
                options.push(given);
            }
        }
        (options, chosen)
    }
}

/// An attribute.
pub fn value(attributes: &[(String, String)], name: &str) -> Option<String> {
    attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.clone())
}

/// Name and attributes of a start tag, and what follows it.
fn start_tag(text: &str) -> (String, Vec<(String, String)>, &str) {
    let end = text.find(|character: char| character.is_whitespace() || matches!(character, '>' | '/')).unwrap_or(0);
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (name.to_owned(), attributes, after);
        }
        let Some(end) = rest.find(|character: char| character.is_whitespace() || matches!(character, '>' | '=' | '/'))
        else {
            return (name.to_owned(), attributes, "");
        };
        // A sign that begins no attribute: the page is broken, and the parser goes on.
        let end = end.max(rest.chars().next().map_or(0, char::len_utf8));
        let attribute = rest[..end].to_owned();
        rest = &rest[end..];
        let given = rest.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"'));
        attributes.push((attribute, given.map(|(value, _)| decoded(value)).unwrap_or_default()));
        rest = given.map_or(rest, |(_, after)| after);
    }
}

fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
