//! What a member sees and does about proxies for an assembly.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::ids::AssemblyId;
use domain::proposals::Who;
use domain::proxies::{HeldLine, MyProxies, OwnProxy, ProxyMeans, ProxyState};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;
use service::policy::{Operation, allow};

use super::{chip, numbered, standing, who, why};
use crate::components::field::{Field, wrong};
use crate::components::form::Act;
use crate::components::time::{When, in_words};
use crate::i18n::Lang;
use crate::islands::key_card::KeyCard;
use crate::islands::proxy::{Deed, ProxyDesk};
use crate::letters_notice;
use crate::pages;
use crate::rpc::proxies::AnswerProxy;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// To whom, as the address of the page says it: a number, or `blank`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    to: String,
}

/// What the reader has chosen, before anything is signed.
#[derive(Clone, Debug)]
enum Chosen {
    Nothing,
    Blank,
    Holder(Who),
    Refused(Refusal),
}

/// `GET /proxy`: for the assembly people speak of now.
pub async fn current(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let outcome = match allow(&visitor.actor, Operation::ReadMyProxies) {
        Ok(()) => match service::views::binding_assembly(&app.service).await {
            Ok(Some(id)) => Ok(id),
            Ok(None) => Err(Refusal::NotFound.into()),
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    show(&app, &visitor, outcome, asked).await
}

/// `GET /assembly/{id}/proxy`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let outcome = match allow(&visitor.actor, Operation::ReadMyProxies) {
        Ok(()) => pages::id(&id),
        Err(refusal) => Err(refusal.into()),
    };
    show(&app, &visitor, outcome, asked).await
}

async fn show(app: &AppState, visitor: &Visitor, id: Result<AssemblyId, service::Error>, asked: Asked) -> Response {
    let lang = visitor.lang;
    let outcome = match id {
        Ok(id) => load(app, visitor, id, &asked).await,
        Err(error) => Err(error),
    };
    let page = move |(_, chosen): &(MyProxies, Chosen)| {
        let page = Page::new(lang.t("proxy-title")).with_islands(Bundle::Desk);
        match chosen {
            Chosen::Refused(refusal) => page.status(shell::status_of(*refusal)),
            _ => page,
        }
    };
    shell::answer(app, visitor, outcome, page, move |(view, chosen)| {
        view! { <Proxies view chosen typed=asked.to.clone() lang /> }
    })
    .await
}

async fn load(
    app: &AppState,
    visitor: &Visitor,
    id: AssemblyId,
    asked: &Asked,
) -> Result<(MyProxies, Chosen), service::Error> {
    let view = service::views::my_proxies(&app.service, &visitor.actor, id).await?;
    let chosen = match asked.to.trim() {
        "" => Chosen::Nothing,
        _ if !view.may.give => Chosen::Nothing,
        "blank" => Chosen::Blank,
        text => {
            let found = match text.parse() {
                Ok(number) => service::views::proxy_holder(&app.service, &visitor.actor, id, number).await,
                Err(_) => Err(Refusal::NoSuchNumber.into()),
            };
            match found {
                Ok(holder) => Chosen::Holder(holder),
                Err(service::Error::Refused(refusal)) => Chosen::Refused(refusal),
                Err(error) => return Err(error),
            }
        }
    };
    Ok((view, chosen))
}

#[component]
fn Proxies(view: MyProxies, chosen: Chosen, typed: String, lang: Lang) -> impl IntoView {
    let (zone, assembly) = (view.time_zone.clone(), view.assembly.to_string());
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/assembly/{assembly}")>{letters_notice::kind(view.kind, lang)}</a>
                ", "<When at=view.starts_at zone lang /></p>
            <h1>{lang.t("proxy-title")}</h1>
            <p class="lead">{lang.t("proxy-lead")}</p>
            {view.mine.clone().map(|mine| view! { <Own mine view=view.clone() lang /> })}
            {(!view.held.is_empty()).then(|| view! { <Held view=view.clone() lang /> })}
            <Giving view=view.clone() chosen typed lang />
            <Rules view lang />
        </div>
    }
}

