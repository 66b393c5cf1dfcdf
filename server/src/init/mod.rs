//! `voix init`: founds a cooperative on this machine. What is not given on the command line is asked for.

mod ask;
mod file;

use std::io::{IsTerminal as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::builder::PossibleValuesParser;
use domain::statutes::OFFERED;
use service::Service;

use self::ask::{Answers, Asker, answers};
use self::file::configuration;
use crate::machine::{SystemClock, SystemRandomness};
use crate::place;

/// Name of the file.
const CONFIG: &str = "voix.toml";

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
    #[arg(long, value_parser = PossibleValuesParser::new(OFFERED))]
    statutes: Option<String>,
    /// Your name: the first member, who chairs until the assembly says otherwise, and the first operator.
    #[arg(long)]
    member: Option<String>,
    /// Your address: how you sign in the first time.
    #[arg(long)]
    email: Option<String>,
    /// Telephone of whom people ask who are stuck: on every page, for everybody.
    #[arg(long)]
    contact_phone: Option<String>,
    /// Their e-mail address, likewise.
    #[arg(long)]
    contact_email: Option<String>,
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
    place::owned([options.folder.as_path()])?;
    let file = options.folder.join(CONFIG);
    if file.symlink_metadata().is_ok() {
        bail!("{} exists already: nothing was changed", file.display());
    }
    let terminal = std::io::stdin().is_terminal();
    let mut asker = Asker { input: std::io::stdin().lock(), output: std::io::stdout(), yes: options.yes, terminal };
    let answers = answers(options, &mut asker)?;
    set_up(options, &answers)?;
    let (voix, file) = (place::called(), place::quoted(&file));
    println!("\n{} is founded; {} is its first member.", answers.founding.name, answers.founding.founders[0].name);
    println!("The database is {}.", whereabouts(&address(options)));
    println!("Start it:     {voix} serve --config {file}");
    println!("Then sign in: {}/sign-in, by e-mail, and make your voting key: your offices open with it.", answers.url);
    println!("Without a mail server, messages are in {}.", options.folder.join("data/mail").display());
    println!("Look at it:   {voix} check --config {file}");
    Ok(())
}

/// Writes and founds. If that fails, what was made for it is removed, and nothing else.
fn set_up(options: &Options, answers: &Answers) -> Result<()> {
    let folder = &options.folder;
    let names = [CONFIG, "data/voix.sqlite", "data/voix.sqlite-wal", "data/voix.sqlite-shm", "data", ""];
    let absent: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).filter(|path| !path.exists()).collect();
    let outcome =
        write(options, answers).and_then(|_| tokio::runtime::Runtime::new()?.block_on(found(options, answers)));
    if outcome.is_err() {
        for path in absent {
            // A folder in which somebody has put something since stays.
            let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir(&path));
        }
    }
    outcome
}

/// Writes the configuration; one that is there stays.
fn write(options: &Options, answers: &Answers) -> Result<PathBuf> {
    let folder = &options.folder;
    // The database holds the server's secrets, the configuration may hold passwords: for this user alone.
    let data = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder.join("data"));
    data.with_context(|| format!("{} cannot be made", folder.display()))?;
    let path = folder.join(CONFIG);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("{} exists already or cannot be written: nothing was changed", path.display()))?;
    file.write_all(configuration(answers, options.database_url.as_deref()).as_bytes())?;
    Ok(path)
}

async fn found(options: &Options, answers: &Answers) -> Result<()> {
    let service = Service::open(&address(options), Arc::new(SystemClock), Arc::new(SystemRandomness))
        .await
        .context("the database cannot be opened")?;
    let outcome = service::found_cooperative(&service, &answers.founding).await;
    service.close().await;
    outcome.context("the cooperative cannot be founded with these answers (or the database has one already)")?;
    Ok(())
}

/// The address of the database.
fn address(options: &Options) -> String {
    let in_a_file = || format!("sqlite:{}", database(&options.folder).display());
    options.database_url.clone().unwrap_or_else(in_a_file)
}

/// Where a database is, for whoever must be sure of it: never who uses it, nor the password.
fn whereabouts(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return format!("the file {}", url.strip_prefix("sqlite:").unwrap_or(url));
    };
    if scheme == "sqlite" {
        return format!("the file {rest}");
    }
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, name) = place.split_once('/').unwrap_or((place, ""));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let option = |wanted: &str| {
        query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .find_map(|(key, value)| (key == wanted).then_some(value))
    };
    let host = if host.is_empty() { option("host").unwrap_or("this machine") } else { host };
    let name = if name.is_empty() { option("dbname").unwrap_or("that of its user") } else { name };
    format!("{name}, of the PostgreSQL at {host}")
}

fn database(folder: &Path) -> PathBuf {
    folder.join("data/voix.sqlite")
}

#[cfg(test)]
pub mod tests {
    use domain::roles::Role;

    use super::*;

    pub fn given(folder: &Path) -> Options {
        let text = |text: &str| Some(text.to_owned());
        Options {
            folder: folder.to_owned(),
            name: text("L’Essai \"à deux\""),
            member: text("Camille Durand"),
            email: text("Camille@Example.org"),
            contact_phone: text("03 53 01 00 12"),
            contact_email: text("Aide@Example.org"),
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
        assert_eq!((view.help.phone.as_str(), view.help.email.as_str()), ("03 53 01 00 12", "aide@example.org"));
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
    fn a_founding_that_fails_leaves_nothing_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("coop");
        let mut asker = Asker { input: std::io::empty(), output: std::io::sink(), yes: true, terminal: false };
        let options = given(&place);
        let mut bad = answers(&options, &mut asker).expect("answers");
        "Paris".clone_into(&mut bad.founding.time_zone);
        let why = crate::causes::of(&set_up(&options, &bad).expect_err("no such zone"));
        assert_eq!(why.matches("malformed").count(), 1, "{why}");
        assert!(!place.exists());
        // What was there before stays.
        std::fs::create_dir_all(place.join("data")).expect("a folder");
        std::fs::write(place.join("data/notes"), "ours").expect("a file");
        assert!(set_up(&options, &bad).is_err());
        let left = std::fs::read_dir(place.join("data")).expect("a folder").count();
        assert!(left == 1 && !place.join(CONFIG).exists());
        // And a cooperative that is there already.
        let good = answers(&options, &mut asker).expect("answers");
        set_up(&options, &good).expect("founded");
        std::fs::remove_file(place.join(CONFIG)).expect("removed");
        assert!(set_up(&options, &good).is_err(), "once");
        assert!(database(&place).exists() && !place.join(CONFIG).exists());
    }

    #[test]
    fn where_the_database_is_has_no_password() {
        for (url, said) in [
            ("sqlite:/var/lib/voix/data/voix.sqlite", "the file /var/lib/voix/data/voix.sqlite"),
            (
                "postgres://voix:s%40cret@db.example.org:5433/coop?sslmode=require",
                "coop, of the PostgreSQL at db.example.org:5433",
            ),
            ("postgres:///coop?host=/run/postgresql&password=secret", "coop, of the PostgreSQL at /run/postgresql"),
            ("postgresql://voix@localhost", "that of its user, of the PostgreSQL at localhost"),
        ] {
            assert_eq!(whereabouts(url), said);
        }
    }

    #[test]
    fn statutes_that_may_be_named_are_listed() {
        use clap::CommandFactory as _;
        let mut voix = crate::Cli::command();
        let help = voix.find_subcommand_mut("init").expect("init").render_help().to_string();
        for preset in OFFERED {
            assert!(help.contains(preset), "{preset}: {help}");
        }
    }
}
