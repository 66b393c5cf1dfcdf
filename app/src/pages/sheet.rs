//! The attendance sheet: to look at, to certify, to print (C. com. R.225-95).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::bureau::Accepted;
use domain::identity::Postal;
use domain::proxies::ProxyMeans;
use domain::sheet::{Attending, Fixed, Named, Person, SeatCertified, Sheet, SheetView, Total, Where};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::components::money::shares as count;
use crate::components::time::{When, hour};
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages;
use crate::pages::console::bureau::seat_name;
use crate::rpc::sheet::{CertifySheet, FixSheet, NoteSheetCertified};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /assembly/{id}/sheet`
pub async fn get(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match service::policy::allow(&visitor.actor, service::policy::Operation::ReadSheet) {
        Ok(()) => match pages::id(&assembly) {
            Ok(id) => service::views::attendance_sheet(&app.service, &visitor.actor, id).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("sheet-title")),
        move |view| {
            view! { <Paper view lang /> }
        },
    )
    .await
}

#[component]
fn Paper(view: SheetView, lang: Lang) -> impl IntoView {
    let SheetView { sheet, fixed, changed, leads } = view;
    let (zone, id) = (sheet.time_zone.clone(), sheet.assembly.to_string());
    let of =
        |place: Where| -> Vec<Attending> { sheet.attending.iter().filter(|one| one.place == place).cloned().collect() };
    let version = fixed.as_ref().map(|fixed| fixed.version);
    let label = lang.t(if fixed.is_some() { "sheet-fix-again" } else { "sheet-fix" });
    let fixes = leads && (fixed.is_none() || changed);
    view! {
        <article class="page page--wide minutes sheet stack">
            <header class="stack">
                <p class="eyebrow">{sheet.cooperative.clone()}</p>
                <h1>{lang.t("sheet-title")}</h1>
                <p>{sheet.legal_line.clone()}</p>
                <p>{letters_notice::kind(sheet.kind, lang)}" · "{letters_notice::call(sheet.call, lang)}" · "
                    <When at=sheet.held_at zone=zone.clone() lang />" · "{sheet.place.clone()}</p>
                {match version {
                    Some(version) => view! { <p>{lang.with("sheet-version", &[("version", version.into())])}</p> }.into_any(),
                    None => view! { <p class="notice notice--warning">{lang.t("sheet-draft")}</p> }.into_any(),
                }}
                {changed.then(|| view! { <p class="notice notice--warning sheet__acts">{lang.t("sheet-changed")}</p> })}
            </header>
            {fixes.then(|| view! {
                <section class="card card--action stack sheet__acts">
                    <p>{lang.t("sheet-fix-text")}</p>
                    <Act action=FixSheet::PATH fields=vec![("assembly", id.clone())] label />
                </section>
            })}
            <Totals sheet=sheet.clone() lang />
            <Came title="sheet-hall" lines=of(Where::Hall) signs=true zone=zone.clone() lang />
            <Came title="sheet-remote" lines=of(Where::Remote) signs=false zone=zone.clone() lang />
            <Carried sheet=sheet.clone() lang />
            <Ballots voted=sheet.by_ballot.clone() lang />
            <Annex sheet=sheet.clone() lang />
            <section class="stack sheet__bureau" aria-labelledby="sheet-bureau">
                <h2 id="sheet-bureau">{lang.t("sheet-bureau")}</h2>
                {match fixed {
                    Some(fixed) => view! { <Certified fixed id leads zone lang /> }.into_any(),
                    None => view! { <p class="hint">{lang.t("sheet-bureau-later")}</p> }.into_any(),
                }}
            </section>
            <footer class="stack sheet__acts">
                <p class="hint">{lang.t("sheet-print")}</p>
                {leads.then(|| view! {
                    <p class="cluster"><a class="button" href="/console">{lang.t("console-title")}</a>
                        <a class="button" href="/desk">{lang.t("desk-title")}</a></p>
                })}
            </footer>
        </article>
    }
}

/// How many there are of each kind, with their shares; one voice each.
#[component]
fn Totals(sheet: Sheet, lang: Lang) -> impl IntoView {
    let (hall, remote, carried) = (sheet.present(Where::Hall), sheet.present(Where::Remote), sheet.represented());
    let ballots = sheet.by_ballot();
    let all = Total {
        members: hall.members + remote.members + carried.members + ballots.members,
        shares: hall.shares + remote.shares + carried.shares + ballots.shares,
    };
    let line = move |key: &str, total: Total| {
        let said = lang
            .with("sheet-total", &[("members", total.members.into()), ("shares", count(total.shares, lang).into())]);
        view! { <div><dt>{lang.t(key)}</dt><dd>{said}</dd></div> }
    };
    view! {
        <dl class="facts">
            {line("sheet-hall", hall)}
            {line("sheet-remote", remote)}
            {line("sheet-represented", carried)}
            {(ballots.members > 0).then(|| line("sheet-by-ballot", ballots))}
            {line("sheet-together", all)}
        </dl>
        <p class="hint">{lang.t("sheet-one-voice")}</p>
    }
}

fn address(postal: &Postal, lang: Lang) -> String {
    let town = [postal.postcode.as_str(), postal.city.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>();
    let lines = [postal.street.clone(), town.join(" "), postal.country.clone()];
    let said: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if said.is_empty() { lang.t("sheet-no-address") } else { said.join(", ") }
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn named(one: &Named, lang: Lang) -> String {
    match one.number {
        Some(number) => lang.with("bureau-member", &[("name", one.name.clone().into()), ("number", number.into())]),
        None => one.name.clone(),
    }
}

/// Number, name, address, shares: the cells every table begins with.
#[component]
fn Who(who: Person, lang: Lang) -> impl IntoView {
    let speaks = who.representative.clone().map(|name| lang.with("sheet-representative", &[("name", name.into())]));
    view! {
        <td class="number" data-label=lang.t("sheet-number")>{number(who.number)}</td>
        <th scope="row">{who.name.clone()}{speaks.map(|speaks| view! { <br /><span class="hint">{speaks}</span> })}</th>
        <td data-label=lang.t("sheet-address")>{address(&who.postal, lang)}</td>
        <td class="number" data-label=lang.t("sheet-shares")>{who.shares}</td>
        <td class="number" data-label=lang.t("sheet-voices")>"1"</td>
    }
}

/// The heads of those cells.
#[component]
fn Heads(lang: Lang) -> impl IntoView {
    view! {
        <th scope="col" class="number">{lang.t("sheet-number")}</th>
        <th scope="col">{lang.t("sheet-name")}</th>
        <th scope="col">{lang.t("sheet-address")}</th>
        <th scope="col" class="number">{lang.t("sheet-shares")}</th>
        <th scope="col" class="number">{lang.t("sheet-voices")}</th>
    }
}

/// Those who took part in one place; in the hall each has room to sign on paper.
#[component]
fn Came(title: &'static str, lines: Vec<Attending>, signs: bool, zone: String, lang: Lang) -> impl IntoView {
    let none = lines.is_empty();
    view! {
        <section class="stack" aria-labelledby=title>
            <h2 id=title>{lang.t(title)}</h2>
            {none.then(|| view! { <p>{lang.t("sheet-nobody")}</p> })}
            {(!none).then(|| view! {
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby=title>
                    <table class="table table--folds sheet__table">
                        <thead><tr>
                            <Heads lang />
                            <th scope="col">{lang.t("sheet-carries")}</th>
                            <th scope="col">{lang.t("sheet-there")}</th>
                            <th scope="col" class="sheet__sign">{lang.t("sheet-signature")}</th>
                        </tr></thead>
                        <tbody>
                            {lines.into_iter().map(|line| {
                                let from = hour(line.from, &zone);
                                let there = match line.until {
                                    Some(until) => lang.with("sheet-from-until", &[("from", from.into()), ("until", hour(until, &zone).into())]),
                                    None => lang.with("sheet-from", &[("from", from.into())]),
                                };
                                let carries = line.carries.iter().map(|one| named(one, lang)).collect::<Vec<_>>().join(" ; ");
                                let sign = if signs { String::new() } else { lang.t("sheet-by-key") };
                                view! {
                                    <tr>
                                        <Who who=line.who lang />
                                        <td data-label=lang.t("sheet-carries")>{if carries.is_empty() { "—".to_owned() } else { carries }}</td>
                                        <td data-label=lang.t("sheet-there")>{there}{line.by_phone.then(|| format!(", {}", lang.t("sheet-by-phone")))}</td>
                                        <td class="sheet__sign" data-label=lang.t("sheet-signature")>{sign}</td>
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

/// Those who were represented, and by whom.
#[component]
fn Carried(sheet: Sheet, lang: Lang) -> impl IntoView {
    let none = sheet.represented.is_empty();
    view! {
        <section class="stack" aria-labelledby="sheet-represented">
            <h2 id="sheet-represented">{lang.t("sheet-represented")}</h2>
            {none.then(|| view! { <p>{lang.t("sheet-nobody")}</p> })}
            {(!none).then(|| view! {
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="sheet-represented">
                    <table class="table table--folds sheet__table">
                        <thead><tr><Heads lang /><th scope="col">{lang.t("sheet-by")}</th></tr></thead>
                        <tbody>
                            {sheet.represented.into_iter().map(|line| {
                                let by = line.by.as_ref().map_or_else(|| lang.t("sheet-blank"), |one| named(one, lang));
                                view! { <tr><Who who=line.who lang /><td data-label=lang.t("sheet-by")>{by}</td></tr> }
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            })}
        </section>
    }
}

/// Those whose ballot came in advance and who did not come.
#[component]
fn Ballots(voted: Vec<Person>, lang: Lang) -> impl IntoView {
    (!voted.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="sheet-by-ballot">
                <h2 id="sheet-by-ballot">{lang.t("sheet-by-ballot")}</h2>
                <p>{lang.t("sheet-by-ballot-text")}" "<span class="article">"C. com. L.225-107, R.225-95"</span></p>
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="sheet-by-ballot">
                    <table class="table table--folds sheet__table">
                        <thead><tr><Heads lang /></tr></thead>
                        <tbody>{voted.into_iter().map(|who| view! { <tr><Who who lang /></tr> }).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

/// The proxies annexed.
#[component]
fn Annex(sheet: Sheet, lang: Lang) -> impl IntoView {
    let (zone, many) = (sheet.time_zone.clone(), sheet.proxies.len());
    (many > 0).then(|| view! {
        <section class="stack" aria-labelledby="sheet-annex">
            <h2 id="sheet-annex">{lang.t("sheet-annex")}</h2>
            <p>{lang.with("sheet-annex-count", &[("count", many.into())])}" "<span class="article">"C. com. L.225-114"</span></p>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="sheet-annex">
                <table class="table table--folds sheet__table">
                    <thead><tr>
                        <th scope="col">{lang.t("sheet-grantor")}</th>
                        <th scope="col">{lang.t("sheet-by")}</th>
                        <th scope="col">{lang.t("sheet-means")}</th>
                        <th scope="col">{lang.t("sheet-received")}</th>
                    </tr></thead>
                    <tbody>
                        {sheet.proxies.into_iter().map(|one| {
                            let holder = one.holder.as_ref().map_or_else(|| lang.t("sheet-blank"), |holder| named(holder, lang));
                            let means = lang.t(match one.means {
                                ProxyMeans::Signed => "sheet-means-signed",
                                ProxyMeans::Paper => "sheet-means-paper",
                            });
                            view! {
                                <tr>
                                    <th scope="row">{named(&one.grantor, lang)}</th>
                                    <td data-label=lang.t("sheet-by")>{holder}</td>
                                    <td data-label=lang.t("sheet-means")>{means}{one.paper.map(|hash| view! { " "<span class="mono">{hash}</span> })}</td>
                                    <td data-label=lang.t("sheet-received")><When at=one.at zone=zone.clone() lang /></td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    })
}

/// Who of the bureau has certified, and the buttons of those who have not.
#[component]
fn Certified(fixed: Fixed, id: String, leads: bool, zone: String, lang: Lang) -> impl IntoView {
    let version = fixed.version;
    view! {
        <p>{lang.t("sheet-fixed-at")}" "<When at=fixed.at zone=zone.clone() lang />"."</p>
        {fixed.certified_at.map(|at| view! {
            <p class="notice notice--success" role="status">{lang.t("sheet-certified")}" "<When at zone=zone.clone() lang />"."</p>
        })}
        <dl class="facts">
            {fixed.seats.into_iter().map(|seat| view! {
                <div>
                    <dt>{seat_name(seat.seat, lang)}</dt>
                    <dd><Seat seat id=id.clone() version leads zone=zone.clone() lang /></dd>
                </div>
            }).collect_view()}
        </dl>
        <p class="hint">{lang.t("sheet-hash")}" "<span class="mono">{fixed.hash}</span></p>
        <p class="hint">{lang.t("sheet-note")}</p>
    }
}

#[component]
fn Seat(seat: SeatCertified, id: String, version: u32, leads: bool, zone: String, lang: Lang) -> impl IntoView {
    let fields = vec![("assembly", id), ("version", version.to_string()), ("seat", seat.seat.word().to_owned())];
    let said = lang.t(match seat.certified {
        Some(Accepted::Own) => "sheet-seat-own",
        Some(Accepted::Aloud) => "sheet-seat-aloud",
        None => "sheet-seat-not",
    });
    let waits = seat.certified.is_none();
    view! {
        {seat.name.clone()}" — "{said}{seat.at.map(|at| view! { " "<When at zone lang /> })}
        {(waits && seat.own).then(|| view! {
            <div class="sheet__acts stack">
                <p>{lang.t("sheet-statement")}</p>
                <Act action=CertifySheet::PATH fields=fields.clone() label=lang.t("sheet-certify") about=seat_name(seat.seat, lang) />
            </div>
        })}
        {(waits && leads && !seat.own).then(|| view! {
            <div class="sheet__acts">
                <Act action=NoteSheetCertified::PATH fields label=lang.t("sheet-note-aloud") about=seat.name class="button" />
            </div>
        })}
    }
}
