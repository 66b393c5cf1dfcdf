//! The site as visitors reach it: whether the server answers there, through whatever stands before it.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Finding, Level, certificate};
use crate::causes;
use crate::config::Settings;

/// How long the site may take, from the first knock to the last letter.
const PATIENCE: Duration = Duration::from_secs(10);
/// No more of an answer is read: what says that the server is ready has a few hundred bytes.
const MOST: u64 = 16 << 10;

/// Asks the site whether it is ready.
pub async fn look(settings: &Settings, now: i64) -> Finding {
    let site = settings.url.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    let site = site.trim_end_matches('/');
    let answer = match tokio::time::timeout(PATIENCE, ask(site, now)).await {
        Ok(answer) => answer,
        Err(_) => Err(anyhow::anyhow!("it does not answer in time")),
    };
    match answer {
        Ok(answer) => said(site, &answer),
        Err(error) => Finding::new("site", Level::Fault, format!("{site}: {}", causes::of(&error))),
    }
}

async fn ask(site: &str, now: i64) -> Result<String> {
    match (site.strip_prefix("https://"), site.strip_prefix("http://")) {
        (Some(host), _) => answer(certificate::connect(host, certificate::roots()?, now).await?, host).await,
        (_, Some(host)) => {
            let stream = TcpStream::connect(certificate::address(host, 80)).await.context("it does not answer")?;
            answer(stream, host).await
        }
        _ => bail!("this is not the address of a site"),
    }
}

/// The whole answer, or as much of it as came.
async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, host: &str) -> Result<String> {
    let request = format!("GET /ready HTTP/1.1\r\nHost: {host}\r\nUser-Agent: voix-check\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.context("it does not listen")?;
    let mut bytes = Vec::new();
    // Some end a connection without saying so; what came before counts.
    let end = stream.take(MOST).read_to_end(&mut bytes).await;
    if bytes.is_empty() {
        end.context("it does not answer")?;
        bail!("it does not answer");
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn said(site: &str, answer: &str) -> Finding {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let status = head.split(' ').nth(1).unwrap_or_default();
    let why = match status {
        "200" if body.contains("ready") => return Finding::new("site", Level::Ok, format!("{site} is ready")),
        "200" => "another program answers there",
        "502" | "504" => "the proxy runs, and the server does not: systemctl status voix",
        "503" => "the server runs, and cannot do its work: journalctl -u voix",
        _ => "this is not what the server answers: look at the proxy",
    };
    Finding::new("site", Level::Fault, format!("{site}/ready answers {status}: {why}"))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// What is found of a site that gives one answer, and then hangs up.
    async fn found(answer: &'static str) -> Finding {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 1024];
            let length = stream.read(&mut asked).await.unwrap();
            assert!(asked[..length].starts_with(b"GET /ready HTTP/1.1\r\nHost: 127.0.0.1:"));
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        look(&at(&url), 0).await
    }

    fn at(url: &str) -> Settings {
        let options = crate::config::Options::default().with(Some(url.to_owned()), crate::mail::Options::default());
        options.resolve().unwrap()
    }

    #[tokio::test]
    async fn a_site_is_ready_or_it_is_said_who_does_not_answer() {
        let ready = found("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nready").await;
        assert_eq!(ready.level, Level::Ok, "{}", ready.words);
        for (answer, why) in [
            ("HTTP/1.1 502 Bad Gateway\r\n\r\n", "the server does not: systemctl status voix"),
            ("HTTP/1.1 503 Service Unavailable\r\n\r\n", "cannot do its work"),
            ("HTTP/1.1 200 OK\r\n\r\n<p>It works!</p>", "another program"),
            ("HTTP/1.1 301 Moved Permanently\r\n\r\n", "look at the proxy"),
            ("", "does not answer"),
        ] {
            let found = found(answer).await;
            assert_eq!(found.level, Level::Fault, "{answer}");
            assert!(found.words.contains(why), "{answer}: {}", found.words);
        }
    }

    #[tokio::test]
    async fn a_site_where_nobody_listens_is_a_fault_that_is_said_once() {
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let found = look(&at(&format!("http://{nobody}/")), 0).await;
        assert_eq!(found.level, Level::Fault);
        assert_eq!(found.words.matches("refused").count(), 1, "{}", found.words);
        assert_eq!(look(&at("vote.example.org"), 0).await.level, Level::Fault);
    }

    #[tokio::test(start_paused = true)]
    async fn a_site_that_says_nothing_is_waited_for_ten_seconds() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let before = tokio::time::Instant::now();
        let found = look(&at(&format!("http://{}", listener.local_addr().unwrap())), 0).await;
        assert!(found.words.contains("does not answer in time"), "{}", found.words);
        assert_eq!(before.elapsed().as_secs(), PATIENCE.as_secs());
    }
}
