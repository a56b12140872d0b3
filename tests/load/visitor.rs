//! Someone with cookies.

use super::{
    Outcome,
    http::{Answer, Connection},
};
use std::{collections::BTreeMap, fs, path::Path};

/// What a browser of today says that it reads.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

/// A browser's cookies and one connection.
pub struct Visitor {
    /// Where the portal is, as `host:port`.
    pub address: String,
    connection: Connection,
    origin: String,
    cookies: BTreeMap<String, String>,
    /// The address that a proxy would say this visitor has.
    pub forwarded_for: Option<String>,
}

/// Names and passwords of the residents of a demonstration.
pub fn residents(data: &Path) -> Outcome<Vec<(String, String)>> {
    let path = data.join("demonstration-sign-ins.txt");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    Ok(rows
        .filter_map(|row| match row[..] {
            [name, password, "resident", ..] => Some((name.to_owned(), password.to_owned())),
            _ => None,
        })
        .collect())
}

impl Visitor {
    /// Nobody yet.
    pub async fn connect(url: &str) -> Outcome<Self> {
        let origin = url.trim_end_matches('/').to_owned();
        let address = origin.strip_prefix("http://").ok_or("the address must begin with http://")?.to_owned();
        let address = if address.contains(':') { address } else { format!("{address}:80") };
        let connection = Connection::open(&address).await?;
        Ok(Self { address, connection, origin, cookies: BTreeMap::new(), forwarded_for: None })
    }

    /// Signs in.
    pub async fn sign_in(&mut self, identifier: &str, password: &str) -> Outcome<()> {
        let answer =
            self.post("/sign-in", &[("identifier", identifier), ("password", password), ("next", "/")]).await?;
        match answer.header("location") {
            // As a browser that has no cookie yet is led.
            Some("/" | "/sign-in/entered?next=/") => Ok(()),
            other => Err(format!("signing in as {identifier} led to {other:?} ({})", answer.status).into()),
        }
    }

    /// Standard or elder.
    pub async fn choose_mode(&mut self, mode: &str) -> Outcome<()> {
        self.post("/display", &[("mode", mode), ("back", "/")]).await.map(drop)
    }

    /// A page, uncompressed.
    pub async fn get(&mut self, path: &str) -> Outcome<Answer> {
        let request = self.head("GET", path, "");
        self.connection.ask(request.as_bytes()).await
    }

    /// A page or file as a browser asks for it.
    pub async fn get_compressed(&mut self, path: &str) -> Outcome<Answer> {
        let request = self.request(path);
        self.connection.ask(&request).await
    }

    /// Posts a form, and keeps the cookies of the answer.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Outcome<Answer> {
        let request = self.form(path, fields);
        let answer = self.connection.ask(&request).await?;
        for cookie in answer.headers("set-cookie") {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    /// The bytes of a browser's GET.
    pub fn request(&self, path: &str) -> Vec<u8> {
        self.head("GET", path, &format!("accept-encoding: {ENCODINGS}\r\n")).into_bytes()
    }

    /// The bytes of a browser's POST.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let body = body.join("&");
        let extra = format!(
            "origin: {}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            self.origin,
            body.len()
        );
        let mut request = self.head("POST", path, &extra);
        request.push_str(&body);
        request.into_bytes()
    }

    fn head(&self, method: &str, path: &str, extra: &str) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = if cookies.is_empty() { String::new() } else { format!("cookie: {}\r\n", cookies.join("; ")) };
        let forwarded = self.forwarded_for.iter().map(|address| format!("x-forwarded-for: {address}\r\n"));
        let forwarded: String = forwarded.collect();
        format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n{cookies}{forwarded}{extra}\r\n",
            self.address
        )
    }
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
