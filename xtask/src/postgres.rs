//! A PostgreSQL of the tests' own: Debian's binaries, an empty folder, a socket on loopback; gone when dropped.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::step;

/// A running cluster.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    /// Address of its database.
    pub url: String,
}

impl Cluster {
    /// Starts one, installing Debian's package first if need be.
    pub fn start() -> Result<Self> {
        if binaries().is_none() {
            step::install(&["postgresql"], "PostgreSQL for the tests")?;
        }
        let binaries = binaries().context("no PostgreSQL under /usr/lib/postgresql")?;
        let folder = std::env::temp_dir().join(format!("voix-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Self { binaries, folder, url: format!("postgres://voix@127.0.0.1:{port}/postgres") };
        cluster.own()?;
        let data = cluster.folder.join("data");
        let data = data.to_string_lossy();
        cluster.run("initdb", &["-D", &data, "-U", "voix", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        let options = format!("-h 127.0.0.1 -p {port} -k {} -F", cluster.folder.display());
        let log = cluster.folder.join("log");
        cluster.run("pg_ctl", &["-D", &data, "-l", &log.to_string_lossy(), "-o", &options, "-w", "start"])?;
        Ok(cluster)
    }

    /// initdb refuses root: the folder goes to the package's own user.
    fn own(&self) -> Result<()> {
        if root() {
            step::run(step::command("chown", &["postgres"]).arg(&self.folder))?;
        }
        Ok(())
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<()> {
        let program = self.binaries.join(program);
        let mut command = if root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        step::run(command.args(args).current_dir(&self.folder).stdout(std::process::Stdio::null()))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if self.run("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]).is_err() {
            eprintln!("the tests' PostgreSQL in {} could not be stopped", self.folder.display());
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn root() -> bool {
    step::succeeds("sh", &["-c", "test \"$(id -u)\" = 0"])
}

/// The newest version's folder.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir(Path::new("/usr/lib/postgresql")).ok()?.flatten().map(|v| v.path()).collect();
    versions.sort();
    versions.into_iter().rev().map(|version| version.join("bin")).find(|folder| folder.join("initdb").is_file())
}
