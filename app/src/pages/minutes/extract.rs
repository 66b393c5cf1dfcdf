//! The extract of one resolution, with the certificate that somebody signs by hand (C. com. R.225-108): as a page, and as a file.

use ::minutes::{Paper, Section, Signatures};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::AssemblyId;
use domain::minutes_corrected::Correction;
use domain::minutes_register::{Certifier, Extract};
use domain::roles::Actor;
use leptos::prelude::*;
use serde::Deserialize;

use super::correcting::{about, by};
use super::{Item, kept, lacked, number, paper, register, sent, set, taking_part, unset};
use crate::components::time::{When, day, in_words, iso_day, year_month_day};
use crate::i18n::Lang;
use crate::letters_notice::{call, kind};
use crate::pages;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The position of the resolution; the first, if it says none.
    item: String,
    /// The language of the file; that of the reader, if it says none that we speak.
    lang: String,
}

/// Where the extract of a resolution is.
pub(super) fn address(assembly: AssemblyId, position: u32) -> String {
    format!("{}/{assembly}/extract?item={position}", register::PATH)
}

/// `GET /minutes/{assembly}/extract`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor.actor, &id, &asked).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("extract-title")),
        move |extract| {
            view! { <Extracted extract lang /> }
        },
    )
    .await
}

/// `GET /minutes/{assembly}/extract.pdf`
pub async fn pdf(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = Lang::from_code(&asked.lang).unwrap_or(visitor.lang);
    let extract = match load(&app, &visitor.actor, &id, &asked).await {
        Ok(extract) => extract,
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    let (minutes, position) = (&extract.minutes, extract.item.position);
    let address = app.service.at(&address(minutes.assembly, position));
    // Who may certify stands on it, too: for members, and as it is today.
    let names = extract.certifiers.iter().map(|one| one.name.clone().unwrap_or_default());
    let depends = [address.clone()].into_iter().chain(names).collect::<Vec<_>>().join("\n");
    let key = kept::Key::of(minutes, &extract.corrections, &depends, lang);
    match set(key, || written(&extract, &address, lang)).await {
        Ok(body) => {
            let on = iso_day(minutes.held_at, &minutes.time_zone);
            sent(&format!("{}-{on}-{position}.pdf", lang.t("extract-file")), body)
        }
        Err(error) => unset(&visitor, &error),
    }
}

async fn load(app: &AppState, actor: &Actor, id: &str, asked: &Asked) -> Result<Extract, service::Error> {
    let position = if asked.item.is_empty() { None } else { Some(pages::id(&asked.item)?) };
    service::views::minutes_extract(&app.service, actor, pages::id(id)?, position)
        .await?
        .ok_or(service::Error::Refused(Refusal::NotFound))
}

/// What is certified.
fn certificate(extract: &Extract, lang: Lang) -> String {
    let on = day(extract.minutes.held_at, &extract.minutes.time_zone, lang);
    lang.with("extract-certified", &[("number", extract.number.into()), ("day", on.into())])
}

/// An office, and the name of who holds it or a place for it.
fn certifier(one: &Certifier, lang: Lang) -> (String, String) {
    let office = lang.t(&format!("extract-by-{}", one.by.word()));
    (office, one.name.clone().unwrap_or_else(|| lang.t("extract-name")))
}

#[component]
fn Extracted(extract: Extract, lang: Lang) -> impl IntoView {
    let certified = certificate(&extract, lang);
    let Extract { number: nth, minutes, item, corrections, certifiers } = extract;
    let (zone, position) = (minutes.time_zone.clone(), item.position);
    let page = format!("{}/{}", register::PATH, minutes.assembly);
    let file = format!("{page}/extract.pdf?item={position}&lang={}", lang.code());
    let lack = minutes.no_quorum.as_ref().map(|lack| lacked(lack, lang));
    view! {
        <article class="page minutes stack">
            <header class="stack">
                <p class="eyebrow">{minutes.cooperative_name.clone()}</p>
                <h1>{lang.t("extract-title")}</h1>
                <p>{minutes.legal_line.clone()}</p>
                <p>{kind(minutes.kind, lang)}" · "{call(minutes.call, lang)}" · "<a href=page>{number(nth, lang)}</a></p>
                <p><When at=minutes.held_at zone=zone.clone() lang />" · "{minutes.place.clone()}</p>
                <p><a class="button" download href=file>{lang.t("extract-pdf")}</a></p>
            </header>
            {corrections.into_iter().map(|one| view! { <Corrected one zone=zone.clone() lang /> }).collect_view()}
            <p>{lang.t("minutes-convened")}" "{taking_part(&minutes, lang)}</p>
            {lack.map(|(said, article)| view! { <p>{said}" "<span class="article">{article}</span></p> })}
            <Item item extract=None lang />
            <section class="stack" aria-labelledby="certificate">
                <h2 id="certificate">{lang.t("extract-certificate")}</h2>
                <p>{certified}</p>
                <dl class="facts">
                    {certifiers.iter().map(|one| {
                        let (office, name) = certifier(one, lang);
                        view! { <div><dt>{office}</dt><dd>{name}</dd></div> }
                    }).collect_view()}
                </dl>
                <p class="hint">{lang.t("extract-note")}</p>
            </section>
            <footer class="stack">
                <p class="hint">{lang.t("minutes-hash")}" "<span class="mono">{minutes.hash_hex()}</span></p>
            </footer>
        </article>
    }
}

/// A correction that is about the resolution, or about the session.
#[component]
fn Corrected(one: Correction, zone: String, lang: Lang) -> impl IntoView {
    let title = lang.with("minutes-correction", &[("number", one.n.into())]);
    let (about, by) = (about(&one, lang), by(&one, lang));
    let said = one.text.lines().filter(|line| !line.trim().is_empty());
    let said = said.map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            <p class="hint"><When at=one.at zone lang />" · "{by}</p>
            <p>{about}</p>
            <blockquote class="stack">{said}</blockquote>
            <p>{lang.t("minutes-correction-reason")}" "{one.reason.clone()}</p>
            <p class="hint">{lang.t("minutes-correction-signed")}</p>
        </section>
    }
}

