//! The proxies of an assembly, for who leads the session: counts, each with its paper, and the form that enters one on paper.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::convocation::document::LARGEST;
use domain::ids::AssemblyId;
use domain::proxies::{LeaderLine, ProxyDocumentLine, ProxyList, ProxyMeans};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;
use service::policy::{Operation, allow};

use super::{chip, numbered, standing, why};
use crate::components::field::{Field, wrong};
use crate::components::form::Act;
use crate::components::time::{When, in_words};
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages::convening::document::served;
use crate::pages::convening::size;
use crate::pages::id;
use crate::rpc::proxies::EndPaperProxy;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a proxy on paper is sent.
pub const ENTER: &str = "/rpc/enter-paper-proxy";

/// What was typed, when the form comes back; the file is to be chosen again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    grantor: String,
    holder: String,
    accepted: String,
    refusal: String,
}

impl Typed {
    /// What was typed, to go back into the form.
    #[must_use]
    pub fn new(grantor: &str, holder: &str, accepted: bool) -> Self {
        // Of what is no number, no more than its field takes.
        let short = |typed: &str| typed.chars().take(10).collect();
        let accepted = if accepted { "yes" } else { "" }.to_owned();
        Self { grantor: short(grantor), holder: short(holder), accepted, refusal: String::new() }
    }

    /// The address of the page with the form filled in as it was.
    #[must_use]
    pub fn again(&self, assembly: AssemblyId, refusal: Refusal) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("refusal", refusal.code());
        for (name, typed) in [("grantor", &self.grantor), ("holder", &self.holder), ("accepted", &self.accepted)] {
            query.append_pair(name, typed);
        }
        format!("/assembly/{assembly}/proxies?{}", query.finish())
    }
}

