//! For a power cut: lists to sign, ballots to cut, forms to count with. Looked at on a screen, meant for paper (A4).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::plan_b::{A_SHEET, Carried, Known, Line, PlanB, copies};
use domain::sheet::Named;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{AssemblyView, ItemView};
use leptos::prelude::*;

use crate::components::elected::paper_rule;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// The answers, in the order of the ballot paper.
const CHOICES: [&str; 3] = ["choice-for", "choice-against", "choice-abstain"];

/// `GET /assembly/{id}/plan-b`
pub async fn get(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match service::policy::allow(&visitor.actor, service::policy::Operation::ReadPlanB) {
        Ok(()) => match pages::id(&assembly) {
            Ok(id) => service::views::plan_b(&app.service, &visitor.actor, id).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("plan-title")),
        move |plan| {
            view! { <Paper plan lang /> }
        },
    )
    .await
}

/// Items that may still be voted on.
fn left(assembly: &AssemblyView) -> Vec<ItemView> {
    let over = |item: &ItemView| matches!(item.state, VoteState::Decided | VoteState::Voided | VoteState::Closed);
    assembly.items.iter().filter(|item| !over(item)).cloned().collect()
}

#[component]
fn Paper(plan: PlanB, lang: Lang) -> impl IntoView {
    let PlanB { cooperative, legal_line, assembly, at, lines, proxies } = plan;
    let zone = assembly.time_zone.clone();
    let items = left(&assembly);
    let voices = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let many = copies(voices);
    view! {
        <article class="page page--wide stack plan">
            <header class="stack">
                <p class="eyebrow">{cooperative}</p>
                <h1>{lang.t("plan-title")}</h1>
                <p>{legal_line}</p>
                <p>{letters_notice::kind(assembly.kind, lang)}" · "{letters_notice::call(assembly.call, lang)}" · "
                    <When at=assembly.starts_at zone=zone.clone() lang />" · "{assembly.place.clone()}</p>
                <p class="notice"><strong>{lang.t("plan-as-of")}" "<When at zone lang />"."</strong>" "{lang.t("plan-print")}</p>
            </header>
            <Steps lang />
            <Signing lines lang />
            <Proxies proxies lang />
            {items.iter().map(|item| view! { <Ballots item=item.clone() many voices lang /> }).collect_view()}
            {[1, 2].map(|teller| view! { <Tally items=items.clone() teller lang /> }).collect_view()}
            <Compared items lang />
        </article>
    }
}

/// What to do, in the order in which it is done.
#[component]
fn Steps(lang: Lang) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="plan-steps">
            <h2 id="plan-steps">{lang.t("plan-steps")}</h2>
            <ol>
                {["plan-step-suspend", "plan-step-sign", "plan-step-hand-out", "plan-step-count", "plan-step-type"]
                    .map(|key| view! { <li>{lang.t(key)}</li> }).collect_view()}
            </ol>
        </section>
    }
}

fn named(one: &Named, lang: Lang) -> String {
    match one.number {
        Some(number) => lang.with("bureau-member", &[("name", one.name.clone().into()), ("number", number.into())]),
        None => one.name.clone(),
    }
}

