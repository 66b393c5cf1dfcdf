//! The board elects its president: the section of the page of offices.

use domain::president::{ClosedRound, OpenRound, Person, President, enough};
use domain::statutes::PresidentElectedBy;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::who;
use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::rpc::offices::{ClosePresidentRound, NamePresident, OpenPresidentRound};

fn named(person: &Person, lang: Lang) -> String {
    who(&person.name, person.number, lang)
}

fn list(people: &[Person], lang: Lang) -> String {
    if people.is_empty() {
        return lang.t("president-none");
    }
    people.iter().map(|person| named(person, lang)).collect::<Vec<_>>().join(" · ")
}

/// Who elects the president, where that stands, and what can be done now.
#[component]
pub fn Election(
    /// What is known of it.
    president: President,
    /// IANA name of the time zone.
    zone: String,
    /// Whether the reader opens and closes rounds.
    leads: bool,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let President { elected_by, directors, sits, after, open, last } = president;
    let by_board = elected_by == PresidentElectedBy::Board;
    let begins = by_board && leads && open.is_none();
    view! {
        <section class="stack">
            <h2 id="president">{lang.t("president-title")}</h2>
            <p>{lang.t(if by_board { "president-by-board" } else { "president-by-assembly" })}</p>
            {after.map(|at| view! {
                <p class="notice">
                    {lang.t("president-after")}" "{lang.t("president-after-at")}" "<When at zone=zone.clone() lang />
                </p>
            })}
            {match open {
                Some(round) => view! { <Open round directors zone=zone.clone() leads sits lang /> }.into_any(),
                None => view! { <p>{lang.t("president-no-round")}</p> }.into_any(),
            }}
            {last.map(|round| view! { <Last round zone=zone.clone() lang /> })}
            {begins.then(|| view! { <Act action=OpenPresidentRound::PATH label=lang.t("president-open-go") /> })}
        </section>
    }
}

#[component]
fn Open(round: OpenRound, directors: Vec<Person>, zone: String, leads: bool, sits: bool, lang: Lang) -> impl IntoView {
    let id = round.id.to_string();
    let own = round.own.as_ref().map(|own| own.number);
    let said = match &round.own {
        Some(own) => lang.with("president-own", &[("name", named(own, lang).into())]),
        None => lang.t("president-own-none"),
    };
    let options = directors.into_iter().filter_map(|person| Some((person.number?, named(&person, lang))));
    view! {
        <div class="card card--action stack">
            <h3>{lang.t("president-round-open")}</h3>
            <p>
                {lang.with("president-opened-by", &[("name", named(&round.opened_by, lang).into())])}" "
                <When at=round.opened_at zone lang />
            </p>
            <dl class="facts">
                <dt>{lang.t("president-given")}</dt>
                <dd>{list(&round.given, lang)}</dd>
                <dt>{lang.t("president-awaited")}</dt>
                <dd>{list(&round.awaited, lang)}</dd>
            </dl>
            {sits.then(|| view! {
                <p>{said}</p>
                <form class="stack" method="post" action=NamePresident::PATH>
                    <input type="hidden" name="round" value=id.clone() />
                    <div class="field">
                        <label for="president-number">{lang.t("president-name")}</label>
                        <select id="president-number" name="number" required>
                            {options.map(|(number, name)| view! {
                                <option value=number.to_string() selected=own == Some(Some(number))>{name}</option>
                            }).collect_view()}
                        </select>
                    </div>
                    <button class="button button--primary" type="submit">{lang.t("president-name-go")}</button>
                </form>
            })}
            {leads.then(|| view! {
                <p class="hint">{lang.t("president-close-text")}</p>
                <Act action=ClosePresidentRound::PATH fields=vec![("round", id.clone())] label=lang.t("president-close-go")
                    class="button button--quiet" />
            })}
        </div>
    }
}

#[component]
fn Last(round: ClosedRound, zone: String, lang: Lang) -> impl IntoView {
    let outcome = match &round.elected {
        Some(elected) => lang.with("president-elected", &[("name", named(elected, lang).into())]),
        None if enough(round.directors, round.voices) => lang.t("president-nobody"),
        None => lang.t("president-few"),
    };
    let given = [("voices", round.voices.into()), ("directors", round.directors.into())];
    let candidates = round.candidates.iter().map(|(one, voices)| (named(one, lang), voices.to_string()));
    let voices = round.named.iter().map(|(from, one)| (named(from, lang), named(one, lang)));
    view! {
        <h3>{lang.t("president-last")}</h3>
        <p>{lang.t("president-closed")}" "<When at=round.closed_at zone lang /></p>
        <p><strong>{outcome}</strong>" "{lang.with("president-voices-of", &given)}</p>
        <Pairs title="president-by-candidate" heads=["president-candidate", "president-voices"] rows=candidates.collect() lang />
        <Pairs title="president-by-name" heads=["president-director", "president-named"] rows=voices.collect() lang />
    }
}

/// A table of two columns, if it has a row.
#[component]
fn Pairs(title: &'static str, heads: [&'static str; 2], rows: Vec<(String, String)>, lang: Lang) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=lang.t(title)>
                <table class="table">
                    <caption>{lang.t(title)}</caption>
                    <thead>
                        <tr>{heads.map(|head| view! { <th scope="col">{lang.t(head)}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {rows.into_iter().map(|(one, other)| view! {
                            <tr><th scope="row">{one}</th><td>{other}</td></tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    })
}