/// The proxy that the reader gave last, and what can be done about it.
#[component]
fn Own(mine: OwnProxy, view: MyProxies, lang: Lang) -> impl IntoView {
    let blank = mine.holder.is_none();
    let given = match &mine.holder {
        Some(holder) => lang.with("proxy-own-to", &[("name", numbered(holder, lang).into())]),
        None => lang.t("proxy-own-blank"),
    };
    let (live, zone) = (mine.state.live(), view.time_zone.clone());
    let means = if mine.means == ProxyMeans::Paper { "proxy-means-paper" } else { "proxy-means-signed" };
    let revoke = view.may.revoke;
    view! {
        <section class="card card--action stack" aria-labelledby="own">
            <h2 id="own">{lang.t("proxy-own")}</h2>
            <p><span class=chip(mine.state)>{standing(mine.state, blank, lang)}</span></p>
            <p>{given}</p>
            {why(mine.ending, lang).map(|why| view! { <p>{why}</p> })}
            <p class="hint">{lang.t(means)}" "<When at=mine.made_at zone lang /></p>
            {live.then(|| view! { <p>{lang.t("proxy-own-come")}</p> })}
            {revoke.then(|| view! { <p class="hint">{lang.t("proxy-revoke-text")}</p>
                <Signing view=view.clone() deed=Deed::Revoke(mine.id) label=lang.t("proxy-revoke") lang /> })}
            {(live && view.is_final).then(|| view! { <p class="hint">{lang.t("proxy-final")}</p> })}
        </section>
    }
}

