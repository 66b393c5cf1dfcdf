//! Where the settings of a server come from: the command line, then the environment, then one TOML file, then a default.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use domain::shares_view::HowToPay;
use serde::Deserialize;

use crate::mail;

/// How members pay their shares, in the cooperative's words.
#[derive(Clone, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[group(id = "payment")]
pub struct Payment {
    /// How members pay their shares, in French: it stands in the letter of admission and on the pages about what is owed.
    #[arg(long, env = "VOIX_PAYMENT_FR", value_name = "WORDS")]
    #[serde(rename = "fr")]
    payment_fr: Option<String>,
    /// The same in English. What is said in one language only is shown in both.
    #[arg(long, env = "VOIX_PAYMENT_EN", value_name = "WORDS")]
    #[serde(rename = "en")]
    payment_en: Option<String>,
}

/// Options of `serve`; those that are settings of an installation can stand in the file under the same names.
#[derive(Clone, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// File with settings, as `voix init` writes it. What stands on the command line counts more.
    #[arg(long, env = "VOIX_CONFIG")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Database: `sqlite:PATH` or `postgres://…`. By default `voix.sqlite` in the data folder.
    #[arg(long, env = "VOIX_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Folder for the database and what belongs to it. By default `var`.
    #[arg(long, env = "VOIX_DATA")]
    data: Option<PathBuf>,
    /// Folder of the built site. By default `target/site`.
    #[arg(long, env = "VOIX_SITE")]
    site: Option<PathBuf>,
    /// Address and port. By default `127.0.0.1:3000`.
    #[arg(long, env = "VOIX_LISTEN")]
    listen: Option<SocketAddr>,
    /// Address members reach the site at: `https://vote.example.org`. By default the one it listens on.
    #[arg(long, env = "VOIX_URL")]
    url: Option<String>,
    #[command(flatten)]
    mail: mail::Options,
    #[command(flatten)]
    payment: Payment,
    /// Loads the demo cooperative into an empty database, and tells who one can sign in as.
    #[arg(long)]
    #[serde(skip)]
    demo: bool,
    /// Members of the demo cooperative, when it is loaded.
    #[arg(long, value_name = "N", requires = "demo")]
    #[serde(skip)]
    demo_members: Option<u32>,
    /// The demo is the constitutive assembly, which elects the first board.
    #[arg(long, requires = "demo", conflicts_with = "demo_seed")]
    #[serde(skip)]
    demo_constitutive: bool,
    /// The assembly of the demo meets in eight days, and members vote before its session.
    #[arg(long, requires = "demo", conflicts_with_all = ["demo_seed", "demo_constitutive"])]
    #[serde(skip)]
    demo_ahead: bool,
    /// So many members of the demo hold a share of the key: of three or more, most open a box.
    #[arg(long, value_name = "N", requires = "demo", value_parser = clap::value_parser!(u32).range(1..=5))]
    #[serde(skip)]
    demo_key_holders: Option<u32>,
    /// It is so many days later: a demo that was loaded before goes on, as on the day of its assembly.
    #[arg(long, value_name = "DAYS", requires = "demo")]
    #[serde(skip)]
    demo_days_later: Option<u16>,
    /// Names and texts of the demo in place of its own, to see how the pages bear them: a JSON file.
    #[arg(long, requires = "demo", value_name = "FILE")]
    #[serde(skip)]
    demo_seed: Option<PathBuf>,
    /// A TLS proxy stands before this server: without one, plain HTTP is served to this machine only.
    #[arg(long)]
    behind_proxy: bool,
    /// Multiplies how many requests one member or one address may send; 0 for no limit. By default 1.
    #[arg(long)]
    limits: Option<u32>,
    /// Logs as JSON lines.
    #[arg(long)]
    json_logs: bool,
    /// Address and port of the metrics, apart from the site: `127.0.0.1:9090`. By default there are none.
    #[arg(long, value_name = "ADDR:PORT", env = "VOIX_METRICS")]
    metrics: Option<SocketAddr>,
    /// The metrics may be read from other machines: whoever guards that network said so.
    #[arg(long)]
    metrics_beyond: bool,
}