/// `GET /assembly/{id}/proxies`
pub async fn get(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    Query(typed): Query<Typed>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let outcome = match allow(&visitor.actor, Operation::ReadProxies) {
        Ok(()) => match id(&assembly) {
            Ok(assembly) => service::views::proxies(&app.service, &visitor.actor, assembly).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |_| Page::new(lang.t("proxies-title")),
        move |view| {
            view! { <List view typed=typed.clone() lang /> }
        },
    )
    .await
}

/// `GET /proxy-paper/{id}`
pub async fn paper(State(app): State<AppState>, Path(proxy): Path<String>, visitor: Visitor) -> Response {
    let outcome = match allow(&visitor.actor, Operation::ReadProxies) {
        Ok(()) => match id(&proxy) {
            Ok(proxy) => service::views::proxy_document(&app.service, &visitor.actor, proxy).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    served(&app, &visitor, outcome).await
}

#[component]
fn List(view: ProxyList, typed: Typed, lang: Lang) -> impl IntoView {
    let (zone, assembly) = (view.time_zone.clone(), view.assembly.to_string());
    let (none, open) = (view.lines.is_empty(), view.open);
    let most = view.most.map(|most| lang.with("proxy-rule-most", &[("count", most.into())]));
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/assembly/{assembly}")>{letters_notice::kind(view.kind, lang)}</a>
                ", "<When at=view.starts_at zone=zone.clone() lang /></p>
            <h1>{lang.t("proxies-title")}</h1>
            <dl class="facts">
                <div><dt>{lang.t("proxies-accepted")}</dt><dd>{view.accepted}</dd></div>
                <div><dt>{lang.t("proxies-waiting")}</dt><dd>{view.waiting}</dd></div>
                <div><dt>{lang.t("proxies-blank")}</dt><dd>{view.blank}</dd></div>
            </dl>
            {most.map(|most| view! { <p>{most}</p> })}
            <p class="hint">{lang.t("proxies-annex")}</p>
            {open.then(|| view! { <Entering assembly=assembly.clone() typed lang /> })}
            {(!open).then(|| view! { <p class="notice">{lang.t("proxies-closed")}</p> })}
            <section class="stack" aria-labelledby="all">
                <h2 id="all">{lang.t("proxies-all")}</h2>
                {none.then(|| view! { <p class="empty">{lang.t("proxies-none")}</p> })}
                <ul class="plain-list stack">
                    {view.lines.into_iter().map(|line| {
                        let (zone, assembly) = (zone.clone(), assembly.clone());
                        view! { <Line line assembly zone open lang /> }
                    }).collect_view()}
                </ul>
            </section>
        </div>
    }
}

#[component]
fn Line(line: LeaderLine, assembly: String, zone: String, open: bool, lang: Lang) -> impl IntoView {
    let grantor = numbered(&line.grantor, lang);
    let between = match &line.holder {
        Some(holder) => {
            let names = [("grantor", grantor.clone().into()), ("holder", numbered(holder, lang).into())];
            lang.with("proxies-line", &names)
        }
        None => lang.with("proxies-line-blank", &[("grantor", grantor.clone().into())]),
    };
    let paper = line.means == ProxyMeans::Paper;
    let when = in_words(line.made_at, &zone, lang);
    let key = if paper { "proxies-entered" } else { "proxies-signed" };
    let came = lang.with(key, &[("when", when.into())]);
    let fields = vec![("proxy", line.id.to_string()), ("assembly", assembly)];
    let ends = open && paper && line.state.live();
    view! {
        <li class="card stack">
            <p><span class=chip(line.state)>{standing(line.state, line.holder.is_none(), lang)}</span></p>
            <p>{between}</p>
            {why(line.ending, lang).map(|why| view! { <p>{why}</p> })}
            <p class="hint">{came}</p>
            {line.document.map(|document| view! { <Paper document href=format!("/proxy-paper/{}", line.id) lang /> })}
            {ends.then(|| view! {
                <Act action=EndPaperProxy::PATH fields label=lang.t("proxies-end") class="button button--quiet" about=grantor />
            })}
        </li>
    }
}

#[component]
fn Paper(document: ProxyDocumentLine, href: String, lang: Lang) -> impl IntoView {
    view! {
        {match document.kept {
            true => view! { <p><a href=href>{document.name}</a>" ("{size(document.bytes)}")"</p> }.into_any(),
            false => view! { <p>{lang.t("proxies-paper-erased")}</p> }.into_any(),
        }}
        <p><span class="hint">{lang.t("assembly-document-hash")}" "</span><code class="request-id">{document.hash}</code></p>
    }
}

/// The form that enters one on paper.
#[component]
fn Entering(assembly: String, typed: Typed, lang: Lang) -> impl IntoView {
    let most = u64::try_from(LARGEST / (1024 * 1024)).unwrap_or(0);
    let refusal = Refusal::from_code(&typed.refusal);
    let of_grantor = [Refusal::NoSuchNumber, Refusal::ProxyExists, Refusal::ProxyHolds, Refusal::ProxyTakesPart];
    let of_holder = [Refusal::ProxyHolder, Refusal::ProxyChain, Refusal::ProxyToSelf, Refusal::ProxyCapReached];
    let of_file = [Refusal::DocumentKind, Refusal::DocumentSize];
    let accepted = typed.accepted == "yes";
    let bad = wrong(lang, refusal, &of_file);
    view! {
        <section class="card stack" aria-labelledby="enter">
            <h2 id="enter">{lang.t("proxies-enter-title")}</h2>
            <p>{lang.t("proxies-enter-text")}</p>
            <form class="stack" method="post" action=ENTER enctype="multipart/form-data">
                <input type="hidden" name="assembly" value=assembly />
                <div class="field-row">
                    <Field name="grantor" label=lang.t("proxies-grantor") value=typed.grantor maxlength="10" required=true
                        inputmode=Some("numeric") wrong=wrong(lang, refusal, &of_grantor) />
                    <Field name="holder" label=lang.t("proxies-holder") value=typed.holder maxlength="10"
                        inputmode=Some("numeric") hint=Some(lang.t("proxies-holder-hint")) wrong=wrong(lang, refusal, &of_holder) />
                </div>
                <label class="check"><input type="checkbox" name="accepted" value="yes" checked=accepted />
                    <span>{lang.t("proxies-accepted-now")}</span></label>
                <div class="field">
                    <label for="file">{lang.t("proxies-file")}</label>
                    {bad.map(|bad| view! { <p class="field__error" id="file-wrong">{bad}</p> })}
                    <input id="file" name="file" type="file" required accept=".pdf,.png,.jpg,.jpeg,.webp" aria-describedby="file-hint" />
                    <p class="hint" id="file-hint">{lang.with("proxies-file-hint", &[("most", most.into())])}</p>
                </div>
                <p><button class="button button--primary" type="submit">{lang.t("proxies-enter")}</button></p>
            </form>
        </section>
    }
}
