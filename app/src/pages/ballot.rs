//! The ballot paper: all open votes on one page, one gesture, one receipt.

use axum::extract::State;
use axum::response::Response;
use domain::ids::AssemblyId;
use domain::live::Live;
use domain::wire::{BallotPaper, Me};
use leptos::prelude::*;

use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::ballot::BallotBox;
use crate::islands::pulse::Pulse;
use crate::pages;
use crate::pages::convening::sent::keyless_words;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /ballot`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("ballot-title")).with_islands(Bundle::Ballot),
        move |(me, paper, assembly, shown, zone)| {
            view! { <Paper me paper assembly shown zone lang /> }
        },
    )
    .await
}

/// Who votes on what, and where the assembly stood then.
type Loaded = (Me, BallotPaper, AssemblyId, Live, String);

async fn load(app: &AppState, visitor: &Visitor) -> Result<Loaded, service::Error> {
    let me = service::views::me(&app.service, &visitor.actor).await?;
    let assembly = pages::in_session(app).await?;
    let paper = service::views::ballot_paper(&app.service, &visitor.actor, assembly).await?;
    let view = service::views::assembly(&app.service, assembly).await?;
    let shown = Live::of(&view, app.service.now());
    Ok((me, paper, assembly, shown, view.time_zone))
}

#[component]
fn Paper(me: Me, paper: BallotPaper, assembly: AssemblyId, shown: Live, zone: String, lang: Lang) -> impl IntoView {
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.with("ballot-eyebrow", &[("name", me.name.clone().into())])}</p>
            <h1>{lang.t("ballot-title")}</h1>
            <Pulse assembly shown turnout=false label=lang.t("ballot-changed") strings=lang.strings(&["pulse-"]) />
            {if paper.votes.is_empty() {
                view! {
                    <p class="notice">{lang.t("ballot-none")}</p>
                    <p><a class="button" href="/votes">{lang.t("ballot-back")}</a></p>
                }.into_any()
            } else {
                let mut strings = lang.strings(&["ballot-", "choice-", "island-", "mode-", "receipt-", "key-elsewhere", "refusal-"]);
                if !paper.replaceable {
                    // Where the statutes let nobody vote again, nobody is told that they may.
                    strings.0.insert("ballot-replaceable".to_owned(), lang.t("ballot-final-replaceable"));
                    strings.0.insert("ballot-again".to_owned(), lang.t("ballot-final-again"));
                }
                let until = paper.votes.iter().filter_map(|vote| vote.until).min();
                let zone = zone.clone();
                let keyless = paper.keyless.map(|keyless| keyless_words(keyless, lang));
                view! {
                    {keyless.map(|words| view! { <p class="notice">{lang.t("ballot-keyless")}" "{words}</p> })}
                    {until.map(|at| view! { <p class="notice">{lang.t("ballot-until")}" "<When at zone lang /></p> })}
                    <noscript><p class="alert">{lang.t("ballot-noscript")}</p></noscript>
                    <BallotBox lang=lang.code().to_owned() me paper strings />
                }.into_any()
            }}
        </div>
    }
}
