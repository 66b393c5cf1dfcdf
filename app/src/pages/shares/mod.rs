//! Shares: one's own with the certificate, everybody's, one member's ledger.

pub mod certificate;
pub mod ledger;
pub mod mine;
pub mod register;

use domain::Refusal;
use domain::money::Cents;
use domain::shares_view::{LedgerLine, MemberShares, RequestLine};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::field::{Field, wrong};
use crate::components::money::{euros, shares as count, signed, thousands};
use crate::components::person::shown as named;
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::rpc;

/// What was typed, as far as a page can show it again.
fn shown(typed: Option<String>) -> String {
    typed.filter(|text| !text.chars().any(char::is_control)).unwrap_or_default()
}

/// Shares, nominal value, paid, owed.
#[component]
fn Figures(shares: MemberShares, lang: Lang) -> impl IntoView {
    let held = shares.held;
    view! {
        <dl class="facts facts--figures">
            <div><dt>{lang.t("shares-held")}</dt><dd>{thousands(held.shares.unsigned_abs(), lang)}</dd></div>
            <div><dt>{lang.t("shares-nominal")}</dt><dd>{euros(shares.nominal, lang)}</dd></div>
            <div><dt>{lang.t("shares-paid")}</dt><dd>{euros(held.paid, lang)}</dd></div>
            <div><dt>{lang.t("shares-owed")}</dt><dd>{euros(shares.owed, lang)}</dd></div>
        </dl>
    }
}

/// What a reason can be wrong about.
const REASON: [Refusal; 3] = [Refusal::ReasonMissing, Refusal::TextInvalid, Refusal::TextCharacters];

/// An entry that somebody wanted to undo and could not: which, and the reason that was typed.
#[derive(Clone, Debug, Default)]
struct Undo {
    entry: String,
    why: String,
    refusal: Option<Refusal>,
}

/// A member's ledger. The board sees a form beside what can be undone.
#[component]
fn LedgerTable(
    shares: MemberShares,
    board: bool,
    #[prop(default = None)] undo: Option<Undo>,
    lang: Lang,
) -> impl IntoView {
    let (zone, member) = (shares.time_zone.clone(), shares.member.to_string());
    let undo = undo.unwrap_or_default();
    let typed = |entry: &LedgerLine| (undo.entry == entry.id.to_string()).then(|| undo.clone());
    let none = shares.entries.is_empty();
    view! {
        <section class="stack" aria-labelledby="shares-history">
            <h2 id="shares-history">{lang.t("shares-history")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("shares-history-none")}</p> })}
            {(!none).then(|| view! {
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="shares-history">
                    <table class="table">
                        <caption class="visually-hidden">{lang.t("shares-history-caption")}</caption>
                        <thead><tr>
                            <th scope="col">{lang.t("shares-date")}</th>
                            <th scope="col">{lang.t("shares-what")}</th>
                            <th scope="col" class="number">{lang.t("shares-shares")}</th>
                            <th scope="col" class="number">{lang.t("shares-amount")}</th>
                            {board.then(|| view! { <th scope="col"><span class="visually-hidden">{lang.t("shares-correct")}</span></th> })}
                        </tr></thead>
                        <tbody>
                            {shares.entries.into_iter().map(|entry| view! {
                                <Entry typed=typed(&entry) entry zone=zone.clone() member=member.clone() board lang />
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            })}
        </section>
    }
}

#[component]
fn Entry(
    entry: LedgerLine,
    typed: Option<Undo>,
    zone: String,
    member: String,
    board: bool,
    lang: Lang,
) -> impl IntoView {
    use domain::shares::ShareEntryKind::Reversal;
    let what = lang.t(&format!("shares-entry-{}", entry.kind.word()));
    let undoable = board && !entry.reversed && entry.kind != Reversal;
    let amount = match entry.cents {
        Cents(0) => "–".to_owned(),
        cents => euros(cents, lang),
    };
    let about = format!("{what}, {amount}");
    view! {
        <tr>
            <td><Day at=entry.at zone lang /></td>
            <td>{what}{entry.reversed.then(|| view! { " "<span class="chip chip--closed">{lang.t("shares-reversed")}</span> })}
                {(!entry.reason.is_empty()).then(|| view! {
                    <p class="hint">{lang.t("shares-reason")}" "<q>{entry.reason.clone()}</q></p>
                })}</td>
            <td class="number">{signed(entry.shares, lang)}</td>
            <td class="number">{amount}</td>
            {board.then(|| view! {
                <td>{undoable.then(|| view! {
                    <Reverse entry=entry.id.to_string() typed member about lang />
                })}</td>
            })}
        </tr>
    }
}

/// Undoes an entry, for a reason.
#[component]
fn Reverse(entry: String, typed: Option<Undo>, member: String, about: String, lang: Lang) -> impl IntoView {
    let (open, field, typed) = (typed.is_some(), format!("why-{entry}"), typed.unwrap_or_default());
    let wrong = wrong(lang, typed.refusal, &REASON);
    view! {
        <details open=open>
            <summary>{lang.t("shares-reverse")}<span class="visually-hidden">" — "{about}</span></summary>
            <form class="stack" method="post" action=rpc::shares::ReverseShareEntry::PATH>
                <input type="hidden" name="entry" value=entry />
                <input type="hidden" name="member" value=member />
                <Field name="reason" id=field label=lang.t("shares-reverse-why") value=typed.why maxlength="500"
                    required=true wrong />
                <button class="button button--quiet" type="submit">{lang.t("shares-reverse-go")}</button>
            </form>
        </details>
    }
}

/// What a request asks for, in a sentence.
fn asks(request: &RequestLine, lang: Lang) -> String {
    let what = count(request.shares, lang);
    let key = match (request.kind.word(), request.leaves) {
        ("subscription", _) => "shares-asks-subscription",
        ("transfer", false) => "shares-asks-transfer",
        ("transfer", true) => "shares-asks-transfer-leaving",
        (_, false) => "shares-asks-withdrawal",
        (_, true) => "shares-asks-withdrawal-leaving",
    };
    let receiver = request.receiver.as_ref().map_or_else(String::new, |(number, name)| match number {
        Some(number) if !name.is_empty() => {
            format!("{name} ({})", lang.with("member-number", &[("number", (*number).into())]))
        }
        _ => named(lang, name, *number),
    });
    let value = euros(request.value, lang);
    lang.with(key, &[("shares", what.into()), ("receiver", receiver.into()), ("value", value.into())])
}

#[cfg(test)]
mod tests {
    use domain::ids::{MemberId, ShareRequestId};
    use domain::share_requests::{RequestKind, RequestState};

    use super::*;

    #[test]
    fn who_received_and_was_forgotten_is_a_number() {
        let to = |name: &str| RequestLine {
            id: ShareRequestId(uuid::Uuid::from_u128(1)),
            kind: RequestKind::Transfer,
            shares: 2,
            value: Cents(3200),
            money: None,
            member: MemberId(uuid::Uuid::from_u128(2)),
            number: Some(2),
            name: "Camille".to_owned(),
            receiver: Some((Some(7), name.to_owned())),
            leaves: false,
            state: RequestState::Granted,
            asked_at: 0,
            decided_at: None,
            reason: String::new(),
            for_another: false,
        };
        assert!(
            asks(&to("Dominique"), Lang::En).contains("Dominique (member no. 7)"),
            "{}",
            asks(&to("Dominique"), Lang::En)
        );
        assert!(asks(&to(""), Lang::En).contains("former member no. 7"), "{}", asks(&to(""), Lang::En));
    }
}
