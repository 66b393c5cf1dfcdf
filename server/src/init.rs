//! `voix init`: founds a cooperative on this machine. What is not given on the command line is asked for.

use std::io::{BufRead, IsTerminal as _, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use domain::money::Cents;
use domain::roles::Role;
use domain::statutes::OFFERED;
use service::{Founder, Founding, Service};

use crate::machine::{SystemClock, SystemRandomness};

/// Options of `init`.
#[derive(Clone, Default, clap::Args)]
pub struct Options {
    /// Folder to make: the configuration, the database, messages while there is no mail server.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Name of the cooperative.
    #[arg(long)]
    name: Option<String>,
    /// Form, capital and seat, as on its letters.
    #[arg(long)]
    legal_line: Option<String>,
    /// Nominal value of a share, in euros (`16` or `16.50`).
    #[arg(long)]
    share: Option<String>,
    /// Shares each member must hold.
    #[arg(long)]
    minimum_shares: Option<String>,
    /// Time zone of its assemblies.
    #[arg(long)]
    time_zone: Option<String>,
    /// Preset its statutes begin as.
    #[arg(long)]
    statutes: Option<String>,
    /// Your name: the first member, who chairs until the assembly says otherwise, and the first operator.
    #[arg(long)]
    member: Option<String>,
    /// Your address: how you sign in the first time.
    #[arg(long)]
    email: Option<String>,
    /// Address members will reach the site at.
    #[arg(long)]
    url: Option<String>,
    /// Folder of the built site.
    #[arg(long)]
    site: Option<PathBuf>,
    /// PostgreSQL instead of a file: `postgres://…`, a database that is there and has nothing in it.
    #[arg(long, env = "VOIX_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Takes the proposed value of whatever is not given.
    #[arg(long)]
    yes: bool,
}

/// Asks, writes, founds.
pub fn init(options: &Options) -> Result<()> {
    let terminal = std::io::stdin().is_terminal();
    let mut asker = Asker { input: std::io::stdin().lock(), output: std::io::stdout(), yes: options.yes, terminal };
    let answers = answers(options, &mut asker)?;
    let file = write(options, &answers)?;
    tokio::runtime::Runtime::new()?.block_on(found(options, &answers))?;
    println!("\n{} is founded; {} is its first member.", answers.founding.name, answers.founding.founders[0].name);
    println!("Start it:     voix serve --config {}", file.display());
    println!("Then sign in: {}/sign-in, by e-mail, and make your voting key: your offices open with it.", answers.url);
    println!("Without a mail server, messages are in {}.", options.folder.join("data/mail").display());
    println!("Look at it:   voix check --config {}", file.display());
    Ok(())
}

/// What the questions brought.
struct Answers {
    founding: Founding,
    url: String,
    site: PathBuf,
}

/// Asks what was not given.
struct Asker<R, W> {
    input: R,
    output: W,
    yes: bool,
    terminal: bool,
}

impl<R: BufRead, W: Write> Asker<R, W> {
    /// An answer that `read` understands: the one given, or asked for until it is understood.
    fn ask<T>(
        &mut self,
        flag: &str,
        question: &str,
        given: Option<&str>,
        proposed: Option<&str>,
        read: impl Fn(&str) -> Result<T>,
    ) -> Result<T> {
        if let Some(given) = given {
            return read(given).with_context(|| format!("--{flag} {given}"));
        }
        if self.yes
            && let Some(proposed) = proposed
        {
            return read(proposed);
        }
        if !self.terminal {
            bail!("--{flag} is missing, and there is nobody to ask ({question})");
        }
        loop {
            let hint = proposed.map(|proposed| format!(" [{proposed}]")).unwrap_or_default();
            write!(self.output, "{question}{hint}: ")?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                bail!("nothing was written");
            }
            let line = line.trim();
            match read(if line.is_empty() { proposed.unwrap_or_default() } else { line }) {
                Ok(value) => return Ok(value),
                Err(error) => writeln!(self.output, "  {error:#}")?,
            }
        }
    }
}

