//! Against a mail server that answers as it is told, over a real connection.

use domain::ids::MailId;
use domain::mail::Delivery;
use service::outbox::Parcel;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use super::{Carrier, Options};

/// What the server answers to RCPT and after the message; an empty answer is a connection that breaks.
#[derive(Clone, Copy)]
struct Script {
    recipient: &'static str,
    end: &'static str,
}

/// Serves until dropped; what it was sent is in the answer of the task's last message.
async fn server(script: Script) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let (sent, received) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, script, sent.clone()));
        }
    });
    (url, received)
}

async fn talk(stream: TcpStream, script: Script, sent: tokio::sync::mpsc::UnboundedSender<String>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut say = async |text: &str| write.write_all(format!("{text}\r\n").as_bytes()).await.is_ok();
    let mut message: Option<String> = None;
    say("220 ready").await;
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(body) = &mut message {
            if line != "." {
                body.push_str(&line);
                body.push('\n');
                continue;
            }
            let _ = sent.send(message.take().unwrap_or_default());
            if script.end.is_empty() || !say(script.end).await {
                return;
            }
            continue;
        }
        let answer = match line.get(..4).unwrap_or_default() {
            "EHLO" => "250 here",
            "RCPT" => script.recipient,
            "DATA" => {
                message = Some(String::new());
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        if !say(answer).await {
            return;
        }
    }
}

fn parcel(address: &str) -> Parcel {
    Parcel {
        id: MailId(Uuid::from_u128(7)),
        address: address.to_owned(),
        subject: "Convocation à l’assemblée\r\nBcc: everyone@example.org".to_owned(),
        text: "Bonjour,\n.\nune ligne\n".to_owned(),
        html: "<p>Bonjour</p>".to_owned(),
        calendar: String::new(),
    }
}

fn carrier(smtp: Option<String>, data: &std::path::Path) -> Carrier {
    let options = Options { smtp, mail_from: Some("Les Essais <bureau@example.org>".to_owned()) };
    Carrier::new(&options, data).expect("a carrier")
}

async fn carried(script: Script) -> (Delivery, String, Option<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (url, mut received) = server(script).await;
    let (delivery, answer) = carrier(Some(url), folder.path()).carry(&parcel("camille@example.org"), 0).await;
    (delivery, answer, received.try_recv().ok())
}

#[tokio::test]
async fn an_accepted_message_is_whole_and_nothing_else() {
    let (delivery, answer, message) = carried(Script { recipient: "250 ok", end: "250 2.0.0 queued as 1" }).await;
    assert_eq!((delivery, answer.as_str()), (Delivery::Accepted, "250 2.0.0 queued as 1"));
    let message = message.expect("a message");
    for header in [
        "Message-ID: <00000000-0000-0000-0000-000000000007@example.org>",
        "Auto-Submitted: auto-generated",
        "Date: Thu, 01 Jan 1970 00:00:00 +0000",
        "To: camille@example.org",
    ] {
        assert!(message.contains(header), "{message}");
    }
    let (headers, _) = message.split_once("\n\n").expect("headers");
    assert!(!headers.lines().any(|line| line.starts_with("Bcc")), "a subject adds no header: {headers}");
}

#[tokio::test]
async fn each_answer_of_a_mail_server_is_understood() {
    let table = [
        (Script { recipient: "550 5.1.1 unknown user", end: "250 ok" }, Delivery::NoRecipient),
        (Script { recipient: "450 4.2.1 later", end: "250 ok" }, Delivery::Later),
        (Script { recipient: "250 ok", end: "451 4.3.0 later" }, Delivery::Later),
        (Script { recipient: "250 ok", end: "554 5.7.1 spam" }, Delivery::Never),
        // The message was handed over and the connection broke: nobody knows.
        (Script { recipient: "250 ok", end: "" }, Delivery::Unknown),
    ];
    for (script, expected) in table {
        let (delivery, answer, _) = carried(script).await;
        assert_eq!(delivery, expected, "{} / {}: {answer}", script.recipient, script.end);
        assert!(!answer.is_empty());
    }
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_leaves_no_doubt() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let (delivery, _) = carrier(Some(url), folder.path()).carry(&parcel("camille@example.org"), 0).await;
    assert_eq!(delivery, Delivery::Later);
}

#[tokio::test]
async fn without_a_mail_server_messages_lie_in_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let carrier = carrier(None, folder.path());
    assert_eq!(carrier.carry(&parcel("camille@example.org"), 0).await.0, Delivery::Accepted);
    let files: Vec<_> = std::fs::read_dir(folder.path().join("mail")).expect("a folder").collect();
    assert_eq!(files.len(), 1);
    let text = std::fs::read_to_string(files[0].as_ref().expect("a file").path()).expect("text");
    assert!(text.contains("From: \"Les Essais\" <bureau@example.org>"), "{text}");
    assert_eq!(carrier.carry(&parcel("no address"), 0).await.0, Delivery::NoRecipient);
}

#[tokio::test]
async fn an_invitation_goes_beside_the_words_and_as_a_file_in_the_name_of_who_sends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    for method in ["REQUEST", "CANCEL"] {
        let (url, mut received) = server(Script { recipient: "250 ok", end: "250 ok" }).await;
        let calendar = format!("BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        let parcel = Parcel { calendar, ..parcel("camille@example.org") };
        let (delivery, _) = carrier(Some(url), folder.path()).carry(&parcel, 0).await;
        assert_eq!(delivery, Delivery::Accepted);
        let message = received.try_recv().expect("a message");
        for part in [
            "Content-Type: multipart/mixed",
            "Content-Type: multipart/alternative",
            &format!("Content-Type: text/calendar; method={method}; charset=utf-8"),
            "Content-Disposition: attachment; filename=\"convocation.ics\"",
            "ORGANIZER;CN=\"Les Essais\":mailto:bureau@example.org",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
        assert!(message.find("text/html") < message.find("text/calendar"), "the words come first: {message}");
    }
}
