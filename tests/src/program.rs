//! The program as it runs: started on a free port of loopback on a copy of a small demonstration city, asked over plain
//! sockets, killed. What holds here holds for a stranger, who has nothing but sockets either.
//!
//! `TONGBAN_PROGRAM` names the program; without it, it is the one beside the tests.

use crate::{
    HANGS,
    database::builds,
    portal::{RESIDENTS, escaped},
};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A running program with its city. Killed and thrown away when dropped.
pub struct Program {
    child: Child,
    port: u16,
    folder: TempDir,
    arguments: Vec<String>,
}

impl Program {
    /// Starts it on a city of its own.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts it on a city of its own, with more arguments.
    pub fn start_with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        copy_small_city(folder.path());
        Self::start_in(folder, arguments)
    }

    /// Starts it in a data folder that is there.
    pub fn start_in(folder: TempDir, arguments: &[&str]) -> Self {
        let port = free_port();
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let child = spawn(folder.path(), port, &arguments);
        let program = Self { child, port, folder, arguments };
        program.wait_until_it_answers();
        program
    }

    /// Ends it at once, as a power failure would, and starts it again on the same city.
    pub fn kill_and_start_again(&mut self) {
        self.kill();
        self.start_again();
    }

    /// Ends it at once, as a power failure would.
    pub fn kill(&mut self) {
        self.child.kill().expect("the program can be killed");
        self.child.wait().expect("the program ends");
    }

    /// Starts it again on the same city and port, once it has ended.
    pub fn start_again(&mut self) {
        self.child = spawn(self.folder.path(), self.port, &self.arguments);
        self.wait_until_it_answers();
    }

    /// Whether it has ended by itself, and how: its exit code.
    pub fn ended(&mut self) -> Option<Option<i32>> {
        self.child.try_wait().expect("a child can be asked").map(|status| status.code())
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to its log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join(LOG)).unwrap_or_default()
    }

    /// Memory in use, in megabytes, as Linux counts it.
    pub fn resident_megabytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("the process is there");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory is known");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
    }

    /// A connection of a stranger.
    pub fn connect(&self) -> TcpStream {
        self.try_connect().expect("the program takes connections")
    }

    /// A connection of a stranger, if one is to be had.
    pub fn try_connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(HANGS))?;
        Ok(stream)
    }

    /// The origin of its pages.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Sends bytes on a connection of their own and reads whatever comes back until it closes.
    pub fn send(&self, bytes: &[u8]) -> Answer {
        ask(self.connect(), bytes).expect("an answer comes")
    }

    /// A browser without cookies.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { program: self, cookies: BTreeMap::new() }
    }

    /// Somebody of the demonstration, signed in: a phone number, or the name of a member of staff.
    pub fn sign_in(&self, who: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        let password = self.password(who);
        let answer = visitor.post("/sign-in", &[("identifier", who), ("password", &password)]);
        assert_eq!((answer.status, answer.header("location")), (303, "/sign-in/entered?next=/"), "{who} signs in");
        visitor
    }

    /// A password of the demonstration.
    pub fn password(&self, who: &str) -> String {
        let text = fs::read_to_string(self.folder.path().join("demonstration-sign-ins.txt")).expect("the sign-ins");
        let mut rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let row = rows.find(|row| row.first() == Some(&who)).expect("somebody of the demonstration");
        row[1].to_owned()
    }

    fn wait_until_it_answers(&self) {
        let began = Instant::now();
        while began.elapsed() < HANGS {
            if let Ok(stream) = self.try_connect()
                && ask(stream, b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    .is_ok_and(|answer| answer.status == 200)
            {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        panic!("the program does not start:\n{}", self.log());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One browser without scripts.
#[derive(Clone)]
pub struct Visitor<'a> {
    program: &'a Program,
    /// Its cookies.
    pub cookies: BTreeMap<String, String>,
}

impl Visitor<'_> {
    /// Opens a page and does not follow.
    pub fn get(&self, path: &str) -> Answer {
        self.program.send(self.head("GET", path, "").as_bytes())
    }

    /// Posts a form and keeps the cookies of the answer.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.program.send(&self.form(path, fields));
        for cookie in answer.headers("set-cookie") {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// The bytes of a form, as a browser sends them.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let body = pairs.join("&");
        let extra = format!("content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n", body.len());
        (self.head("POST", path, &extra) + &body).into_bytes()
    }

    /// The head of a request of this browser; `extra` are further header lines, each with its end.
    pub fn head(&self, method: &str, path: &str, extra: &str) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = if cookies.is_empty() { String::new() } else { format!("cookie: {}\r\n", cookies.join("; ")) };
        let origin = self.program.origin();
        format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost:{}\r\norigin: {origin}\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n{cookies}{extra}\r\n",
            self.program.port
        )
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status; 0 when the connection was closed without one.
    pub status: u16,
    /// Header lines, as sent.
    pub head: String,
    /// Body.
    pub body: String,
}

impl Answer {
    /// Takes an answer apart.
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// The first header of that name (in small letters), or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers(name).next().unwrap_or_default()
    }

    /// Every header of that name (in small letters).
    pub fn headers<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .filter(move |(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// Sends bytes and reads whatever comes back until the other side closes.
pub fn ask(mut stream: TcpStream, bytes: &[u8]) -> io::Result<Answer> {
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(Answer::parse(&answer))
}

/// The program to run: that of `TONGBAN_PROGRAM`, or the one that was built with these tests.
pub fn path() -> PathBuf {
    if let Some(named) = env::var_os("TONGBAN_PROGRAM") {
        return PathBuf::from(named);
    }
    let tests = env::current_exe().expect("the test knows where it is");
    let folder = tests.ancestors().nth(2).expect("tests stand in deps, beside the program");
    let program = folder.join("tongban");
    assert!(program.exists(), "{} is not there: cargo build -p server", program.display());
    program
}

/// The command that starts it, without settings of the surroundings, in English.
pub fn command() -> Command {
    let mut command = Command::new(path());
    command.env("LC_ALL", "C");
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("TONGBAN_") || name == "DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command
}

/// Name of the file that takes the log.
const LOG: &str = "program.log";

fn spawn(data: &Path, port: u16, arguments: &[String]) -> Child {
    let log = fs::OpenOptions::new().create(true).append(true).open(data.join(LOG)).expect("a log can be made");
    command()
        .arg("--data")
        .arg(data)
        .args(["--addr", &format!("127.0.0.1:{port}")])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("the program starts")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

/// A small city that was filled once for this build of the program, at rest.
fn small_city() -> PathBuf {
    let folder = builds::of(&path()).folder("small-city");
    let _making = folder.lock();
    let city = folder.path().join("files");
    if city.exists() {
        return city;
    }
    // Under its name stands only what is whole.
    let draft = folder.path().join("draft");
    let _none = fs::remove_dir_all(&draft);
    fs::create_dir(&draft).expect("a folder can be made");
    let filled = command()
        .arg("--data")
        .arg(&draft)
        .args(["demo", "--residents", &RESIDENTS.to_string()])
        .output()
        .expect("the program starts");
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    fs::rename(&draft, &city).expect("the city can be put in its place");
    city
}

/// Copies the small city into a folder that is there.
pub fn copy_small_city(folder: &Path) {
    builds::copy_folder(&small_city(), folder).expect("the small city can be copied");
}
