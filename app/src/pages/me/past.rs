//! What happened: to the membership, to offices, to keys, and to the record itself.

use domain::member::{Happened, KeyOrigin, MemberMove};
use domain::own_record::{ActLine, By, HistoryLine, KeyLine, OfficeLine, OwnRecord};
use domain::roles::Role;
use leptos::prelude::*;

use crate::components::person::shown;
use crate::components::time::When;
use crate::i18n::Lang;

fn by_words(by: &By, lang: Lang) -> String {
    match by {
        By::Yourself => lang.t("me-by-you"),
        By::Nobody => lang.t("me-by-nobody"),
        By::Member { name, number } => shown(lang, name, *number),
    }
}

fn happened_key(happened: Happened) -> &'static str {
    match happened {
        Happened::Apply => "happened-apply",
        Happened::Move(MemberMove::Admit) => "happened-admit",
        Happened::Move(MemberMove::Refuse) => "happened-refuse",
        Happened::Move(MemberMove::Activate) => "happened-activate",
        Happened::Move(MemberMove::Suspend) => "happened-suspend",
        Happened::Move(MemberMove::Resume) => "happened-resume",
        Happened::Move(MemberMove::Leave) => "happened-leave",
        Happened::Move(MemberMove::Exclude) => "happened-exclude",
        Happened::Move(MemberMove::Die) => "happened-die",
    }
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Chair => "role-chair",
        Role::Secretary => "role-secretary",
        Role::Board => "role-board",
        Role::Scrutineer => "role-scrutineer",
        Role::Auditor => "role-auditor",
        Role::Operator => "role-operator",
        Role::KeyHolder => "role-key-holder",
    }
}

/// The membership: shares in sum, history, offices.
#[component]
pub fn Membership(mine: OwnRecord, lang: Lang) -> impl IntoView {
    let zone = mine.time_zone.clone();
    let shares = lang.with("me-shares-held", &[("shares", mine.shares.into())]);
    let history = mine.history.into_iter().map(|line| view! { <History line zone=zone.clone() lang /> }).collect_view();
    let zone = mine.time_zone;
    let none = mine.offices.is_empty();
    let offices = mine.offices.into_iter().map(|line| view! { <Office line zone=zone.clone() lang /> }).collect_view();
    view! {
        <section class="stack" aria-labelledby="me-membership">
            <h2 id="me-membership">{lang.t("me-membership-title")}</h2>
            <p>{shares}" "<a href="/me/shares">{lang.t("me-shares")}</a></p>
            <ul class="plain-list stack">{history}</ul>
            <h3>{lang.t("me-offices-title")}</h3>
            {none.then(|| view! { <p>{lang.t("me-offices-none")}</p> })}
            <ul class="plain-list stack">{offices}</ul>
        </section>
    }
}

#[component]
fn History(line: HistoryLine, zone: String, lang: Lang) -> impl IntoView {
    let reason = (!line.reason.is_empty()).then(|| view! { <p><q>{line.reason}</q></p> });
    view! {
        <li>
            <p><strong>{lang.t(happened_key(line.happened))}</strong>" · "<When at=line.at zone lang />" · "{by_words(&line.by, lang)}</p>
            {reason}
        </li>
    }
}

#[component]
fn Office(line: OfficeLine, zone: String, lang: Lang) -> impl IntoView {
    let until = line.until.map(|at| view! { " – "<When at zone=zone.clone() lang /> });
    view! {
        <li>
            <p>
                <strong>{lang.t(role_key(line.role))}</strong>" · "<When at=line.from zone=zone.clone() lang />{until}
                {line.now.then(|| view! { " "<span class="chip">{lang.t("me-office-now")}</span> })}
            </p>
        </li>
    }
}

/// Voting keys: what is public of them.
#[component]
pub fn Keys(mine: OwnRecord, lang: Lang) -> impl IntoView {
    let none = mine.keys.is_empty();
    let zone = mine.time_zone;
    let line = |line: KeyLine| {
        let origin = lang.t(match line.origin {
            KeyOrigin::First => "me-key-first",
            KeyOrigin::Replaced => "me-key-replaced",
            KeyOrigin::Recovered => "me-key-recovered",
        });
        view! {
            <li><p><code class="mono" translate="no">{line.fingerprint}</code>" · "{origin}" · "<When at=line.since zone=zone.clone() lang /></p></li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="me-keys">
            <h2 id="me-keys">{lang.t("me-keys-title")}</h2>
            <p class="hint">{lang.t("me-keys-text")}</p>
            {none.then(|| view! { <p>{lang.t("me-keys-none")}</p> })}
            <ul class="plain-list stack">{mine.keys.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// Who did what to the record, when.
#[component]
pub fn Acts(mine: OwnRecord, lang: Lang) -> impl IntoView {
    let zone = mine.time_zone;
    let row = |line: ActLine| {
        view! {
            <tr>
                <td>{lang.t(&format!("audit-{}", line.act))}</td>
                <td>{by_words(&line.by, lang)}</td>
                <td><When at=line.at zone=zone.clone() lang /></td>
            </tr>
        }
    };
    view! {
        <section class="stack" aria-labelledby="me-acts">
            <h2 id="me-acts">{lang.t("me-acts-title")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="me-acts">
                <table class="table">
                    <caption class="visually-hidden">{lang.t("me-acts-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{lang.t("me-acts-what")}</th>
                            <th scope="col">{lang.t("me-acts-who")}</th>
                            <th scope="col">{lang.t("me-acts-when")}</th>
                        </tr>
                    </thead>
                    <tbody>{mine.acts.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