/// The voices the reader is asked to speak, or speaks.
#[component]
fn Held(view: MyProxies, lang: Lang) -> impl IntoView {
    let (may, assembly) = (view.may, view.assembly.to_string());
    let gave = view.mine.as_ref().is_some_and(|mine| mine.state.live());
    view! {
        <section class="stack" aria-labelledby="held">
            <h2 id="held">{lang.t("proxy-held")}</h2>
            {gave.then(|| view! { <p class="notice notice--warning">{lang.t("proxy-held-chain")}</p> })}
            <ul class="plain-list stack">
                {view.held.into_iter().map(|line| {
                    let assembly = assembly.clone();
                    view! { <Line line assembly accept=may.accept decline=may.decline lang /> }
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Line(line: HeldLine, assembly: String, accept: bool, decline: bool, lang: Lang) -> impl IntoView {
    let waits = line.state == ProxyState::Given;
    let name = who(&line.grantor, lang);
    let fields = |answer: &'static str| {
        vec![("proxy", line.id.to_string()), ("assembly", assembly.clone()), ("answer", answer.to_owned())]
    };
    let back = lang.t(if waits { "proxy-decline" } else { "proxy-hand-back" });
    let (accepting, declining, about) = (fields("accept"), fields("decline"), name.clone());
    view! {
        <li class="card stack">
            <p><span class=chip(line.state)>{standing(line.state, false, lang)}</span>" "<strong>{numbered(&line.grantor, lang)}</strong></p>
            <p>{lang.t(if waits { "proxy-held-asked" } else { "proxy-held-accepted" })}</p>
            <div class="cluster">
                {(waits && accept).then(|| view! {
                    <Act action=AnswerProxy::PATH fields=accepting label=lang.t("proxy-accept") about=name />
                })}
                {decline.then(|| view! {
                    <Act action=AnswerProxy::PATH fields=declining label=back class="button button--quiet" about=about />
                })}
            </div>
        </li>
    }
}

/// Giving one: to whom first, then the signature under what is shown.
#[component]
fn Giving(view: MyProxies, chosen: Chosen, typed: String, lang: Lang) -> impl IntoView {
    if !view.may.give {
        return nothing(&view, lang).into_any();
    }
    let live = view.mine.as_ref().filter(|mine| mine.state.live()).map(|mine| mine.id);
    let give = |holder, label: String| {
        let deed = Deed::Give { holder, replaces: live };
        view! { <Signing view=view.clone() deed label lang /> }
    };
    let path = format!("/assembly/{}/proxy", view.assembly);
    let again = path.clone();
    let instead = live.is_some().then(|| view! { <p class="notice notice--warning">{lang.t("proxy-instead")}</p> });
    let other = view! { <p><a href=again>{lang.t("proxy-choose-again")}</a></p> };
    match chosen {
        Chosen::Holder(holder) => {
            let name = [("name", numbered(&holder, lang).into())];
            let label = lang.with("proxy-give-to", &[("name", who(&holder, lang).into())]);
            view! {
                <section class="card card--action stack" aria-labelledby="give">
                    <h2 id="give">{lang.t("proxy-give-title")}</h2>
                    <p>{lang.with("proxy-give-text", &name)}</p>
                    {instead}
                    {give(Some(holder.member), label)}
                    {other}
                </section>
            }
            .into_any()
        }
        Chosen::Blank => view! {
            <section class="card card--action stack" aria-labelledby="give">
                <h2 id="give">{lang.t("proxy-blank-title")}</h2>
                <p>{lang.t("proxy-blank-text")}</p>
                <p class="article">"C. com. L.225-106 III"</p>
                {instead}
                {give(None, lang.t("proxy-give-blank"))}
                {other}
            </section>
        }
        .into_any(),
        Chosen::Nothing | Chosen::Refused(_) => {
            let refusal = if let Chosen::Refused(refusal) = chosen { Some(refusal) } else { None };
            view! { <Choosing path assembly=view.assembly.to_string() typed refusal lang /> }.into_any()
        }
    }
}

/// To whom.
#[component]
fn Choosing(path: String, assembly: String, typed: String, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let blank = path.clone();
    view! {
        <section class="card stack" aria-labelledby="give">
            <h2 id="give">{lang.t("proxy-give-title")}</h2>
            <p>{lang.t("proxy-choose-text")}</p>
            <form class="stack" method="get" action=path>
                <Field name="to" label=lang.t("proxy-number") value=typed maxlength="10" required=true inputmode=Some("numeric")
                    hint=Some(lang.t("proxy-number-hint")) wrong=wrong(lang, refusal, Refusal::ALL) />
                <p class="cluster"><button class="button button--primary" type="submit">{lang.t("proxy-choose")}</button>
                    <a href=format!("/assembly/{assembly}/members")>{lang.t("assembly-members")}</a></p>
            </form>
            <form method="get" action=blank>
                <input type="hidden" name="to" value="blank" />
                <p class="hint">{lang.t("proxy-choose-blank-text")}</p>
                <p><button class="button" type="submit">{lang.t("proxy-choose-blank")}</button></p>
            </form>
        </section>
    }
}

/// Why nothing is given here now.
fn nothing(view: &MyProxies, lang: Lang) -> impl IntoView + use<> {
    let late = view.until.is_some_and(|_| !view.may.give);
    let carries = view.held.iter().any(|line| line.state == ProxyState::InForce);
    let live = view.mine.as_ref().is_some_and(|mine| mine.state.live());
    let key = match () {
        () if view.takes_part => "proxy-nothing-present",
        () if carries => "proxy-nothing-carries",
        () if live => return ().into_any(),
        () if late => "proxy-nothing-late",
        () => "proxy-nothing",
    };
    view! { <p class="notice">{lang.t(key)}</p> }.into_any()
}

/// The signature: by the key of this device; who has none is told the way on paper.
#[component]
fn Signing(view: MyProxies, deed: Deed, label: String, lang: Lang) -> impl IntoView {
    let MyProxies { me, assembly, signs_for, .. } = view;
    view! {
        <noscript><p class="alert">{lang.t("proxy-noscript")}</p></noscript>
        {if me.keys.is_some() {
            let strings = lang.strings(&["proxy-working", "island-", "key-elsewhere", "key-page"]);
            view! { <ProxyDesk me assemblies=(assembly, signs_for) deed label strings /> }.into_any()
        } else {
            let strings = lang.strings(&["key-", "island-", "refusal-unavailable"]);
            view! { <p class="notice">{lang.t("proxy-key-first")}</p><KeyCard me own_page=false strings /> }.into_any()
        }}
    }
}

/// What the law and the statutes say.
#[component]
fn Rules(view: MyProxies, lang: Lang) -> impl IntoView {
    let until = view.until.map(|until| {
        let when = in_words(until, &view.time_zone, lang);
        lang.with("proxy-rule-until", &[("when", when.into())])
    });
    let most = view.most.map(|most| lang.with("proxy-rule-most", &[("count", most.into())]));
    view! {
        <section class="stack" aria-labelledby="rules">
            <h2 id="rules">{lang.t("proxy-rules")}</h2>
            <ul>
                <li>{lang.t("proxy-rule-members")}</li>
                <li>{lang.t("proxy-rule-once")}</li>
                {until.map(|until| view! { <li>{until}</li> })}
                {most.map(|most| view! { <li>{most}</li> })}
                <li>{lang.t("proxy-rule-come")}</li>
                <li>{lang.t("proxy-rule-paper")}</li>
            </ul>
            <p class="article">"C. com. L.225-106, R.225-79, R.225-80"</p>
        </section>
    }
}
