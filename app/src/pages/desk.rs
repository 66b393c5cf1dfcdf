//! The desk at the door: a search, and one press for each member who comes or goes. Plain forms, for a tablet or a telephone.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::attendance::{DeskLine, DeskView, Means, Presence};
use domain::codes::CodeLine;
use domain::door;
use domain::paper::{PaperLine, Way};
use domain::vote::VoteState;
use domain::wire::AssemblyView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::field::shown;
use crate::components::form::Act;
use crate::components::paper::FewPapers;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::pages;
use crate::rpc::desk::{EndPaperCode, MarkPaper, RecordAttendance};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    code: String,
}

/// `GET /desk`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match pages::in_session(&app).await {
        Ok(id) if !asked.code.is_empty() => {
            service::views::desk_scanned(&app.service, &visitor.actor, id, &asked.code).await
        }
        Ok(id) => service::views::desk(&app.service, &visitor.actor, id, &asked.q).await,
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |desk| Page::new(title(desk, lang)),
        move |desk| {
            view! { <Desk desk lang /> }
        },
    )
    .await
}

/// In the browser's tab: of a scanned code, whose it is.
fn title(desk: &DeskView, lang: Lang) -> String {
    match (&desk.scanned, desk.lines.first()) {
        (Some(_), Some(line)) => format!("{} · {}", who(line, lang), lang.t("desk-title")),
        _ => lang.t("desk-title"),
    }
}

fn who(line: &DeskLine, lang: Lang) -> String {
    lang.with("bureau-member", &[("name", line.name.clone().into()), ("number", line.number.into())])
}

#[component]
fn Desk(desk: DeskView, lang: Lang) -> impl IntoView {
    let DeskView { assembly, open, search, lines, more, scanned, papers, codes } = desk;
    let quorum = assembly.quorum.clone();
    let there = lang.with("desk-there", &[("present", quorum.present.into()), ("members", quorum.members.into())]);
    let needed = quorum.needed.map(|needed| {
        let key = if quorum.met { "desk-quorum-met" } else { "desk-quorum-missing" };
        lang.with(key, &[("needed", needed.into())])
    });
    let (id, zone) = (assembly.id.to_string(), assembly.time_zone.clone());
    let plan = format!("/assembly/{id}/plan-b");
    let (codes_of, codes_zone) = (id.clone(), zone.clone());
    let nobody = lines.is_empty() && scanned.is_none();
    let presence = lines.first().map(|line| line.presence);
    let found = (!lines.is_empty()).then(|| {
        let scanned = scanned.is_some();
        view! { <Lines lines open scanned id search=search.clone() zone lang /> }
    });
    // What was scanned stands before the search: on a telephone the one press is in sight at once.
    let (first, found) = match scanned {
        Some(scanned) => (Some(view! { <Scanned scanned presence lang />{found} }), None),
        None => (None, found),
    };
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow"><a href="/console">{lang.t("console-title")}</a></p>
            <h1>{lang.t("desk-title")}</h1>
            <p class="lead" role="status"><strong>{there}</strong>" "{needed}" "<span class="article">{quorum.article}</span></p>
            <p>{lang.t("desk-lead")}" "<a href="/desk/door">{lang.t("desk-poster")}</a>" · "<a href=plan>{lang.t("plan-go")}</a></p>
            {(!open).then(|| view! { <p class="notice">{lang.t("desk-closed")}</p> })}
            {first}
            <form class="cluster cluster--end" method="get" action="/desk" role="search">
                <div class="field">
                    <label for="q">{lang.t("desk-search")}</label>
                    <input id="q" name="q" type="search" maxlength="100" autocomplete="off" value=shown(&search) />
                </div>
                <button class="button" type="submit">{lang.t("desk-search-go")}</button>
            </form>
            {nobody.then(|| view! { <p class="notice" role="status">{lang.t("desk-nobody")}</p> })}
            {found}
            {more.then(|| view! { <p class="hint">{lang.t("desk-more")}</p> })}
            <Codes codes id=codes_of open zone=codes_zone lang />
            <OnPaper papers assembly open lang />
        </div>
    }
}