/// What a server goes by.
pub struct Settings {
    /// The file it was read from, if there is one.
    pub config: Option<PathBuf>,
    /// Address of the database.
    pub database_url: String,
    /// Folder for the database and what belongs to it.
    pub data: PathBuf,
    /// Folder of the built site.
    pub site: PathBuf,
    /// Address and port.
    pub listen: SocketAddr,
    /// Address members reach the site at, if it is another.
    pub url: Option<String>,
    /// Where messages go.
    pub mail: mail::Options,
    /// How members pay their shares.
    pub pay: HowToPay,
    /// Whether to load the demo.
    pub demo: bool,
    /// With how many members, if not the usual number.
    pub demo_members: Option<u32>,
    /// Whether it is the constitutive assembly.
    pub demo_constitutive: bool,
    /// Whether its assembly is to come.
    pub demo_ahead: bool,
    /// How many hold a share of the key, if not one.
    pub demo_key_holders: Option<u32>,
    /// How many days later than today it is.
    pub demo_days_later: u16,
    /// File with other names and texts.
    pub demo_seed: Option<PathBuf>,
    /// Whether a TLS proxy stands before it.
    pub behind_proxy: bool,
    /// Multiplies the limits on requests.
    pub limits: u32,
    /// Whether logs are JSON lines.
    pub json_logs: bool,
    /// Where metrics are read, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// Whether they may be read from other machines.
    pub metrics_beyond: bool,
}

impl Options {
    /// Nothing but where the installation is.
    pub fn of(config: Option<PathBuf>, database_url: Option<String>, data: Option<PathBuf>) -> Self {
        Self { config, database_url, data, ..Self::default() }
    }

    /// The same, with the address of the site and of the mail server, if they are given.
    pub fn with(self, url: Option<String>, mail: mail::Options) -> Self {
        Self { url, mail, ..self }
    }

    /// What stands on the command line and in the environment, completed by the file and the defaults.
    pub fn resolve(&self) -> Result<Settings> {
        let file = self.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let data = self.data.clone().or(file.data).unwrap_or_else(|| PathBuf::from("var"));
        let pay = HowToPay {
            fr: self.payment.payment_fr.clone().or(file.payment.payment_fr).unwrap_or_default(),
            en: self.payment.payment_en.clone().or(file.payment.payment_en).unwrap_or_default(),
        };
        pay.check().context("how to pay is one line in each language, of at most 500 characters")?;
        let beside = || format!("sqlite:{}", data.join("voix.sqlite").display());
        Ok(Settings {
            config: self.config.clone(),
            database_url: self.database_url.clone().or(file.database_url).unwrap_or_else(beside),
            site: self.site.clone().or(file.site).unwrap_or_else(|| PathBuf::from("target/site")),
            listen: self.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 3000))),
            url: self.url.clone().or(file.url),
            mail: mail::Options {
                smtp: self.mail.smtp.clone().or(file.mail.smtp),
                mail_from: self.mail.mail_from.clone().or(file.mail.mail_from),
            },
            pay,
            demo: self.demo,
            demo_members: self.demo_members,
            demo_constitutive: self.demo_constitutive,
            demo_ahead: self.demo_ahead,
            demo_key_holders: self.demo_key_holders,
            demo_days_later: self.demo_days_later.unwrap_or_default(),
            demo_seed: self.demo_seed.clone(),
            behind_proxy: self.behind_proxy || file.behind_proxy,
            limits: self.limits.or(file.limits).unwrap_or(1),
            json_logs: self.json_logs || file.json_logs,
            metrics: self.metrics.or(file.metrics),
            metrics_beyond: self.metrics_beyond || file.metrics_beyond,
            data,
        })
    }
}