fn answers<R: BufRead, W: Write>(options: &Options, asker: &mut Asker<R, W>) -> Result<Answers> {
    let name = asker.ask("name", "Name of the cooperative", options.name.as_deref(), None, filled)?;
    let legal = "Société coopérative à capital variable";
    let legal_line = options.legal_line.as_deref();
    let legal_line =
        asker.ask("legal-line", "Form, capital and seat, as on its letters", legal_line, Some(legal), filled)?;
    let share_cents = asker.ask("share", "Value of a share, in euros", options.share.as_deref(), Some("16"), cents)?;
    let minimum = options.minimum_shares.as_deref();
    let minimum_shares = asker.ask("minimum-shares", "Shares each member must hold", minimum, Some("1"), number)?;
    let zone = options.time_zone.as_deref();
    let time_zone = asker.ask("time-zone", "Time zone of the assemblies", zone, Some("Europe/Paris"), filled)?;
    let forms = format!("Statutes begin as ({})", OFFERED.join(", "));
    let preset = asker.ask("statutes", &forms, options.statutes.as_deref(), Some(OFFERED[0]), offered)?;
    let member = asker.ask("member", "Your name (the first member)", options.member.as_deref(), None, filled)?;
    let email = asker.ask("email", "Your e-mail address", options.email.as_deref(), None, address)?;
    let local = "http://127.0.0.1:3000";
    let url = asker.ask("url", "Address members will reach the site at", options.url.as_deref(), Some(local), web)?;
    let founder = Founder {
        name: member,
        email: Some(email),
        shares: minimum_shares,
        roles: vec![Role::Chair, Role::Secretary, Role::Board, Role::Operator],
    };
    let founding =
        Founding { name, legal_line, preset, share_cents, minimum_shares, time_zone, founders: vec![founder] };
    let site = options.site.clone().unwrap_or_else(|| PathBuf::from("target/site"));
    Ok(Answers { founding, url, site: std::path::absolute(site)? })
}

fn filled(text: &str) -> Result<String> {
    if text.trim().is_empty() { bail!("something must be written here") } else { Ok(text.trim().to_owned()) }
}

fn offered(text: &str) -> Result<String> {
    match OFFERED.iter().find(|id| **id == text.trim()) {
        Some(id) => Ok((*id).to_owned()),
        None => bail!("“{text}” is none of {}", OFFERED.join(", ")),
    }
}

fn number(text: &str) -> Result<u32> {
    match text.trim().parse() {
        Ok(number) if number >= 1 => Ok(number),
        _ => bail!("“{text}” is not a number from 1"),
    }
}

/// "16", "16.50" or "16,50", in cents.
fn cents(text: &str) -> Result<i64> {
    match Cents::parse(text) {
        Ok(Cents(cents)) => Ok(cents),
        Err(_) => bail!("“{text}” is not an amount in euros above nothing, such as 16 or 16.50"),
    }
}

fn address(text: &str) -> Result<String> {
    domain::mail::address(text).map_err(|_| anyhow::anyhow!("“{text}” is not an e-mail address"))
}

fn web(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains('/') => Ok(text.to_owned()),
        _ => bail!("“{text}” is not the address of a site, such as https://vote.example.org"),
    }
}

/// Writes the configuration; one that is there stays.
fn write(options: &Options, answers: &Answers) -> Result<PathBuf> {
    let folder = &options.folder;
    // The database holds the server's secrets, the configuration may hold passwords: for this user alone.
    let data = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder.join("data"));
    data.with_context(|| format!("{} cannot be made", folder.display()))?;
    let path = folder.join("voix.toml");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("{} exists already or cannot be written: nothing was changed", path.display()))?;
    file.write_all(configuration(answers, options.database_url.as_deref()).as_bytes())?;
    Ok(path)
}

fn configuration(answers: &Answers, database: Option<&str>) -> String {
    let text = |text: &str| toml::Value::from(text).to_string();
    let proxy = answers.url.starts_with("https://");
    let database = match database {
        Some(url) => format!("database_url = {}", text(url)),
        None => "# database_url = \"postgres://user:password@host/voix\"".to_owned(),
    };
    format!(
        "# Voix at {name}. Every setting can also be given on the command line (`voix serve --help`).\n\
         \n\
         # Folder of the database and of messages while there is no mail server; from here.\n\
         data = \"data\"\n\
         # PostgreSQL instead of a file.\n\
         {database}\n\
         \n\
         # The built site.\n\
         site = {site}\n\
         \n\
         # Where the server listens, and where members reach it.\n\
         listen = \"127.0.0.1:3000\"\n\
         url = {url}\n\
         # A TLS proxy (nginx, Caddy…) stands before it and appends the sender to X-Forwarded-For.\n\
         behind_proxy = {proxy}\n\
         \n\
         # Multiplies how many requests one member or one address may send.\n\
         limits = 1\n\
         \n\
         # Counts and ages for monitoring, apart from the site: http://127.0.0.1:9090/metrics\n\
         # metrics = \"127.0.0.1:9090\"\n\
         \n\
         # Logs as JSON lines.\n\
         # json_logs = true\n\
         \n\
         # The mail server, and who messages are from. Without one, messages are written to the folder `mail` in the data\n\
         # folder, and nobody gets them.\n\
         [mail]\n\
         # smtp = \"smtps://user:password@mail.example.org\"\n\
         # from = \"{plain} <bureau@example.org>\"\n\
         \n\
         # How members pay their shares, in your words: stands in the letter of admission and where something is owed.\n\
         # One line in each language; what is said in one only is shown in both.\n\
         [payment]\n\
         # fr = \"Virement sur le compte FR76…, avec votre nom.\"\n\
         # en = \"Transfer to the account FR76…, with your name.\"\n",
        name = answers.founding.name.replace(char::is_control, " "),
        plain = answers.founding.name.replace(|c: char| c.is_control() || "\"\\<>".contains(c), " "),
        site = text(&answers.site.display().to_string()),
        url = text(&answers.url),
    )
}