/// Everything that stands on the paper of an extract, in one language; `address` is that of its page.
pub(super) fn written(extract: &Extract, address: &str, lang: Lang) -> Paper {
    let minutes = &extract.minutes;
    let zone = minutes.time_zone.as_str();
    let (year, month, on) = year_month_day(minutes.held_at, zone);
    let title = lang.t("extract-title");
    let of = lang.with("minutes-resolution", &[("position", extract.item.position.into())]);
    let (kind, call, number) = (kind(minutes.kind, lang), call(minutes.call, lang), number(extract.number, lang));
    let corrections = extract.corrections.iter().map(|one| paper::corrected(one, zone, lang));
    let lines = extract.certifiers.iter().map(|one| {
        let (office, name) = certifier(one, lang);
        paper::named(office, &name)
    });
    Paper {
        lang: lang.into(),
        name: format!("{title}, {}, {of}", day(minutes.held_at, zone, lang)),
        title,
        day: ::minutes::Day { year, month, day: on },
        cooperative: minutes.cooperative_name.clone(),
        legal_line: minutes.legal_line.clone(),
        kind: format!("{kind} · {call} · {number}"),
        when_where: format!("{} · {}", in_words(minutes.held_at, zone, lang), minutes.place),
        sections: corrections.chain([session(extract, lang)]).collect(),
        items: vec![paper::resolution(&extract.item, lang)],
        closing: vec![certificate(extract, lang)],
        signatures: Signatures {
            title: lang.t("extract-certificate"),
            note: lang.t("extract-note"),
            lines: lines.collect(),
        },
        public: paper::named(lang.t("extract-public"), address),
        hash: paper::named(lang.t("minutes-hash"), &minutes.hash_hex()),
        key: paper::named(lang.t("record-key"), &minutes.record_key),
        page: lang.t("minutes-page"),
        signs: lang.t("minutes-signs"),
    }
}

/// What the resolution rests on: that members were convened, and how many took part. Nobody of the bureau is named.
fn session(extract: &Extract, lang: Lang) -> Section {
    let minutes = &extract.minutes;
    let notice = in_words(minutes.convened_at, &minutes.time_zone, lang);
    let notice = lang.with("minutes-notice-day", &[("when", notice.into())]);
    let (lack, article) = minutes.no_quorum.as_ref().map(|lack| lacked(lack, lang)).unzip();
    let said = [Some(format!("{} {notice}", lang.t("minutes-convened"))), Some(taking_part(minutes, lang)), lack];
    Section {
        title: lang.t("minutes-session"),
        paragraphs: said.into_iter().flatten().collect(),
        article: article.unwrap_or_default(),
        ..Section::default()
    }
}
