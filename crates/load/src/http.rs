//! A small HTTP/1.1 client over one connection that is kept open: a generator that costs more than the server it
//! measures would measure itself.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use domain::wire::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest a server may be silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// Largest body that is read.
const LARGEST: u64 = 1 << 30;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers: small letters, value.
    pub headers: Vec<(String, String)>,
    /// Body as it came, still compressed if it was.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of a name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body of a good answer as JSON.
    ///
    /// # Errors
    /// The server's own sentence, or that it was not JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        self.good()?;
        serde_json::from_slice(&self.body).context("the answer is not what was expected")
    }

    /// The body of a good answer as text.
    ///
    /// # Errors
    /// The server's own sentence, or that it was not text.
    pub fn text(&self) -> Result<&str> {
        self.good()?;
        std::str::from_utf8(&self.body).context("the answer is not text")
    }

    /// Whether the answer is a good one.
    ///
    /// # Errors
    /// The server's own sentence.
    pub fn good(&self) -> Result<()> {
        if self.status == 200 {
            return Ok(());
        }
        match serde_json::from_slice::<Problem>(&self.body) {
            Ok(problem) => bail!("the server answered {}: {}", self.status, problem.message),
            Err(_) => bail!("the server answered {}", self.status),
        }
    }
}

/// A request, as the bytes that are sent.
#[derive(Clone, Debug)]
pub struct Request(Vec<u8>);

impl Request {
    /// A GET, with a session or without, and more headers, each with its line end.
    #[must_use]
    pub fn get(path: &str, cookie: Option<&str>, headers: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}{headers}\r\n", cookie_line(cookie)).into_bytes())
    }

    /// A POST of JSON.
    ///
    /// # Errors
    /// When the body is not JSON.
    pub fn post(path: &str, cookie: Option<&str>, body: &impl Serialize) -> Result<Self> {
        let body = serde_json::to_vec(body)?;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            cookie_line(cookie),
            body.len()
        );
        Ok(Self([head.into_bytes(), body].concat()))
    }
}

impl Request {
    /// A POST of a file, as the form of a page sends it.
    #[must_use]
    pub fn file(path: &str, cookie: Option<&str>, file: &[u8]) -> Self {
        let part = "--parts\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.csv\"\r\n\r\n";
        let body = [part.as_bytes(), file, b"\r\n--parts--\r\n"].concat();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: multipart/form-data; boundary=parts\r\n\
             Content-Length: {}\r\n\r\n",
            cookie_line(cookie),
            body.len()
        );
        Self([head.into_bytes(), body].concat())
    }
}

fn cookie_line(cookie: Option<&str>) -> String {
    cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default()
}

/// One open connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    /// Sent with every request made by [`Connection::get`] and [`Connection::post`].
    pub cookie: Option<String>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::with_capacity(32 * 1024, stream), cookie: None })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// When the connection breaks or what comes is not HTTP.
    pub fn send(&mut self, request: &Request) -> Result<Answer> {
        self.stream.get_mut().write_all(&request.0)?;
        let status = self.line()?.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status line")?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').context("a header without a colon")?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        answer.body = self.body(&answer)?;
        Ok(answer)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server hung up");
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }

    fn body(&mut self, answer: &Answer) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        if answer.header("transfer-encoding") == Some("chunked") {
            loop {
                let line = self.line()?;
                let size = u64::from_str_radix(line.split(';').next().unwrap_or_default(), 16).context("a chunk")?;
                self.take(size, &mut body)?;
                self.line()?;
                if size == 0 {
                    return Ok(body);
                }
            }
        }
        let length = answer.header("content-length").context("an answer without a length")?;
        self.take(length.parse()?, &mut body)?;
        Ok(body)
    }

    fn take(&mut self, size: u64, body: &mut Vec<u8>) -> Result<()> {
        ensure!(size <= LARGEST, "an answer larger than anything Voix sends");
        let read = self.stream.by_ref().take(size).read_to_end(body)?;
        ensure!(read as u64 == size, "the server hung up in the middle of an answer");
        Ok(())
    }

    /// Asks the REST door.
    ///
    /// # Errors
    /// When the server refuses or is silent.
    pub fn get<T: DeserializeOwned>(&mut self, path: &str) -> Result<T> {
        let request = Request::get(&format!("/api/v1{path}"), self.cookie.as_deref(), "");
        self.send(&request)?.json().with_context(|| format!("GET {path}"))
    }

    /// Fetches bytes from the REST door.
    ///
    /// # Errors
    /// When the server refuses or is silent.
    pub fn fetch(&mut self, path: &str) -> Result<Vec<u8>> {
        let request = Request::get(&format!("/api/v1{path}"), self.cookie.as_deref(), "");
        let answer = self.send(&request)?;
        answer.good().with_context(|| format!("GET {path}"))?;
        Ok(answer.body)
    }

    /// Tells the REST door something.
    ///
    /// # Errors
    /// When the server refuses or is silent.
    pub fn post<T: DeserializeOwned>(&mut self, path: &str, body: &impl Serialize) -> Result<T> {
        let request = Request::post(&format!("/api/v1{path}"), self.cookie.as_deref(), body)?;
        self.send(&request)?.json().with_context(|| format!("POST {path}"))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// Answers the first bytes of each request with the next of these texts.
    fn serve(answers: &'static [&'static str]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            for answer in answers {
                let mut buffer = [0; 4096];
                assert!(stream.read(&mut buffer).unwrap() > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        address
    }

    #[test]
    fn two_answers_are_told_apart_on_one_connection() {
        let address = serve(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\n12",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n3\r\n2;x=y\r\n45\r\n0\r\n\r\n",
        ]);
        let mut connection = Connection::open(address).unwrap();
        assert_eq!(connection.get::<u64>("/first").unwrap(), 12);
        assert_eq!(connection.get::<u64>("/second").unwrap(), 345);
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let address = serve(&[
            "HTTP/1.1 409 Conflict\r\ncontent-length: 50\r\n\r\n{\"code\":\"x\",\"message\":\"Too late.\",\"request\":\"1-2\"} ",
        ]);
        let error = Connection::open(address).unwrap().post::<u64>("/votes", &1).unwrap_err();
        assert_eq!(format!("{error:#}"), "POST /votes: the server answered 409: Too late.");
    }

    #[test]
    fn half_an_answer_is_an_error() {
        let address = serve(&["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1234"]);
        let error = Connection::open(address).unwrap().get::<u64>("/half").unwrap_err();
        assert!(format!("{error:#}").contains("in the middle"), "{error:#}");
    }
}
