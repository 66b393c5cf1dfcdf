//! The notice on the page of an assembly: as it was sent, with what was said after it.

use domain::convocation::notice::{Announced, Announcement, DocumentSaid, Notice};
use domain::convocation::view::{ConvocationView, NoticesView};
use leptos::prelude::*;

use super::admitted::Taken;
use super::notices::state_words;
use super::{body, paragraphs, size};
use crate::components::time::{When, in_words};
use crate::i18n::Lang;
use crate::letters_notice::{details, quorum, title};

/// What was said after the convocation: corrections and, before everything else, that the assembly is called off.
#[component]
pub(crate) fn Said(convocation: ConvocationView, lang: Lang) -> impl IntoView {
    let zone = convocation.notice.time_zone.clone();
    let of = |kind: Announced| -> Vec<Announcement> {
        convocation.said.iter().filter(|said| said.kind == kind).cloned().collect()
    };
    let (off, errata) = (of(Announced::Cancellation), of(Announced::Erratum));
    let some = !errata.is_empty();
    view! {
        {off.into_iter().map(|said| {
            let when = in_words(said.at, &zone, lang);
            view! {
                <section class="notice notice--danger stack">
                    <h2>{lang.with("assembly-called-off", &[("when", when.into())])}</h2>
                    {paragraphs(&lang.pick(&said.text))}
                </section>
            }
        }).collect_view()}
        {some.then(|| view! {
            <section class="notice notice--warning stack" aria-labelledby="assembly-errata">
                <h2 id="assembly-errata">{lang.t("assembly-errata")}</h2>
                <p>{lang.t("assembly-errata-text")}</p>
                {errata.into_iter().map(|said| {
                    let when = in_words(said.at, &zone, lang);
                    view! {
                        <h3>{lang.with("assembly-erratum", &[("when", when.into())])}</h3>
                        {paragraphs(&lang.pick(&said.text))}
                    }
                }).collect_view()}
            </section>
        })}
    }
}

/// When, where, by which rules.
#[component]
pub(crate) fn Facts(notice: Notice, hash: String, lang: Lang) -> impl IntoView {
    let zone = notice.time_zone.clone();
    let at = {
        let zone = zone.clone();
        move |at: i64| view! { <When at zone=zone.clone() lang /> }
    };
    let several = notice.quorum.len() > 1;
    let rules: Vec<String> = notice.quorum.iter().map(|rule| quorum(rule, several, lang)).collect();
    let (video, advance) = (notice.video.clone(), notice.advance);
    let times = advance.map(|(from, until)| {
        let (from, until) = (in_words(from, &zone, lang), in_words(until, &zone, lang));
        lang.with("assembly-advance-times", &[("from", from.into()), ("until", until.into())])
    });
    view! {
        <section class="stack" aria-labelledby="assembly-notice">
            <h2 id="assembly-notice">{lang.t("assembly-notice-title")}</h2>
            <dl class="facts">
                {(!notice.place.is_empty()).then(|| view! { <div><dt>{lang.t("assembly-place")}</dt><dd>{notice.place.clone()}</dd></div> })}
                {(!video.is_empty()).then(|| view! { <div><dt>{lang.t("assembly-video")}</dt><dd><a href=video.clone() rel="noreferrer">{video.clone()}</a></dd></div> })}
                {notice.first_at.map(|first| view! { <div><dt>{lang.t("assembly-first")}</dt><dd>{at(first)}</dd></div> })}
                {notice.second_at.map(|second| view! { <div><dt>{lang.t("assembly-second")}</dt><dd>{at(second)}</dd></div> })}
                {times.map(|times| view! { <div><dt>{lang.t("assembly-advance")}</dt><dd>{times}" (C. com. R.225-77)"</dd></div> })}
                <div><dt>{lang.t("sent-quorum")}</dt><dd>{rules.join(" ; ")}</dd></div>
                {notice.keyless.map(|keyless| view! { <div><dt>{lang.t("assembly-keyless")}</dt><dd>{keyless_words(keyless, lang)}</dd></div> })}
                {notice.entrusted.then(|| view! { <div><dt>{lang.t("assembly-entrusted")}</dt><dd>{lang.t("assembly-entrusted-text")}</dd></div> })}
                <div><dt>{lang.t("assembly-record-key")}</dt><dd><code class="mono request-id">{notice.record_key.clone()}</code></dd></div>
                <div><dt>{lang.t("assembly-hash")}</dt><dd><code class="mono request-id">{hash}</code></dd></div>
            </dl>
            <p class="hint">{lang.with("assembly-notice-sent", &[("when", in_words(notice.convened_at, &zone, lang).into())])}</p>
        </section>
    }
}

/// Voices without a key, of how many.
pub(crate) fn keyless_words((count, voices): (u32, u32), lang: Lang) -> String {
    lang.with("assembly-keyless-of", &[("count", count.into()), ("voices", voices.into())])
}

/// The items that are not put to the vote, and what is said of each that is; `position` of the agenda.
#[component]
pub(crate) fn Item(notice: Notice, position: u32, lang: Lang) -> impl IntoView {
    let said = notice.items.into_iter().find(|said| said.position == position);
    said.map(|said| {
        let details = details(notice.kind, &said.item, lang).join(" · ");
        let (voted, goes_on) = (said.vote.is_some(), said.goes_on);
        let named = title(&said.item, lang);
        let from = said.item.from.clone();
        view! {
            {(!voted).then(|| view! { <h2>{position}". "{named}</h2> })}
            <p class="hint">{details}</p>
            {goes_on.then(|| view! { <p class="notice">{lang.t("assembly-goes-on")}</p> })}
            {from.map(|from| view! { <Taken from lang /> })}
            {(!voted).then(|| body(&said.item, lang))}
        }
    })
}

/// The documents, each with its hash.
#[component]
pub(crate) fn Documents(documents: Vec<DocumentSaid>, lang: Lang) -> impl IntoView {
    (!documents.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="assembly-documents">
                <h2 id="assembly-documents">{lang.t("assembly-documents")}</h2>
                <ul class="plain-list stack">
                    {documents.into_iter().map(|document| view! {
                        <li>
                            <a href=format!("/document/{}", document.id)>{document.name}</a>" ("{size(document.bytes)}")"
                            {document.position.map(|position| view! { <span class="hint">" "{lang.with("assembly-document-of", &[("position", position.into())])}</span> })}
                            <br /><span class="hint">{lang.t("assembly-document-hash")}" "</span><code class="request-id">{document.hash}</code>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

/// What the member who looks was sent.
#[component]
pub(crate) fn Mine(notices: NoticesView, lang: Lang) -> impl IntoView {
    let zone = notices.time_zone.clone();
    (!notices.lines.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="assembly-mine">
                <h2 id="assembly-mine">{lang.t("assembly-mine")}</h2>
                <ul class="plain-list stack">
                    {notices.lines.into_iter().map(|line| {
                        let kind = super::notices::kind_words(line.kind, lang);
                        view! {
                            <li>
                                {kind}" · "<When at=line.at zone=zone.clone() lang />" · "{line.address.replace('\n', ", ")}
                                <span class="hint">" "{state_words(&line, lang)}" "{line.answer.clone()}</span>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}
