//! Working speed: what one waits for after a save, and (with `--cold`) from nothing at all.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::Scale;
use super::table::{Table, number};
use crate::step::{self, command};

/// A page, and an island: files of which one word of markup is changed for a moment.
const EDITS: [(&str, &str); 2] =
    [("a page", "app/src/pages/home.rs"), ("an island, which the browser runs", "app/src/islands/ballot.rs")];
/// Longest anything here may take: a cold build on a small machine.
const LONGEST: Duration = Duration::from_secs(3600);

/// Warm commands and two edits.
pub fn warm(scale: &Scale) -> Result<Vec<Table>> {
    let mut table = Table::new("builds", &["what one waits for", "seconds", "of which"]);
    step::step("warming up", || {
        step::run(&mut command("cargo", &["xtask", "check"]))?;
        run_until_it_answers(&step::target(), &scale.folder).map(drop)
    })?;
    let check =
        step::step("`cargo xtask check` again", || timed(|| step::run(&mut command("cargo", &["xtask", "check"]))))?;
    table.row(["`cargo xtask check`, nothing changed".to_owned(), number(check), String::new()]);
    let run = step::step("`cargo xtask run` again", || run_until_it_answers(&step::target(), &scale.folder))?;
    table.row(run.row("`cargo xtask run`, nothing changed, until the server answers"));
    for (what, path) in EDITS {
        let Some(edit) = Edit::of(path)? else { continue };
        let run = step::step(&format!("`cargo xtask run` after an edit of {path}"), || {
            run_until_it_answers(&step::target(), &scale.folder)
        });
        drop(edit);
        table.row(run?.row(&format!("the same after an edit of {what}: `{path}`")));
    }
    Ok(vec![table])
}

/// The same from nothing, in a target folder of its own: the first `run` in a fresh clone, and what CI does.
pub fn cold(scale: &Scale) -> Result<Vec<Table>> {
    let target = scale.folder.join("cold");
    let mut table = Table::new("cold", &["from an empty target folder", "seconds", "of which"]);
    empty(&target)?;
    let run = step::step("`cargo xtask run` from nothing", || run_until_it_answers(&target, &scale.folder))?;
    table.row(run.row("`cargo xtask run`, until the server answers"));
    empty(&target)?;
    let test = step::step("`cargo xtask test` from nothing", || {
        timed(|| step::run(command("cargo", &["xtask", "test"]).env("CARGO_TARGET_DIR", &target)))
    })?;
    table.row(["`cargo xtask test`, which is what CI runs".to_owned(), number(test), String::new()]);
    let stages = stages(&target)?;
    std::fs::remove_dir_all(target)?;
    Ok(vec![table, stages])
}

fn empty(target: &Path) -> Result<()> {
    if target.exists() {
        std::fs::remove_dir_all(target)?;
    }
    Ok(std::fs::create_dir_all(target)?)
}

/// The stages of the last `cargo xtask test` in a target folder.
pub fn stages(target: &Path) -> Result<Table> {
    let mut table = Table::new("stages", &["stage of `cargo xtask test`", "seconds"]);
    let Ok(text) = std::fs::read_to_string(target.join("stages.json")) else { return Ok(table) };
    let stages: Vec<(String, f64)> = serde_json::from_str(&text).context("stages.json")?;
    stages.iter().for_each(|(name, seconds)| table.row([name.clone(), number(*seconds)]));
    Ok(table)
}

/// Notes the stages, for [`stages`].
pub fn note_stages(stages: &[(&str, f64)]) -> Result<()> {
    let text = serde_json::to_string_pretty(&Value::from_iter(
        stages.iter().map(|(name, s)| Value::from(vec![Value::from(*name), Value::from(*s)])),
    ))?;
    std::fs::write(step::target().join("stages.json"), text).context("stages.json")
}

fn timed(act: impl FnOnce() -> Result<()>) -> Result<f64> {
    let begun = Instant::now();
    act()?;
    Ok(begun.elapsed().as_secs_f64())
}

/// How long `cargo xtask run` took, and the steps it named.
struct Ran {
    seconds: f64,
    steps: Vec<(String, f64)>,
}

