//! One message on its way, by SMTP or into a folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};
use app::ics;
use domain::mail::Delivery;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use service::outbox::Parcel;

use crate::causes;

/// How long a mail server may stay silent.
const SILENCE: Duration = Duration::from_secs(60);

/// Where messages go.
#[derive(Clone, Default, clap::Args, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
#[group(id = "mail")]
pub struct Options {
    /// Mail server: `smtps://user:password@host`, `smtp://host:587?tls=required`… Without one, messages are written to
    /// the folder `mail` beside the database.
    #[arg(long, env = "VOIX_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Who messages are from: `Les Essais <bureau@example.org>`.
    #[arg(long, env = "VOIX_MAIL_FROM")]
    #[serde(rename = "from")]
    pub mail_from: Option<String>,
}

/// Takes messages where they go.
pub struct Carrier {
    way: Way,
    from: Mailbox,
    /// The part of `Message-ID` after the `@`.
    host: String,
}

enum Way {
    Folder(PathBuf),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// Programs that answer by themselves leave such a message alone (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Carrier {
    /// Ready to carry. Nothing is made, and no mail server asked, before there is a message.
    pub fn new(options: &Options, data: &Path) -> Result<Self> {
        let from = options.mail_from.as_deref().unwrap_or("Voix <voix@localhost>");
        let from: Mailbox = from.parse().with_context(|| format!("{from} is no sender of messages"))?;
        let host = from.email.domain().to_owned();
        let way = match &options.smtp {
            Some(url) => {
                // The address holds a password: it is not repeated.
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context("the address of the mail server is not understood")?;
                Way::Smtp(Box::new(transport.timeout(Some(SILENCE)).build()))
            }
            None => Way::Folder(data.join("mail")),
        };
        Ok(Self { way, from, host })
    }

    /// Whether messages could leave now, in words: the mail server answers, or the folder can be written in.
    ///
    /// # Errors
    /// Why not.
    pub async fn look(&self) -> Result<String, String> {
        match &self.way {
            Way::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok("the mail server answers".to_owned()),
                Ok(false) => Err("the mail server does not answer".to_owned()),
                Err(error) => Err(format!("the mail server: {}", causes::line(&error))),
            },
            Way::Folder(folder) => match tempfile::NamedTempFile::new_in(there(folder)) {
                Ok(_) => Ok(format!("no mail server: messages are written to {}", folder.display())),
                Err(error) => Err(format!("{}: {error}", folder.display())),
            },
        }
    }

    /// Carries a message; what came of it, with the words of whoever took it.
    pub async fn carry(&self, parcel: &Parcel, now: i64) -> (Delivery, String) {
        let message = match self.message(parcel, now) {
            Ok(message) => message,
            // Only an address that no mail server would take gets here.
            Err(error) => return (Delivery::NoRecipient, causes::of(&error)),
        };
        match &self.way {
            Way::Folder(folder) => into_folder(folder, parcel, &message).await,
            Way::Smtp(transport) => by_smtp(transport, message).await,
        }
    }

    fn message(&self, parcel: &Parcel, now: i64) -> Result<Message> {
        let address: Address = parcel.address.parse()?;
        let date = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(now).unwrap_or(0));
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(parcel.subject.clone())
            .date(date)
            // The same message again has the same id: a mailbox that sees both shows one.
            .message_id(Some(format!("<{}@{}>", parcel.id, self.host)))
            .header(AutoSubmitted);
        let text = lettre::message::SinglePart::builder().header(ContentType::TEXT_PLAIN).body(parcel.text.clone());
        let html = lettre::message::SinglePart::builder().header(ContentType::TEXT_HTML).body(parcel.html.clone());
        let words = MultiPart::alternative().singlepart(text).singlepart(html);
        if parcel.calendar.is_empty() {
            return Ok(builder.multipart(words)?);
        }
        // Twice: beside the words, for programs that offer to accept it, and as a file, for those that only keep files.
        let name = self.from.name.as_deref().unwrap_or(&self.host);
        let calendar = ics::organised(&parcel.calendar, name, self.from.email.as_ref());
        let method = if calendar.contains("METHOD:CANCEL") { "CANCEL" } else { "REQUEST" };
        let kind: ContentType = format!("text/calendar; method={method}; charset=utf-8").parse()?;
        let beside = lettre::message::SinglePart::builder().header(kind).body(calendar.clone());
        let file = Attachment::new("convocation.ics".to_owned()).body(calendar, "application/ics".parse()?);
        Ok(builder.multipart(MultiPart::mixed().multipart(words.singlepart(beside)).singlepart(file))?)
    }
}

/// The folder, or the one it will be made in.
fn there(folder: &Path) -> &Path {
    if folder.is_dir() { folder } else { folder.parent().unwrap_or(folder) }
}

async fn into_folder(folder: &Path, parcel: &Parcel, message: &Message) -> (Delivery, String) {
    let path = folder.join(format!("{}.eml", parcel.id));
    // Written beside and renamed: whoever watches the folder never reads half a message.
    let beside = folder.join(format!(".{}", parcel.id));
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&beside, message.formatted()).await?;
        tokio::fs::rename(&beside, &path).await
    };
    match written.await {
        Ok(()) => (Delivery::Accepted, "folder".to_owned()),
        Err(error) => (Delivery::Later, error.to_string()),
    }
}

async fn by_smtp(transport: &AsyncSmtpTransport<Tokio1Executor>, message: Message) -> (Delivery, String) {
    // Before anything is handed over, a server that cannot be reached leaves no doubt.
    match transport.test_connection().await {
        Ok(true) => {}
        Ok(false) => return (Delivery::Later, "the mail server does not answer".to_owned()),
        Err(error) => return (delivery_of(&error, Delivery::Later), causes::line(&error)),
    }
    match transport.send(message).await {
        Ok(response) => {
            let answer = response.message().collect::<Vec<_>>().join(" ");
            (Delivery::Accepted, format!("{} {answer}", response.code()))
        }
        Err(error) => (delivery_of(&error, Delivery::Unknown), causes::line(&error)),
    }
}

/// What an answer of the mail server means; without an answer, `silence`.
fn delivery_of(error: &smtp::Error, silence: Delivery) -> Delivery {
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        Some("550" | "551" | "553") => Delivery::NoRecipient,
        _ if error.is_permanent() => Delivery::Never,
        _ if error.is_transient() => Delivery::Later,
        _ => silence,
    }
}
