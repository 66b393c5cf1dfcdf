//! How fast pages are rendered, for whom.

use std::time::Duration;

use anyhow::{Context as _, Result};
use domain::vote::VoteMode;

use crate::cast::again;
use crate::figures::Phase;
use crate::http::Request;
use crate::server::Server;
use crate::session::Desk;

/// What a browser of today, behind the TLS proxy, says it understands.
pub const BROWSER: &str = "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: fr\r\n";

/// A page, and the session it is read with.
pub struct Page {
    /// Its name in tables: the path with words for ids.
    pub name: String,
    /// Its path.
    pub path: String,
    /// A session, where the page needs one.
    pub cookie: Option<String>,
}

impl Page {
    fn new(name: &str, desk: &Desk, cookie: Option<&String>) -> Result<Self> {
        let (open, secret) = (desk.vote(VoteMode::Open)?, desk.vote(VoteMode::Secret)?);
        let id = desk.assembly.id.to_string();
        let path = name.replace("{assembly}", &id).replace("{open}", &open.to_string());
        let path = path.replace("{secret}", &secret.to_string());
        let path = path.split(' ').next().unwrap_or_default().to_owned();
        Ok(Self { name: name.to_owned(), path, cookie: cookie.cloned() })
    }
}

/// The pages while votes are open.
///
/// # Errors
/// When somebody has no session.
pub fn while_open(desk: &Desk, member: &str) -> Result<Vec<Page>> {
    let member = member.to_owned();
    let of = |cookie: &Option<String>| cookie.clone().context("no session");
    let (chair, holder) = (of(&desk.chair.cookie)?, of(&desk.holder.cookie)?);
    let mut pages = Vec::new();
    for name in ["/", "/demo", "/assembly", "/vote/{open}", "/vote/{secret}", "/record/{assembly}", "/verify"] {
        pages.push(Page::new(name, desk, None)?);
    }
    for (name, who) in [("/votes", &member), ("/ballot", &member), ("/console", &chair), ("/key-holder", &holder)] {
        pages.push(Page::new(name, desk, Some(who))?);
    }
    Ok(pages)
}

/// The pages that have something to show only once the minutes are published.
///
/// # Errors
/// None that occurs with a [`Desk`] that sat.
pub fn when_over(desk: &Desk) -> Result<Vec<Page>> {
    let names = ["/vote/{open} (decided)", "/vote/{secret} (decided)", "/minutes/{assembly}"];
    names.iter().map(|name| Page::new(name, desk, None)).collect()
}

/// Asks for each page, again and again, over so many connections, for so long.
///
/// # Errors
/// When a page is refused.
pub fn measure(server: &Server, pages: &[Page], connections: usize, time: Duration) -> Result<Vec<Phase>> {
    let one = |page: &Page| {
        let request = Request::get(&page.path, page.cookie.as_deref(), BROWSER);
        again(&page.name, server, connections, &request, time)
    };
    pages.iter().map(one).collect()
}
