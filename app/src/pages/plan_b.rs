//! For a power cut: lists to sign, ballots to cut, forms to count with. Looked at on a screen, meant for paper (A4).

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::majority::{MajorityBasis, MajorityRule};
use domain::plan_b::{A_SHEET, Burden, Carried, ItemRule, Known, Line, OnPaper, PlanB, blank, copies, on_paper};
use domain::quorum::Fraction;
use domain::seats::ElectionRules;
use domain::sheet::Named;
use domain::vote::{VoteMode, VoteState};
use domain::wire::ItemView;
use leptos::prelude::*;
use serde::Deserialize;

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

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The papers of the item at this position alone, for those who vote on paper.
    item: String,
}

/// `GET /assembly/{id}/plan-b`
pub async fn get(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
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
            let one = asked.item.parse::<u32>().ok().and_then(|position| on_the_day(&plan, position));
            match one {
                Some(piece) => view! { <One plan piece lang /> }.into_any(),
                None => view! { <Paper plan lang /> }.into_any(),
            }
        },
    )
    .await
}

/// An item with what it is decided by.
#[derive(Clone)]
struct Piece {
    item: ItemView,
    rule: Option<ItemRule>,
}

/// The items that fare so, with their rules.
fn pieces(plan: &PlanB, fares: OnPaper) -> Vec<Piece> {
    let fits = |item: &&ItemView| on_paper(item, plan.listed, plan.at) == Some(fares);
    let with = |item: &ItemView| Piece {
        item: item.clone(),
        rule: plan.rules.iter().find(|rule| rule.position == item.position).cloned(),
    };
    plan.assembly.items.iter().filter(fits).map(with).collect()
}

/// An item that is open in the session, or not put to the vote yet: those who vote on paper get one.
fn on_the_day(plan: &PlanB, position: u32) -> Option<Piece> {
    let item = plan.assembly.items.iter().find(|item| item.position == position)?;
    let votes =
        matches!(item.state, VoteState::Prepared | VoteState::Advance | VoteState::Open) && item.hands.is_none();
    let rule = plan.rules.iter().find(|rule| rule.position == position).cloned();
    votes.then(|| Piece { item: item.clone(), rule })
}

/// The papers of one item, and nothing else.
#[component]
fn One(plan: PlanB, piece: Piece, lang: Lang) -> impl IntoView {
    let voices = piece.item.paper.map_or(A_SHEET, |papers| papers.voices);
    let whole = format!("/assembly/{}/plan-b", plan.assembly.id);
    view! {
        <article class="page page--wide stack plan">
            <header class="stack">
                <p class="eyebrow">{plan.cooperative}</p>
                <h1>{lang.t("plan-one")}</h1>
                <p class="notice">{lang.t("plan-one-text")}" "<a href=whole>{lang.t("plan-go")}</a></p>
            </header>
            <Ballots piece many=copies(voices) voices lang />
        </article>
    }
}

#[component]
fn Paper(plan: PlanB, lang: Lang) -> impl IntoView {
    let [items, early, waiting] =
        [OnPaper::Ballots, OnPaper::TooEarly, OnPaper::Waits].map(|fares| pieces(&plan, fares));
    let blank = blank(&plan.proxies);
    let PlanB { cooperative, legal_line, assembly, at, lines, proxies, .. } = plan;
    let zone = assembly.time_zone.clone();
    let voices = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let many = copies(voices);
    let some = !items.is_empty();
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
            <Steps blank lang />
            <Items items=items.clone() early waiting lang />
            <Signing lines lang />
            {some.then(|| view! { <Quorum items=items.clone() voices lang /> })}
            <Proxies proxies lang />
            {items.iter().map(|piece| view! { <Ballots piece=piece.clone() many voices lang /> }).collect_view()}
            {some.then(|| view! {
                {[1, 2].map(|teller| view! { <Tally items=items.clone() teller lang /> }).collect_view()}
                <Compared items=items.clone() blank lang />
            })}
        </article>
    }
}

/// What to do, in the order in which it is done.
const STEPS: [&str; 9] = [
    "plan-step-suspend",
    "plan-step-remote",
    "plan-step-items",
    "plan-step-sign",
    "plan-step-hand-out",
    "plan-step-few",
    "plan-step-count",
    "plan-step-type",
    "plan-step-keep",
];

#[component]
fn Steps(blank: u32, lang: Lang) -> impl IntoView {
    let blank = lang.with("plan-step-blank", &[("count", blank.into())]);
    view! {
        <section class="stack" aria-labelledby="plan-steps">
            <h2 id="plan-steps">{lang.t("plan-steps")}</h2>
            <ol>
                {STEPS.map(|key| view! {
                    <li>{lang.t(key)}{(key == "plan-step-count").then(|| format!(" {blank}"))}</li>
                }).collect_view()}
            </ol>
        </section>
    }
}