/// What the scanned code says, before the one press: whether there is anything to press, who speaks the voice, and whether it was
/// used.
#[component]
fn Scanned(scanned: door::Scanned, presence: Option<Presence>, lang: Lang) -> impl IntoView {
    let warning = |key: &str| {
        let said = lang.t(key);
        view! { <p class="notice notice--warning" role="alert">{said}</p> }.into_any()
    };
    let voice = match scanned {
        door::Scanned::Over => return warning("desk-code-over"),
        door::Scanned::NoVoice => return warning("desk-code-no-voice"),
        door::Scanned::Member(voice) => voice,
    };
    let (class, todo) = match presence {
        Some(Presence::There) => ("notice notice--success stack", "desk-scanned-there"),
        Some(Presence::Gone) => ("notice stack", "desk-scanned-gone"),
        _ => ("notice stack", "desk-scanned"),
    };
    view! {
        <section class=class role="status">
            <p><strong>{lang.t(todo)}</strong></p>
            <ul>
                {voice_said(voice, lang).into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Who speaks a voice, whose voices it carries, and whether it was used.
fn voice_said(voice: door::Voice, lang: Lang) -> Vec<String> {
    let given = voice.given.map(|given| match (given.to, given.in_force) {
        (Some(name), true) => lang.with("desk-represented", &[("name", name.into())]),
        (Some(name), false) => lang.with("desk-represented-waits", &[("name", name.into())]),
        (None, _) => lang.t("desk-represented-blank"),
    });
    let count = |key: &str, count: u32| (count > 0).then(|| lang.with(key, &[("count", count.into())]));
    let voted = count("desk-voted", voice.voted).unwrap_or_else(|| lang.t("desk-not-voted"));
    [given, count("desk-carries", voice.carries), count("desk-asked", voice.asked), Some(voted)]
        .into_iter()
        .flatten()
        .collect()
}

#[component]
fn Lines(
    lines: Vec<DeskLine>,
    open: bool,
    scanned: bool,
    id: String,
    search: String,
    zone: String,
    lang: Lang,
) -> impl IntoView {
    let leaves = open && !scanned && lines.iter().any(|line| line.presence.counts());
    view! {
        {leaves.then(|| view! { <p class="hint">{lang.t("desk-leaves-hint")}</p> })}
        <div class="table-wrap" tabindex="0" role="region" aria-label=lang.t("desk-list")>
            <table class="table table--folds">
                <caption class="visually-hidden">{lang.t("desk-list")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{lang.t("desk-member")}</th>
                        <th scope="col">{lang.t("desk-stands")}</th>
                        {open.then(|| view! { <th scope="col">{lang.t("desk-enter")}</th> })}
                    </tr>
                </thead>
                <tbody>
                    {lines.into_iter().map(|line| view! {
                        <Member line open scanned id=id.clone() search=search.clone() zone=zone.clone() lang />
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Member(
    line: DeskLine,
    open: bool,
    scanned: bool,
    id: String,
    search: String,
    zone: String,
    lang: Lang,
) -> impl IntoView {
    // Whoever takes part from a distance, or voted on a telephone first, may come into the hall.
    let there = line.presence.counts() && line.means.is_none_or(Means::in_hall);
    let stands = lang.t(match line.presence {
        Presence::Never => "desk-never",
        Presence::There => "desk-is-there",
        Presence::Gone => "desk-gone",
    });
    let means = line.means.map(|means| lang.t(&format!("desk-by-{}", means.word())));
    let label = lang.t(match line.presence {
        Presence::There if there => "desk-leaves",
        Presence::Never | Presence::There => "desk-arrives",
        Presence::Gone => "desk-returns",
    });
    let fields = |name: &'static str, word: &str| {
        vec![
            ("assembly", id.clone()),
            ("number", line.number.to_string()),
            (name, word.to_owned()),
            ("q", shown(&search)),
        ]
    };
    let comes = fields("comes", if there { "no" } else { "yes" });
    // Whoever shows a code comes: a second scan of somebody who is there lets nobody leave, or vote
    // otherwise, by a wrong press.
    let presses = !(scanned && there);
    // Whoever is in the hall may vote on paper; whoever does may change it.
    let papers = (presses && (line.paper || line.in_hall())).then(|| {
        let (way, key) = if line.paper { (Way::Key, "desk-paper-back") } else { (Way::Paper, "desk-paper") };
        (fields("way", way.word()), lang.t(key))
    });
    let on_paper = line.paper.then(|| lang.t("desk-paper-is"));
    let by_code = line.code.map(|_| lang.t("slip-is"));
    // Whoever is in the hall and does not vote on paper may have a slip.
    let slip = (line.in_hall() && !line.paper).then(|| {
        let key = if line.code.is_some() { "slip-again" } else { "slip-go" };
        (format!("/desk/code?number={}", line.number), lang.t(key))
    });
    let class = if there { "button button--quiet" } else { "button button--primary" };
    let who = who(&line, lang);
    let speaks = line.representative.clone().map(|name| lang.with("sheet-representative", &[("name", name.into())]));
    view! {
        <tr>
            <th scope="row">{who}{speaks.map(|said| view! { <br /><span class="hint">{said}</span> })}</th>
            <td data-label=lang.t("desk-stands")>{stands}" "{means}" "{line.at.map(|at| view! { <When at zone lang /> })}{on_paper.map(|said| view! { " "<strong>{said}</strong> })}{by_code.map(|said| view! { " "<strong>{said}</strong> })}</td>
            {open.then(|| view! {
                <td class="table__whole">
                    <div class="cluster">
                        {presses.then(|| view! { <Act action=RecordAttendance::PATH fields=comes label about=line.name.clone() class /> })}
                        {papers.map(|(fields, label)| view! {
                            <Act action=MarkPaper::PATH fields label about=line.name.clone() class="button button--quiet" />
                        })}
                        {slip.map(|(page, label)| view! {
                            <a class="button button--quiet" href=page>{label}<span class="visually-hidden">" "{line.name.clone()}</span></a>
                        })}
                    </div>
                </td>
            })}
        </tr>
    }
}

/// Who holds a paper code, and the press that ends it.
#[component]
fn Codes(codes: Vec<CodeLine>, id: String, open: bool, zone: String, lang: Lang) -> impl IntoView {
    let none = codes.is_empty();
    (open || !none).then(|| {
        view! {
            <section class="stack" aria-labelledby="desk-slips">
                <h2 id="desk-slips">{lang.t("slip-list")}</h2>
                <p class="hint">{lang.t("slip-list-text")}</p>
                {none.then(|| view! { <p>{lang.t("slip-none")}</p> })}
                {(!none).then(|| view! {
                    <table class="table table--folds">
                        <caption class="visually-hidden">{lang.t("slip-list")}</caption>
                        <thead><tr>
                            <th scope="col">{lang.t("slip-member")}</th>
                            <th scope="col">{lang.t("slip-since")}</th>
                            {open.then(|| view! { <th scope="col">{lang.t("slip-ends")}</th> })}
                        </tr></thead>
                        <tbody>
                            {codes.into_iter().map(|line| view! {
                                <CodeRow line id=id.clone() open zone=zone.clone() lang />
                            }).collect_view()}
                        </tbody>
                    </table>
                })}
            </section>
        }
    })
}

#[component]
fn CodeRow(line: CodeLine, id: String, open: bool, zone: String, lang: Lang) -> impl IntoView {
    let who = lang.with("bureau-member", &[("name", line.name.clone().into()), ("number", line.number.into())]);
    let fields =
        vec![("assembly", id), ("number", line.number.to_string()), ("n", line.n.to_string()), ("q", String::new())];
    view! {
        <tr>
            <th scope="row">{who}</th>
            <td data-label=lang.t("slip-since")><When at=line.at zone lang /></td>
            {open.then(|| view! {
                <td class="table__whole">
                    <Act action=EndPaperCode::PATH fields label=lang.t("slip-end") about=line.name.clone() class="button button--quiet" />
                </td>
            })}
        </tr>
    }
}

/// Who votes on paper, how many papers each gets now, and where to print them.
#[component]
fn OnPaper(papers: Vec<PaperLine>, assembly: AssemblyView, open: bool, lang: Lang) -> impl IntoView {
    let id = assembly.id.to_string();
    let voting: Vec<u32> = assembly
        .items
        .iter()
        .filter(|item| item.state == VoteState::Open && item.hands.is_none())
        .map(|item| item.position)
        .collect();
    let none = papers.is_empty();
    let any = !voting.is_empty();
    (open || !none).then(|| {
        view! {
            <section class="stack" aria-labelledby="desk-papers">
                <h2 id="desk-papers">{lang.t("desk-papers")}</h2>
                <p class="hint">{lang.t("desk-papers-text")}</p>
                {none.then(|| view! { <p>{lang.t("desk-papers-none")}</p> })}
                {(!none).then(|| view! {
                    <table class="table table--folds">
                        <caption class="visually-hidden">{lang.t("desk-papers")}</caption>
                        <thead><tr>
                            <th scope="col">{lang.t("desk-papers-member")}</th>
                            <th scope="col">{lang.t("desk-papers-slips")}</th>
                        </tr></thead>
                        <tbody>
                            {papers.into_iter().map(|line| view! { <Papers line any lang /> }).collect_view()}
                        </tbody>
                    </table>
                })}
                {assembly.items.iter().map(|item| view! { <FewPapers item=item.clone() lang /> }).collect_view()}
                {voting.into_iter().map(|position| {
                    let words = lang.with("desk-papers-print", &[("position", position.into())]);
                    view! { <p><a href=format!("/assembly/{id}/plan-b?item={position}")>{words}</a></p> }
                }).collect_view()}
            </section>
        }
    })
}

#[component]
fn Papers(line: PaperLine, any: bool, lang: Lang) -> impl IntoView {
    let who = lang.with("bureau-member", &[("name", line.name.clone().into()), ("number", line.number.into())]);
    let slips: Vec<String> = line
        .slips
        .iter()
        .map(|slip| lang.with("desk-papers-vote", &[("position", slip.position.into()), ("count", slip.count.into())]))
        .collect();
    let said = match (slips.is_empty(), any) {
        (true, false) => lang.t("desk-papers-no-vote"),
        (true, true) => "0".to_owned(),
        (false, _) => slips.join(" · "),
    };
    let over = (!line.on).then(|| lang.t("desk-papers-over"));
    view! {
        <tr>
            <th scope="row">{who}</th>
            <td data-label=lang.t("desk-papers-slips")>{said}{over.map(|over| view! { " "<span class="hint">{over}</span> })}</td>
        </tr>
    }
}
