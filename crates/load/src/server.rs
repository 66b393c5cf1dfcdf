//! A server of its own for each measurement.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::http::{Connection, Request};

/// What to start.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The program `voix`.
    pub program: PathBuf,
    /// The built site.
    pub site: PathBuf,
    /// An empty folder.
    pub data: PathBuf,
    /// An empty database elsewhere than in the folder.
    pub database_url: Option<String>,
    /// Members of the cooperative.
    pub members: u32,
    /// The words of another demo than the usual one: a JSON file.
    pub seed: Option<PathBuf>,
    /// How many days later it is than when the demo was loaded.
    pub days_later: u16,
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
    started_in: Duration,
}

impl Server {
    /// Starts one with a demo cooperative and waits until it answers.
    ///
    /// # Errors
    /// When it does not, with what it said.
    pub fn start(launch: &Launch) -> Result<Self> {
        std::fs::create_dir_all(&launch.data)?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let said = launch.data.join("server.log");
        let days_later = launch.days_later.to_string();
        let mut voix = Command::new(&launch.program);
        voix.args(["serve", "--demo", "--demo-members", &launch.members.to_string()]);
        // Everyone comes from one address here: the allowances are counted, and large.
        voix.args(["--limits", "10000", "--listen", &address.to_string()]);
        voix.arg("--site").arg(&launch.site).arg("--data").arg(&launch.data);
        voix.args(["--demo-days-later", &days_later]);
        if let Some(seed) = &launch.seed {
            voix.arg("--demo-seed").arg(seed);
        }
        match &launch.database_url {
            Some(url) => voix.args(["--database-url", url]),
            None => voix.env_remove("VOIX_DATABASE_URL"),
        };
        let begun = Instant::now();
        let child = voix.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&said)?).spawn();
        let child = child.with_context(|| format!("{} could not be started", launch.program.display()))?;
        let mut server = Self { child, address, started_in: Duration::ZERO };
        server.wait(&said)?;
        server.started_in = begun.elapsed();
        Ok(server)
    }

    fn wait(&mut self, said: &Path) -> Result<()> {
        let begun = Instant::now();
        while !self.answers() {
            if self.child.try_wait()?.is_some() || begun.elapsed() > Duration::from_secs(300) {
                bail!("the server did not start:\n{}", std::fs::read_to_string(said).unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn answers(&self) -> bool {
        Connection::open(self.address).is_ok_and(|mut connection| {
            connection.send(&Request::get("/health", None, "")).is_ok_and(|answer| answer.status == 200)
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How long it took to found the cooperative and to answer.
    #[must_use]
    pub fn started_in(&self) -> Duration {
        self.started_in
    }

    /// Processor time it has used, where the system tells.
    #[must_use]
    pub fn cpu(&self) -> Option<Duration> {
        cpu(&self.child.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, as a service manager sends: it closes its database.
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Processor time of this very program.
#[must_use]
pub fn own_cpu() -> Option<Duration> {
    cpu("self")
}

fn cpu(process: &str) -> Option<Duration> {
    ticks(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

/// User and system time of `/proc/…/stat`, whose unit is a hundredth of a second on every Linux.
fn ticks(stat: &str) -> Option<Duration> {
    // The name, in brackets, may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let mut number = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (number()? + number()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_past_a_strange_name() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 1 0 9 9 9";
        assert_eq!(ticks(stat), Some(Duration::from_secs(3)));
        assert_eq!(ticks("nonsense"), None);
    }
}
