//! The program itself, on a free port, and a client of its REST door.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Server {
    process: Child,
    address: String,
    /// Kept open: the program prints to it.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts the server on the demo's database in a folder, which it makes when there is none.
    pub fn start(folder: &Path) -> Self {
        // There is no page to serve, only the REST door.
        let site = folder.join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_voix"))
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--limits", "0"])
            .arg("--data")
            .arg(folder)
            .arg("--site")
            .arg(site)
            .env_remove("VOIX_DATABASE_URL")
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("Voix is at ") {
            line.clear();
            assert!(output.read_line(&mut line).unwrap() > 0, "the server did not start");
        }
        let address = line["Voix is at ".len()..].trim().to_owned();
        Self { process, address, _output: output }
    }

    /// Nobody signed in.
    pub fn api(&self) -> Api {
        Api { base: format!("{}/api/v1", self.address), cookie: None }
    }

    /// Ends it at once, whatever it was doing (SIGKILL).
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to end, and waits.
    pub fn stop(mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
    }
}

#[derive(Clone)]
pub struct Api {
    base: String,
    cookie: Option<String>,
}

impl Api {
    /// Signs in as a member of the demo.
    pub fn sign_in(&self, member: domain::ids::MemberId) -> Self {
        let request = agent().post(format!("{}/demo/sign-in", self.base));
        let answer = request.send_json(serde_json::json!({ "member": member })).unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { base: self.base.clone(), cookie: Some(cookie) }
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap()
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let mut request = agent().get(format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let mut answer = request.call().unwrap();
        let bytes = answer.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap();
        assert!(answer.status().is_success(), "{path}: {}", String::from_utf8_lossy(&bytes));
        bytes
    }

    pub fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        serde_json::from_slice(&self.bytes(path)).unwrap()
    }

    /// The answer; `None` when the connection broke before there was one.
    pub fn try_post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Option<T> {
        let mut request = agent().post(format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let mut answer = request.send_json(body).ok()?;
        let text = answer.body_mut().read_to_string().ok()?;
        assert!(answer.status().is_success(), "{path}: {text}");
        Some(serde_json::from_str(&text).unwrap())
    }

    pub fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> T {
        self.try_post(path, body).expect("the server answers")
    }
}

/// A connection of its own for every request: one that broke is nobody else's.
fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(Duration::from_secs(60))).build().into()
}
