//! A PostgreSQL for the tests and the bench: a cluster in a temporary folder, on a free port, gone with the value that holds it.

use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::step::{command, run};
use crate::{step, system};

/// Debian's unprivileged user and group, for PostgreSQL refuses to be started by root.
const NOBODY: u32 = 65_534;

/// A running server.
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts one for tests, or says `None` where PostgreSQL is not installed. Only in CI is it installed: the package
    /// starts a server of its own, which nobody wants on a laptop unasked.
    pub fn start() -> Result<Option<Self>> {
        // Speed over safety: nothing in it outlives the tests.
        Self::start_with(&["-F"])
    }

    /// Starts one as Debian configures it: what is committed is on the disk.
    pub fn start_durable() -> Result<Option<Self>> {
        Self::start_with(&[])
    }

    fn start_with(options: &[&str]) -> Result<Option<Self>> {
        if programs().is_none() && step::in_ci() {
            system::install(&["postgresql"], "PostgreSQL for the tests")?;
        }
        let Some(programs) = programs() else { return Ok(None) };
        let folder = std::env::temp_dir().join(format!("voix-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if system::is_root() {
            std::os::unix::fs::chown(&folder, Some(NOBODY), Some(NOBODY))?;
        }
        let data = folder.join("data");
        let mut initdb = unprivileged(&programs.join("initdb"), &folder);
        initdb.args(["-U", "voix", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"]).arg(&data);
        run(initdb.stdout(Stdio::null()))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = unprivileged(&programs.join("postgres"), &folder);
        server.arg("-D").arg(&data).arg("-k").arg(&folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        server.args(options).args(["-c", "max_connections=300", "-c", "logging_collector=off"]);
        let log = std::fs::File::create(folder.join("log"))?;
        let server = server.stdout(Stdio::null()).stderr(log).spawn().context("postgres could not be started")?;
        let mut started = Self { server, folder, port };
        started.wait()?;
        Ok(Some(started))
    }

    /// Where to connect.
    pub fn url(&self) -> String {
        format!("postgres://voix@127.0.0.1:{}/postgres", self.port)
    }

    /// The socket file appears once the server listens.
    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if self.server.try_wait()?.is_some() || start.elapsed() > Duration::from_secs(30) {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("postgres did not start:\n{log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let pid = self.server.id().to_string();
        // SIGINT asks for a fast and orderly end.
        if run(&mut command("kill", &["-INT", &pid])).is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// `15.8`, where it is installed.
pub fn installed_version() -> Option<String> {
    let text = step::output(&mut command(programs()?.join("postgres"), &["--version"])).ok()?;
    text.split_whitespace().nth(2).map(str::to_owned)
}

/// One of its programs.
pub fn program(name: &str) -> Option<PathBuf> {
    let beside = programs()?.join(name);
    if beside.is_file() { Some(beside) } else { system::which(name) }
}

/// The folder of the newest PostgreSQL's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let versions = versions.filter_map(|entry| Some((version(&entry.path())?, entry.path().join("bin"))));
    let debian = versions.filter(|(_, bin)| bin.join("initdb").is_file()).max();
    debian.map(|(_, bin)| bin).or_else(|| Some(system::which("initdb")?.parent()?.to_path_buf()))
}

/// `/usr/lib/postgresql/15` → 15.
fn version(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

fn unprivileged(program: &Path, folder: &Path) -> Command {
    let mut command = command(program, &[]);
    command.current_dir(folder);
    if system::is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_not_texts() {
        assert!(version(Path::new("/usr/lib/postgresql/15")) > version(Path::new("/usr/lib/postgresql/9")));
        assert_eq!(version(Path::new("/usr/lib/postgresql/old")), None);
    }
}