/// Which items are voted on paper, and which are not.
#[component]
fn Items(items: Vec<Piece>, early: Vec<Piece>, waiting: Vec<Piece>, lang: Lang) -> impl IntoView {
    let list = move |key: &'static str, pieces: Vec<Piece>| {
        (!pieces.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{lang.t(key)}</dt>
                    {pieces.into_iter().map(|piece| view! { <dd>{title(&piece.item, lang)}</dd> }).collect_view()}
                </div>
            }
        })
    };
    let none = items.is_empty();
    view! {
        <section class="stack" aria-labelledby="plan-items">
            <h2 id="plan-items">{lang.t("plan-items")}</h2>
            {none.then(|| view! { <p>{lang.t("plan-items-none")}</p> })}
            <dl class="facts">
                {list("plan-items-paper", items)}
                {list("plan-items-early", early)}
                {list("plan-items-wait", waiting)}
            </dl>
        </section>
    }
}

/// What the quorum of each item needs, with room to count it.
#[component]
fn Quorum(items: Vec<Piece>, voices: u32, lang: Lang) -> impl IntoView {
    const COUNTED: [&str; 6] =
        ["plan-hour", "plan-there", "plan-carried-there", "plan-unnamed", "plan-in-advance", "plan-together"];
    view! {
        <section class="stack plan__part" aria-labelledby="plan-quorum">
            <h2 id="plan-quorum">{lang.t("plan-quorum")}</h2>
            <p>{lang.with("plan-quorum-text", &[("voices", voices.into())])}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="plan-quorum">
                <table class="table plan__table plan__grid">
                    <thead><tr>
                        <th scope="col">{lang.t("plan-quorum-item")}</th>
                        <th scope="col">{lang.t("plan-needed")}</th>
                        {COUNTED.map(|key| view! { <th scope="col">{lang.t(key)}</th> }).collect_view()}
                    </tr></thead>
                    <tbody>
                        {items.into_iter().map(|piece| {
                            let needed = match piece.rule.map(|rule| rule.quorum) {
                                Some(quorum) => {
                                    let number = quorum.needed.map_or_else(|| lang.t("plan-needed-none"), |needed| needed.to_string());
                                    format!("{number} ({})", quorum.article)
                                }
                                None => String::new(),
                            };
                            view! {
                                <tr>
                                    <th scope="row">{title(&piece.item, lang)}</th>
                                    <td>{needed}</td>
                                    {COUNTED.map(|_| view! { <td></td> }).collect_view()}
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The majority of an item, in one sentence; of an election, how equals are told apart, too.
fn majority(piece: &Piece, lang: Lang) -> Option<String> {
    let rule = piece.rule.as_ref()?;
    let part = |key: &str, fraction: Fraction, of: &str, article: &str| {
        let args = [
            ("num", fraction.num().into()),
            ("den", fraction.den().into()),
            ("of", lang.t(of).into()),
            ("article", article.to_owned().into()),
        ];
        lang.with(key, &args)
    };
    if piece.item.resolution.election.is_none() {
        let MajorityRule { fraction, strict, basis, article } = &rule.majority;
        let of = match basis {
            MajorityBasis::VotesCast => "plan-of-cast",
            MajorityBasis::PresentOrRepresented => "statutes-ordinary-majority-basis-present-or-represented",
        };
        return Some(part(if *strict { "plan-adopted-more" } else { "plan-adopted-least" }, *fraction, of, article));
    }
    let ElectionRules { needs, basis, article, tie_break, .. } = &rule.elections;
    let of = match basis {
        MajorityBasis::VotesCast => "plan-of-named",
        MajorityBasis::PresentOrRepresented => "statutes-ordinary-majority-basis-present-or-represented",
    };
    let said = match needs {
        Some(needs) if needs.strict => part("plan-elected-more", needs.fraction, of, article),
        Some(needs) => part("plan-elected-least", needs.fraction, of, article),
        None => lang.with("plan-elected-most", &[("article", article.clone().into())]),
    };
    Some(format!("{said} {}", lang.t(&format!("election-tie-{}", tie_break.word()))))
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
                        <th scope="col" class="plan__hour">{lang.t("plan-left")}</th>
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
        let whom = line.carries.iter().map(|one| carried(one, lang)).collect::<Vec<_>>().join(", ");
        said.push(lang.with("plan-carries", &[("names", whom.into())]));
    }
    if !line.used.is_empty() {
        said.push(lang.with("plan-used", &[("items", positions(&line.used).into())]));
    }
    said.join(" ")
}

/// Somebody whose voice is carried, and where it was used already.
fn carried(one: &Burden, lang: Lang) -> String {
    let who = named(&one.of, lang);
    match one.used.is_empty() {
        true => who,
        false => lang.with("plan-carries-used", &[("name", who.into()), ("items", positions(&one.used).into())]),
    }
}

fn positions(used: &[u32]) -> String {
    used.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
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
                            <th scope="col" class="plan__sign">{lang.t("plan-proxy-sign")}</th>
                        </tr></thead>
                        <tbody>
                            {proxies.into_iter().map(|one| {
                                let holder = one.holder.as_ref().map_or_else(|| lang.t("sheet-blank"), |holder| named(holder, lang));
                                let stands = lang.t(if one.in_force { "plan-proxy-in-force" } else { "plan-proxy-waits" });
                                view! {
                                    <tr>
                                        <th scope="row">{named(&one.grantor, lang)}</th>
                                        <td>{holder}</td>
                                        <td>{stands}</td>
                                        <td class="plan__sign"></td>
                                    </tr>
                                }
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            })}
        </section>
    }
}

/// What a ballot of an item may say besides that it is blank, in the order of the ballot paper.
fn answers(item: &ItemView, lang: Lang) -> Vec<String> {
    match &item.resolution.election {
        Some(contest) => contest.candidates.clone(),
        None => CHOICES.iter().map(|key| lang.t(key)).collect(),
    }
}

/// What is counted of an item: what ballots say, the blank ones, the void ones.
fn counted(item: &ItemView, lang: Lang) -> Vec<String> {
    answers(item, lang).into_iter().chain(["plan-blank", "plan-void"].map(|key| lang.t(key))).collect()
}

fn title(item: &ItemView, lang: Lang) -> String {
    let title = lang.pick(&item.resolution.title).to_owned();
    lang.with("plan-item", &[("position", item.position.into()), ("title", title.into())])
}

/// One sheet of ballots of an item, to copy and to cut.
#[component]
fn Ballots(piece: Piece, many: u32, voices: u32, lang: Lang) -> impl IntoView {
    let majority = majority(&piece, lang);
    let item = piece.item;
    let (title, id) = (title(&item, lang), format!("plan-ballots-{}", item.position));
    let open = item.mode == VoteMode::Open;
    let election = item.resolution.election.clone();
    let heading = lang.with("plan-ballots", &[("item", title.clone().into())]);
    let copy = lang.with("plan-copies", &[("copies", many.into()), ("voices", voices.into())]);
    let mode = lang.t(match (open, &election) {
        (true, _) => "plan-open",
        (false, None) => "plan-secret",
        (false, Some(_)) => "plan-secret-names",
    });
    let received = item.advance.as_ref().map(|found| lang.with("plan-advance", &[("count", found.voted.into())]));
    // Who names nobody says so; to a text, whoever ticks nothing has left the ballot blank.
    let answers: Vec<String> =
        answers(&item, lang).into_iter().chain(election.as_ref().map(|_| lang.t("ballot-blank"))).collect();
    let rule = election.map(|contest| paper_rule(&contest, lang));
    let one = |n: u32| {
        view! {
            <div class="plan__ballot" aria-hidden=(n > 0).then_some("true")>
                <p><strong>{title.clone()}</strong></p>
                {rule.clone().map(|rule| view! { <p>{rule}</p> })}
                <ul>
                    {answers.iter().map(|words| view! { <li>"☐ "{words.clone()}</li> }).collect_view()}
                </ul>
                {open.then(|| ["plan-ballot-name", "plan-ballot-of"].map(|key| view! { <p class="plan__line">{lang.t(key)}</p> }))}
            </div>
        }
    };
    view! {
        <section class="stack plan__part" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{heading}</h2>
            {majority.map(|said| view! { <p>{said}</p> })}
            {received.map(|said| view! { <p class="notice notice--warning">{said}</p> })}
            <p>{mode}" "{copy}</p>
            <div class="plan__ballots">{(0..A_SHEET).map(one).collect_view()}</div>
        </section>
    }
}

/// The form of one of two tellers, who does not see the other's.
#[component]
fn Tally(items: Vec<Piece>, teller: u32, lang: Lang) -> impl IntoView {
    let id = format!("plan-tally-{teller}");
    view! {
        <section class="stack plan__part" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{lang.with("plan-tally", &[("teller", teller.into())])}</h2>
            <p>{lang.t("plan-tally-text")}</p>
            {items.into_iter().map(|Piece { item, .. }| {
                view! {
                    <table class="table plan__tally">
                        <caption>{title(&item, lang)}</caption>
                        <thead><tr>
                            <th scope="col">{lang.t("plan-choice")}</th>
                            <th scope="col">{lang.t("plan-marks")}</th>
                            <th scope="col" class="plan__total">{lang.t("plan-total")}</th>
                        </tr></thead>
                        <tbody>
                            {counted(&item, lang).into_iter().chain([lang.t("plan-in-box")]).map(|words| view! {
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
fn Compared(items: Vec<Piece>, blank: u32, lang: Lang) -> impl IntoView {
    let unnamed = lang.with("plan-unnamed-added", &[("count", blank.into())]);
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
                {items.into_iter().map(|piece| view! {
                    <tbody>
                        <tr><th scope="rowgroup" colspan="4">
                            {title(&piece.item, lang)}
                            {majority(&piece, lang).map(|said| view! { <br /><span class="hint">{said}</span> })}
                        </th></tr>
                        {counted(&piece.item, lang).into_iter().chain([unnamed.clone()]).map(|words| view! {
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