async fn found(options: &Options, answers: &Answers) -> Result<()> {
    let in_a_file = || format!("sqlite:{}", database(&options.folder).display());
    let url = options.database_url.clone().unwrap_or_else(in_a_file);
    let service = Service::open(&url, Arc::new(SystemClock), Arc::new(SystemRandomness)).await?;
    let outcome = service::found_cooperative(&service, &answers.founding).await;
    service.close().await;
    outcome.context("the cooperative cannot be founded with these answers (or the database has one already)")?;
    Ok(())
}

fn database(folder: &Path) -> PathBuf {
    folder.join("data/voix.sqlite")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(folder: &Path) -> Options {
        let text = |text: &str| Some(text.to_owned());
        Options {
            folder: folder.to_owned(),
            name: text("L’Essai \"à deux\""),
            member: text("Camille Durand"),
            email: text("Camille@Example.org"),
            url: text("https://vote.example.org/"),
            share: text("16,50"),
            yes: true,
            ..Options::default()
        }
    }

    #[tokio::test]
    async fn a_cooperative_is_founded_and_its_server_knows_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = given(folder.path());
        let mut asker = Asker { input: std::io::empty(), output: std::io::sink(), yes: true, terminal: false };
        let answers = answers(&options, &mut asker).expect("answers");
        let file = write(&options, &answers).expect("a file");
        found(&options, &answers).await.expect("founded");
        assert!(found(&options, &answers).await.is_err(), "once");
        assert!(write(&options, &answers).is_err(), "the configuration stays");
        let text = std::fs::read_to_string(file).expect("text");
        let parsed: crate::config::Options = toml::from_str(&text).expect("a configuration of ours");
        drop(parsed);
        let url = format!("sqlite:{}", database(folder.path()).display());
        let service = Service::open(&url, Arc::new(SystemClock), Arc::new(SystemRandomness)).await.expect("a database");
        let view = service::views::cooperative(&service).await.expect("a cooperative");
        assert_eq!((view.members, view.demo, view.capital_cents), (1, false, 1650));
        let offices: Vec<_> = service::admin::officers(&service).await.expect("offices");
        assert!(offices.iter().any(|officer| officer.role == Role::Operator && officer.name == "Camille Durand"));
        service::ask_sign_in(&service, "camille@example.org").await.expect("asked");
        assert_eq!(service::outbox::take(&service, 1).await.expect("an outbox").len(), 1);
    }

    #[tokio::test]
    async fn a_cooperative_is_founded_on_postgresql_and_the_file_says_where() {
        let Some(server) = store::testing::postgres_address() else { return };
        let place = store::testing::Place::postgres(&server).await.expect("a database");
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { database_url: place.url().ok(), ..given(folder.path()) };
        let mut asker = Asker { input: std::io::empty(), output: std::io::sink(), yes: true, terminal: false };
        let answers = answers(&options, &mut asker).expect("answers");
        let file = write(&options, &answers).expect("a file");
        found(&options, &answers).await.expect("founded");
        let settings = crate::config::Options::of(Some(file), None, None).resolve().expect("settings");
        assert_eq!(Some(settings.database_url), options.database_url);
        assert!(!database(folder.path()).exists(), "no file besides");
        place.remove().await.expect("removed");
    }

    #[test]
    fn what_is_missing_is_named_when_nobody_can_be_asked() {
        let options = Options { name: None, ..given(Path::new("nowhere")) };
        let mut asker = Asker { input: std::io::empty(), output: std::io::sink(), yes: true, terminal: false };
        let error = answers(&options, &mut asker).err().expect("refused").to_string();
        assert!(error.contains("--name"), "{error}");
    }

    #[test]
    fn a_question_is_asked_until_the_answer_is_understood() {
        let mut output = Vec::new();
        let input = "dix\n0\n\n".as_bytes();
        let mut asker = Asker { input, output: &mut output, yes: false, terminal: true };
        assert_eq!(asker.ask("minimum-shares", "Shares", None, Some("2"), number).expect("a number"), 2);
        let said = String::from_utf8(output).expect("text");
        assert!(said.contains("“dix” is not a number") && said.matches("Shares [2]: ").count() == 3, "{said}");
    }
}
