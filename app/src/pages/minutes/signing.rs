//! Who of the bureau signed the minutes, who is awaited, and what such a signature is in law.

use domain::minutes::Minutes;
use domain::minutes_signed::{SeatSigned, SignedMinutes, Standing};
use domain::wire::Me;
use leptos::prelude::*;

use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::minutes::MinutesDesk;

/// The seats, and a button for each that the reader can sign for.
#[component]
pub(super) fn Signed(signed: SignedMinutes, lang: Lang) -> impl IntoView {
    let SignedMinutes { minutes, seats, me } = signed;
    let zone = minutes.time_zone.clone();
    let own = seats.iter().filter(|seat| seat.own && seat.standing == Standing::Awaited).cloned().collect::<Vec<_>>();
    let desks = me.map(|me| {
        let desk = |seat: SeatSigned| view! { <Own me=me.clone() seat minutes=minutes.clone() lang /> };
        own.into_iter().map(desk).collect_view()
    });
    (!seats.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="signed">
                <h2 id="signed">{lang.t("minutes-signed-title")}</h2>
                <ul>{seats.into_iter().map(|seat| view! { <Line seat zone=zone.clone() lang /> }).collect_view()}</ul>
                {desks}
                <p class="hint">{lang.t("minutes-signed-law")}</p>
            </section>
        }
    })
}

/// A seat: by name for members, and by its office alone for others.
#[component]
fn Line(seat: SeatSigned, zone: String, lang: Lang) -> impl IntoView {
    let office = lang.t(&format!("bureau-{}", seat.seat.word()));
    let who = match seat.name {
        Some(name) => format!("{office}, {name}"),
        None => office,
    };
    view! {
        <li>
            <strong>{who}</strong>" — "
            {match seat.standing {
                Standing::Signed(at) => view! { <span>{lang.t("minutes-signed-at")}" "<When at zone lang /></span> }.into_any(),
                Standing::Awaited => view! { <span>{lang.t("minutes-signed-awaited")}</span> }.into_any(),
                Standing::OnPaper => view! { <span>{lang.t("minutes-signed-paper")}</span> }.into_any(),
            }}
        </li>
    }
}

/// Signing for the own seat, by the key of this device.
#[component]
fn Own(me: Me, seat: SeatSigned, minutes: Minutes, lang: Lang) -> impl IntoView {
    let strings = lang.strings(&["minutes-sign-", "island-", "key-elsewhere", "key-page"]);
    let seat = seat.seat;
    let office = lang.t(&format!("bureau-{}", seat.word()));
    view! {
        <p>{lang.with("minutes-sign-text", &[("seat", office.into())])}</p>
        <noscript><p class="alert">{lang.t("minutes-sign-noscript")}</p></noscript>
        <MinutesDesk me seat minutes strings />
    }
}