impl Ran {
    fn row(&self, what: &str) -> [String; 3] {
        let long = self.steps.iter().filter(|(_, seconds)| *seconds >= 0.5);
        let steps: Vec<String> = long.map(|(name, seconds)| format!("{name} {}", number(*seconds))).collect();
        [what.to_owned(), number(self.seconds), steps.join(", ")]
    }
}

/// Starts `cargo xtask run` and stops it as soon as its server answers.
fn run_until_it_answers(target: &Path, folder: &Path) -> Result<Ran> {
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut run = command("cargo", &["xtask", "run", "--listen", &listen.to_string(), "--data"]);
    run.arg(folder.join("demo")).env("CARGO_TARGET_DIR", target);
    let (seconds, said) = until_it_answers(&mut run, listen)?;
    Ok(Ran { seconds, steps: said.lines().filter_map(named_step).collect() })
}

/// `── compiling the server: done in 12.3 s` → its name and 12.3; steps within a step are left to it.
fn named_step(line: &str) -> Option<(String, f64)> {
    const OUTER: [&str; 3] = ["WebAssembly", "style, icons, fonts", "compiling the server"];
    let (name, rest) = line.strip_prefix("── ")?.split_once(": done in ")?;
    let seconds = rest.strip_suffix(" s")?.parse().ok()?;
    OUTER.contains(&name).then(|| (name.to_owned(), seconds))
}

/// Starts a server and stops it once it answers: how long that took, and what it said on standard error.
pub fn until_it_answers(program: &mut Command, listen: SocketAddr) -> Result<(f64, String)> {
    let begun = Instant::now();
    let child = program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = Stopped(child.context("the server could not be started")?);
    let pipe = child.0.stderr.take().context("standard error")?;
    let reading = std::thread::spawn(move || {
        let lines = BufReader::new(pipe).lines().map_while(Result::ok);
        lines.fold(String::new(), |all, line| all + &line + "\n")
    });
    let mut seconds = None;
    while seconds.is_none() && begun.elapsed() < LONGEST && child.0.try_wait()?.is_none() {
        std::thread::sleep(Duration::from_millis(20));
        seconds = answers(listen).then(|| begun.elapsed().as_secs_f64());
    }
    drop(child);
    let said = reading.join().unwrap_or_default();
    match seconds {
        Some(seconds) => Ok((seconds, said)),
        None => bail!("no server answered:\n{said}"),
    }
}

/// A process that ends with the value.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// A source file with one class more in its markup, put back with the value. Only a file that git knows as it is.
struct Edit {
    path: PathBuf,
    original: String,
}

impl Edit {
    fn of(path: &str) -> Result<Option<Self>> {
        if !step::succeeds(&mut command("git", &["diff", "--quiet", "HEAD", "--", path])) {
            step::leave_out(path, "it has changes of yours, and the bench edits only what git can give back");
            return Ok(None);
        }
        eprintln!("editing {path} for a moment; `git checkout -- {path}` gives it back if this is interrupted");
        let path = step::root().join(path);
        let original = std::fs::read_to_string(&path)?;
        let edited = original.replacen("class=\"", "class=\"bench ", 1);
        if edited == original {
            bail!("{} has no markup to edit", path.display());
        }
        std::fs::write(&path, edited)?;
        Ok(Some(Self { path, original }))
    }
}

impl Drop for Edit {
    fn drop(&mut self) {
        if let Err(error) = std::fs::write(&self.path, &self.original) {
            eprintln!("{} could not be put back: {error}", self.path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_steps_are_read_from_what_run_says() {
        assert_eq!(
            named_step("── compiling the server: done in 12.3 s"),
            Some(("compiling the server".to_owned(), 12.3))
        );
        assert_eq!(named_step("── wasm-opt: done in 2.0 s"), None, "a part of WebAssembly");
        assert_eq!(named_step("── compiling the server"), None);
    }

    #[test]
    fn every_file_to_edit_has_markup() {
        for (_, path) in EDITS {
            let text = std::fs::read_to_string(step::root().join(path)).unwrap();
            assert!(text.contains("class=\""), "{path}");
        }
    }

    #[test]
    fn a_program_that_ends_without_answering_is_an_error() {
        let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let error = until_it_answers(&mut command("sh", &["-c", "echo why >&2"]), nobody).unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
    }
}