/// Reads a file; its relative paths start at its own folder.
fn read(path: &Path) -> Result<Options> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut file: Options = toml::from_str(&text)
        .map_err(|error| anyhow!("{} is not understood, {}", path.display(), misunderstood(&text, &error)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    file.data = file.data.map(|data| folder.join(data));
    file.site = file.site.map(|site| folder.join(site));
    Ok(file)
}

/// Where a file is not understood, and why; never its line, nor a value of it: there may be a password in it.
fn misunderstood(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    // Names of settings stand in backquotes; between quotation marks stands what the file says.
    let why = error.message().split('"').next().unwrap_or_default().trim();
    format!("line {line}, column {column}: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(text: &str, more: Options) -> Result<Settings> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("voix.toml");
        std::fs::write(&path, text).expect("a file");
        Options { config: Some(path), ..more }.resolve()
    }

    #[test]
    fn the_command_line_counts_more_than_the_file_and_the_file_more_than_the_default() {
        let text = "listen = \"127.0.0.1:4000\"\nlimits = 3\n[mail]\nsmtp = \"smtp://mail\"\n";
        let line = Options { listen: "127.0.0.1:5000".parse().ok(), ..Options::default() };
        let settings = options(text, line).expect("settings");
        assert_eq!((settings.listen.port(), settings.limits), (5000, 3));
        assert_eq!(settings.mail.smtp.as_deref(), Some("smtp://mail"));
        assert_eq!(settings.database_url, "sqlite:var/voix.sqlite");
        let none = Options::default().resolve().expect("defaults");
        assert_eq!((none.listen.port(), none.limits, none.behind_proxy), (3000, 1, false));
    }

    #[test]
    fn a_paths_start_is_the_files_folder() {
        let settings = options("data = \"data\"\nsite = \"/srv/site\"\n", Options::default()).expect("settings");
        assert!(settings.data.is_absolute() && settings.data.ends_with("data"));
        assert_eq!(settings.site, Path::new("/srv/site"));
        assert!(settings.database_url.ends_with("/data/voix.sqlite"));
    }

    #[test]
    fn how_to_pay_is_one_line_in_each_language() {
        let settings = options("[payment]\nfr = \"Virement\"\n", Options::default()).expect("settings");
        assert_eq!((settings.pay.fr.as_str(), settings.pay.en.as_str()), ("Virement", ""));
        let error = options("[payment]\nfr = \"a\\nb\"\n", Options::default()).err().expect("refused");
        assert!(format!("{error:#}").contains("one line"), "{error:#}");
    }

    #[test]
    fn a_word_the_file_should_not_have_is_named() {
        for text in ["listne = \"127.0.0.1:1\"", "demo = true", "[mail]\npassword = \"x\""] {
            let error = format!("{:#}", options(text, Options::default()).err().expect("refused"));
            assert!(error.contains("unknown field"), "{error}");
        }
    }

    #[test]
    fn a_password_of_a_file_that_is_not_understood_is_not_repeated() {
        for text in [
            "[mail]\nsmtp = smtps://voix:s3cret@mail\n",
            "[mail]\nsmtp = \"smtps://voix:s3cret@mail\n",
            "[mail]\nsmtp = \"smtps://voix:s3cret@mail\" more\n",
            "[mail]\nsmtp = 'smtps://voix:s3cret@mail\\'s'\n",
            "[mail]\nsmtp = [\"smtps://voix:s3cret@mail\"]\n",
            "#\nmail = \"smtps://voix:s3cret@mail\"\n",
            "#\nlimits = \"smtps://voix:s3cret@mail\"\n",
            "#\nlisten = \"s3cret\"\n",
            "#\nsmtps://voix:s3cret@mail\n",
        ] {
            let error = options(text, Options::default()).err().expect("refused");
            let said = format!("{error:#} {error:?}");
            assert!(!said.contains("s3cret"), "{said}");
            assert!(said.contains("line 2, column "), "{text}: {said}");
        }
    }
}
