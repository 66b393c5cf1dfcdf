//! "My votes": everything a member can do now, in one list.

use axum::extract::State;
use axum::response::Response;
use domain::attendance;
use domain::bureau::AskedSeat;
use domain::ids::{AssemblyId, VoteId};
use domain::live::Live;
use domain::wire::{AssemblyView, ItemView, Me, MyVoice, MyVotes, ProxiesBrief, ToSign};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::declining::OwnSeat;
use crate::components::draw::ReadDraw;
use crate::components::form::Act;
use crate::components::hands::{HandsChip, HandsSaid};
use crate::components::paper::PaperSaid;
use crate::components::time::{When, day};
use crate::components::vote::{ModeChip, StateChip, voice_sentence};
use crate::i18n::Lang;
use crate::islands::key_card::KeyCard;
use crate::islands::pulse::Pulse;
use crate::islands::receipts::Receipts;
use crate::pages::console::bureau::seat_name;
use crate::rpc::bureau::AcceptBureauSeat;
use crate::rpc::desk::{EndOwnCode, TakePart};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /votes`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let (lang, at) = (visitor.lang, app.service.now());
    let outcome = service::views::my_votes(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("votes-title")).with_islands(Bundle::Desk),
        move |mine| {
            view! { <Votes mine at lang /> }
        },
    )
    .await
}

#[component]
fn Votes(mine: MyVotes, at: i64, lang: Lang) -> impl IntoView {
    let MyVotes {
        me,
        assembly,
        voices,
        replaceable,
        proxies,
        seats,
        sheet,
        to_sign,
        hands,
        papers,
        draw,
        elected,
        presence,
        arrives,
        code,
        carried,
    } = mine;
    let item = |vote: VoteId| assembly.as_ref()?.items.iter().find(|item| item.vote == vote).cloned();
    let (draw, elected): (_, Vec<ItemView>) = (draw.and_then(item), elected.into_iter().filter_map(item).collect());
    let greeting = lang.with("votes-greeting", &[("name", me.name.clone().into())]);
    view! {
        <div class="page stack">
            <p class="eyebrow">{greeting}</p>
            <h1>{lang.t("votes-title")}</h1>
            {seats.into_iter().map(|seat| view! { <Asked seat lang /> }).collect_view()}
            {hands.map(|vote| view! {
                <section class="card card--action stack">
                    <h2>{lang.t("hands-title")}</h2>
                    <p>{lang.t("hands-asked")}</p>
                    <p><a class="button button--primary" href=format!("/vote/{vote}/hands")>{lang.t("hands-go")}</a></p>
                </section>
            })}
            {papers.map(|vote| view! {
                <section class="card card--action stack">
                    <h2>{lang.t("paper-title")}</h2>
                    <p>{lang.t("paper-asked")}</p>
                    <p><a class="button button--primary" href=format!("/vote/{vote}/paper")>{lang.t("paper-go")}</a></p>
                </section>
            })}
            {draw.map(|item| view! { <ReadDraw item lang /> })}
            {elected.into_iter().map(|item| view! { <OwnSeat item lang /> }).collect_view()}
            {sheet.map(|assembly| view! {
                <section class="card card--action stack">
                    <h2>{lang.t("sheet-title")}</h2>
                    <p>{lang.t("sheet-asked")}</p>
                    <p><a class="button button--primary" href=format!("/assembly/{assembly}/sheet")>{lang.t("sheet-asked-go")}</a></p>
                </section>
            })}
            {to_sign.into_iter().map(|minutes| view! { <Sign minutes lang /> }).collect_view()}
            {code.map(|assembly| view! { <Slip assembly lang /> })}
            {assembly.as_ref().zip(presence).map(|(assembly, presence)| view! {
                <Presence assembly=assembly.id presence lang />
            })}
            {arrives.map(|assembly| view! {
                <p><a class="button" href=format!("/assembly/{assembly}/arrive")>{lang.t("arrival-go")}</a></p>
            })}
            <KeyCard me=me.clone() own_page=false strings=lang.strings(&["key-", "island-", "refusal-unavailable"]) />
            {proxies.zip(assembly.as_ref().map(|view| view.id)).map(|(brief, id)| view! { <Proxies brief assembly=id.to_string() lang /> })}
            <Receipts cooperative=me.cooperative.to_string() member=me.member.to_string() strings=lang.strings(&["receipts-"]) />
            {match assembly {
                Some(assembly) => view! { <NowAndLater at assembly voices carried replaceable me lang /> }.into_any(),
                None => view! { <p class="notice">{lang.t("votes-none")}</p> }.into_any(),
            }}
        </div>
    }
}

/// Minutes that wait for the member's signature, by their day: there may be those of several assemblies.
#[component]
fn Sign(minutes: ToSign, lang: Lang) -> impl IntoView {
    let on = day(minutes.held_at, &minutes.time_zone, lang);
    view! {
        <section class="card card--action stack">
            <h2>{lang.with("votes-sign-title", &[("day", on.into())])}</h2>
            <p>{lang.t("votes-sign-text")}</p>
            <p><a class="button button--primary" href=format!("/minutes/{}", minutes.assembly)>{lang.t("votes-sign-go")}</a></p>
        </section>
    }
}

/// A seat of the bureau that waits for the member.
#[component]
fn Asked(seat: AskedSeat, lang: Lang) -> impl IntoView {
    let fields = vec![
        ("assembly", seat.assembly.to_string()),
        ("version", seat.version.to_string()),
        ("seat", seat.seat.word().to_owned()),
    ];
    view! {
        <section class="card card--action stack">
            <h2>{lang.with("bureau-asked", &[("seat", seat_name(seat.seat, lang).into())])}</h2>
            <p>{lang.t("bureau-asked-text")}</p>
            <Act action=AcceptBureauSeat::PATH fields label=lang.t("bureau-accept") />
        </section>
    }
}

/// Where proxies for the assembly stand.
#[component]
fn Proxies(brief: ProxiesBrief, assembly: String, lang: Lang) -> impl IntoView {
    let key = match brief {
        ProxiesBrief { held: 1.., .. } => "votes-proxy-asked",
        ProxiesBrief { given: true, .. } => "votes-proxy-given",
        ProxiesBrief { .. } => "votes-proxy",
    };
    view! { <p><a href=format!("/assembly/{assembly}/proxy")>{lang.t(key)}</a></p> }
}

/// A paper code that speaks for the member, and the button that ends it.
#[component]
fn Slip(assembly: AssemblyId, lang: Lang) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="own-code">
            <h2 id="own-code">{lang.t("own-code")}</h2>
            <p>{lang.t("own-code-text")}</p>
            <Act action=EndOwnCode::PATH fields=vec![("assembly", assembly.to_string())] label=lang.t("own-code-end") class="button" />
        </section>
    }
}

/// Whether the member is there, and the button to come or go from a distance.
#[component]
fn Presence(assembly: AssemblyId, presence: attendance::Presence, lang: Lang) -> impl IntoView {
    let there = presence.counts();
    let fields = vec![("assembly", assembly.to_string()), ("comes", if there { "no" } else { "yes" }.to_owned())];
    let (text, label, class) = match there {
        true => ("presence-there", "presence-leave", "button button--quiet"),
        false => ("presence-away", "presence-join", "button"),
    };
    view! {
        <section class="card stack" aria-labelledby="presence">
            <h2 id="presence">{lang.t("presence-title")}</h2>
            <p>{lang.t(text)}" "<span class="article">"C. com. R.225-97"</span></p>
            <Act action=TakePart::PATH fields label=lang.t(label) class />
        </section>
    }
}

/// Whether the roll is fixed and names the voice.
fn on_roll(voice: MyVoice) -> bool {
    matches!(
        voice,
        MyVoice::ToVote
            | MyVoice::Entrusted
            | MyVoice::Voted
            | MyVoice::ByCode
            | MyVoice::VotedByCode
            | MyVoice::CodeOver
            | MyVoice::VotedThenPaper
            | MyVoice::InAdvance
            | MyVoice::Used
            | MyVoice::Unused
            | MyVoice::Carried
    )
}

#[component]
fn NowAndLater(
    at: i64,
    assembly: AssemblyView,
    voices: Vec<MyVoice>,
    carried: Vec<VoteId>,
    replaceable: bool,
    me: Me,
    lang: Lang,
) -> impl IntoView {
    let ready = me.keys.is_some() && voices.iter().any(|voice| matches!(voice, MyVoice::ToVote | MyVoice::Voted));
    let again = voices.iter().all(|voice| *voice != MyVoice::ToVote);
    let button = lang.t(if again { "votes-vote-again" } else { "votes-vote" });
    let items: Vec<(ItemView, MyVoice)> = assembly.items.iter().cloned().zip(voices).collect();
    view! {
        <section class="stack" aria-labelledby="votes-assembly">
            <h2 id="votes-assembly">{lang.t("votes-assembly")}</h2>
            <Pulse assembly=assembly.id shown=Live::of(&assembly, at) turnout=false label=lang.t("console-changed") strings=lang.strings(&["pulse-"]) />
            <p><When at=assembly.starts_at zone=assembly.time_zone.clone() lang />" · "{assembly.place.clone()}</p>
            {ready.then(|| view! {
                <p><a class="button button--primary button--block" href="/ballot">{button}</a></p>
            })}
            <ul class="votes-list stack">
                {items.into_iter().map(|(item, voice)| view! {
                    <li class="card card--action">
                        <div class="cluster"><StateChip state=item.state lang /><ModeChip mode=item.mode lang /><HandsChip hands=item.hands.clone() lang /></div>
                        <h3><a href=format!("/vote/{}", item.vote)>{lang.pick(&item.resolution.title)}</a></h3>
                        <p>{voice_sentence(voice, replaceable, lang)}</p>
                        <HandsSaid item=item.clone() lang /><PaperSaid item=item.clone() lang />
                        {item.void_reason.clone().map(|reason| view! { <p class="hint">{reason}</p> })}
                        {on_roll(voice).then(|| view! {
                            <p class="hint"><a download href=format!("/api/v1/votes/{}/voice-proof.json", item.vote)>{lang.t("votes-proof")}</a></p>
                        })}
                        {carried.contains(&item.vote).then(|| view! {
                            <p class="hint"><a download href=format!("/api/v1/votes/{}/mandate-proof.json", item.vote)>{lang.t("votes-mandate-proof")}</a></p>
                        })}
                        {item.state.is_over().then(|| view! {
                            <p class="hint"><a download href=format!("/api/v1/votes/{}/participation.json", item.vote)>{lang.t("votes-participation")}</a></p>
                        })}
                    </li>
                }).collect_view()}
            </ul>
            {(!ready && me.keys.is_some()).then(|| view! { <p class="hint">{lang.t("votes-nothing-now")}</p> })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn minutes_of_two_assemblies_that_wait_are_told_apart_by_their_day() {
        let card = |held_at: i64| {
            let minutes =
                ToSign { assembly: AssemblyId(Uuid::from_u128(1)), held_at, time_zone: "Europe/Paris".to_owned() };
            view! { <Sign minutes lang=Lang::En /> }.to_html()
        };
        let (first, second) = (card(1_795_431_600_000_000), card(1_798_023_600_000_000));
        assert!(first.contains("23 November 2026") && second.contains("23 December 2026"), "{first} {second}");
        assert!(first.contains("href=\"/minutes/00000000-0000-0000-0000-000000000001\""), "{first}");
    }
}
