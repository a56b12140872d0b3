//! As much HTTP/1.1 as it takes to ask on a connection that stays open: a fuller client would cost more processor time
//! than the server that is measured.

use super::Outcome;
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Servers close a connection that is quiet for five seconds; before that it is opened anew.
const QUIET: Duration = Duration::from_secs(3);

/// A connection that stays open.
pub struct Connection {
    address: String,
    stream: TcpStream,
    buffer: Vec<u8>,
    used: Instant,
}

/// An answer.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header lines, as sent.
    pub head: String,
    /// Body, as sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of that name (in small letters).
    pub fn header(&self, name: &'static str) -> Option<&str> {
        self.headers(name).next()
    }

    /// Every header of that name (in small letters).
    pub fn headers(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .filter(move |(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// The body as text; it must not be compressed.
    pub fn text(&self) -> Outcome<&str> {
        Ok(std::str::from_utf8(&self.body)?)
    }
}

impl Connection {
    /// Connects to `host:port`.
    pub async fn open(address: &str) -> Outcome<Self> {
        let stream = connect(address).await?;
        Ok(Self { address: address.to_owned(), stream, buffer: Vec::with_capacity(64 * 1024), used: Instant::now() })
    }

    /// Sends a whole request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Outcome<Answer> {
        if self.used.elapsed() > QUIET {
            self.stream = connect(&self.address).await?;
        }
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(place) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break place + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("not an HTTP answer")?;
        let mut answer = Answer { status, head, body: Vec::new() };
        let length: usize = match answer.header("content-length") {
            Some(length) => length.parse()?,
            None if matches!(status, 204 | 304) => 0,
            None => return Err("an answer without a length".into()),
        };
        while self.buffer.len() < end + length {
            self.more().await?;
        }
        answer.body = self.buffer[end..end + length].to_vec();
        self.used = Instant::now();
        Ok(answer)
    }

    async fn more(&mut self) -> Outcome<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}

async fn connect(address: &str) -> Outcome<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