/// The list to sign: who may speak, how many voices, and which of them were used already.
#[component]
fn Signing(lines: Vec<Line>, lang: Lang) -> impl IntoView {
    view! {
        <section class="stack plan__part" aria-labelledby="plan-sign">
            <h2 id="plan-sign">{lang.t("plan-sign")}" "<span class="article">"C. com. R.225-95"</span></h2>
            <p>{lang.t("plan-sign-text")}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="plan-sign">
                <table class="table plan__table">
                    <thead><tr>
                        <th scope="col" class="number">{lang.t("sheet-number")}</th>
                        <th scope="col">{lang.t("sheet-name")}</th>
                        <th scope="col" class="number">{lang.t("plan-voices")}</th>
                        <th scope="col">{lang.t("plan-known")}</th>
                        <th scope="col" class="plan__hour">{lang.t("plan-hour")}</th>
                        <th scope="col" class="plan__sign">{lang.t("sheet-signature")}</th>
                    </tr></thead>
                    <tbody>
                        {lines.into_iter().map(|line| {
                            let known = known(&line, lang);
                            let speaks = line.representative.clone()
                                .map(|name| lang.with("sheet-representative", &[("name", name.into())]));
                            view! {
                                <tr>
                                    <td class="number">{line.who.number}</td>
                                    <th scope="row">{line.who.name.clone()}{speaks.map(|said| view! { <br /><span class="hint">{said}</span> })}</th>
                                    <td class="number">{line.voices}</td>
                                    <td>{known}</td>
                                    <td class="plan__hour"></td>
                                    <td class="plan__sign"></td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// What is known of somebody's voice, in short sentences.
fn known(line: &Line, lang: Lang) -> String {
    let mut said = Vec::new();
    if line.presence.counts() {
        said.push(lang.t("desk-is-there"));
    }
    match &line.carried {
        Some(Carried::By(holder)) => said.push(lang.with("plan-carried", &[("name", named(holder, lang).into())])),
        Some(Carried::Blank) => said.push(lang.t("plan-carried-blank")),
        None => {}
    }
    if !line.carries.is_empty() {
        let whom = line.carries.iter().map(|one| named(one, lang)).collect::<Vec<_>>().join(", ");
        said.push(lang.with("plan-carries", &[("names", whom.into())]));
    }
    if !line.used.is_empty() {
        let items = line.used.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        said.push(lang.with("plan-used", &[("items", items.into())]));
    }
    said.join(" ")
}

#[component]
fn Proxies(proxies: Vec<Known>, lang: Lang) -> impl IntoView {
    let none = proxies.is_empty();
    view! {
        <section class="stack plan__part" aria-labelledby="plan-proxies">
            <h2 id="plan-proxies">{lang.t("plan-proxies")}</h2>
            <p>{lang.t("plan-proxies-text")}</p>
            {none.then(|| view! { <p>{lang.t("plan-proxies-none")}</p> })}
            {(!none).then(|| view! {
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="plan-proxies">
                    <table class="table plan__table">
                        <thead><tr>
                            <th scope="col">{lang.t("sheet-grantor")}</th>
                            <th scope="col">{lang.t("sheet-by")}</th>
                            <th scope="col">{lang.t("plan-proxy-stands")}</th>
                        </tr></thead>
                        <tbody>
                            {proxies.into_iter().map(|one| {
                                let holder = one.holder.as_ref().map_or_else(|| lang.t("sheet-blank"), |holder| named(holder, lang));
                                let stands = lang.t(if one.in_force { "plan-proxy-in-force" } else { "plan-proxy-waits" });
                                view! { <tr><th scope="row">{named(&one.grantor, lang)}</th><td>{holder}</td><td>{stands}</td></tr> }
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            })}
        </section>
    }
}

/// What a ballot of an item may say, in the order of the ballot paper.
fn answers(item: &ItemView, lang: Lang) -> Vec<String> {
    match &item.resolution.election {
        Some(contest) => contest.candidates.iter().cloned().chain([lang.t("ballot-blank")]).collect(),
        None => CHOICES.iter().map(|key| lang.t(key)).collect(),
    }
}

fn title(item: &ItemView, lang: Lang) -> String {
    let title = lang.pick(&item.resolution.title).to_owned();
    lang.with("plan-item", &[("position", item.position.into()), ("title", title.into())])
}

/// One sheet of ballots of an item, to copy and to cut.
#[component]
fn Ballots(item: ItemView, many: u32, voices: u32, lang: Lang) -> impl IntoView {
    let (title, id) = (title(&item, lang), format!("plan-ballots-{}", item.position));
    let open = item.mode == VoteMode::Open;
    let heading = lang.with("plan-ballots", &[("item", title.clone().into())]);
    let copy = lang.with("plan-copies", &[("copies", many.into()), ("voices", voices.into())]);
    let mode = lang.t(if open { "plan-open" } else { "plan-secret" });
    let (answers, rule) = (answers(&item, lang), item.resolution.election.map(|contest| paper_rule(&contest, lang)));
    let one = |n: u32| {
        view! {
            <div class="plan__ballot" aria-hidden=(n > 0).then_some("true")>
                <p><strong>{title.clone()}</strong></p>
                {rule.clone().map(|rule| view! { <p>{rule}</p> })}
                <ul>
                    {answers.iter().map(|words| view! { <li>"☐ "{words.clone()}</li> }).collect_view()}
                </ul>
                {open.then(|| view! { <p class="plan__line">{lang.t("plan-ballot-name")}</p> })}
            </div>
        }
    };
    view! {
        <section class="stack plan__part" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{heading}</h2>
            <p>{mode}" "{copy}</p>
            <div class="plan__ballots">{(0..A_SHEET).map(one).collect_view()}</div>
        </section>
    }
}

/// The form of one of two tellers, who does not see the other's.
#[component]
fn Tally(items: Vec<ItemView>, teller: u32, lang: Lang) -> impl IntoView {
    let id = format!("plan-tally-{teller}");
    view! {
        <section class="stack plan__part" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{lang.with("plan-tally", &[("teller", teller.into())])}</h2>
            <p>{lang.t("plan-tally-text")}</p>
            {items.into_iter().map(|item| {
                view! {
                    <table class="table plan__tally">
                        <caption>{title(&item, lang)}</caption>
                        <thead><tr>
                            <th scope="col">{lang.t("plan-choice")}</th>
                            <th scope="col">{lang.t("plan-marks")}</th>
                            <th scope="col" class="plan__total">{lang.t("plan-total")}</th>
                        </tr></thead>
                        <tbody>
                            {answers(&item, lang).into_iter().chain(["plan-void", "plan-in-box"].map(|key| lang.t(key))).map(|words| view! {
                                <tr><th scope="row">{words}</th><td></td><td class="plan__total"></td></tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                }
            }).collect_view()}
            <p class="plan__line">{lang.t("plan-teller-signs")}</p>
        </section>
    }
}

/// Both counts side by side, signed by the bureau.
#[component]
fn Compared(items: Vec<ItemView>, lang: Lang) -> impl IntoView {
    view! {
        <section class="stack plan__part" aria-labelledby="plan-compared">
            <h2 id="plan-compared">{lang.t("plan-compared")}</h2>
            <p>{lang.t("plan-compared-text")}</p>
            <table class="table plan__table plan__grid">
                <thead><tr>
                    <th scope="col">{lang.t("plan-choice")}</th>
                    <th scope="col" class="plan__total">{lang.with("plan-teller", &[("teller", 1_u32.into())])}</th>
                    <th scope="col" class="plan__total">{lang.with("plan-teller", &[("teller", 2_u32.into())])}</th>
                    <th scope="col" class="plan__total">{lang.t("plan-kept")}</th>
                </tr></thead>
                {items.into_iter().map(|item| view! {
                    <tbody>
                        <tr><th scope="rowgroup" colspan="4">{title(&item, lang)}</th></tr>
                        {answers(&item, lang).into_iter().chain([lang.t("plan-void")]).map(|words| view! {
                            <tr><th scope="row">{words}</th><td></td><td></td><td></td></tr>
                        }).collect_view()}
                    </tbody>
                }).collect_view()}
            </table>
            {["bureau-chair", "bureau-first-scrutineer", "bureau-second-scrutineer", "bureau-secretary"].map(|key| view! {
                <p class="plan__line">{lang.t(key)}" — "{lang.t("plan-bureau-signs")}</p>
            }).collect_view()}
        </section>
    }
}
