//! Who of the bureau signed the minutes, or a correction, who is awaited, and what such a signature is in law.

use domain::ids::AssemblyId;
use domain::minutes::Minutes;
use domain::minutes_signed::{Document, SeatSigned, Standing};
use domain::wire::Me;
use leptos::prelude::*;

use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::minutes::MinutesDesk;

/// The signatures of the minutes. Of a bureau that is not known nothing is said.
#[component]
pub(super) fn Signed(minutes: Minutes, seats: Vec<SeatSigned>, me: Option<Me>, lang: Lang) -> impl IntoView {
    let (assembly, zone) = (minutes.assembly, minutes.time_zone.clone());
    let known = !seats.is_empty();
    let document = Document::Minutes(Box::new(minutes));
    known.then(|| {
        view! {
            <section class="stack" aria-labelledby="signed">
                <h2 id="signed">{lang.t("minutes-signed-title")}</h2>
                <Seats seats me document assembly zone lang />
                <p class="hint">{lang.t("minutes-signed-law")}</p>
            </section>
        }
    })
}

/// The seats, and a button for each that the reader can sign for.
#[component]
pub(super) fn Seats(
    seats: Vec<SeatSigned>,
    me: Option<Me>,
    document: Document,
    assembly: AssemblyId,
    zone: String,
    lang: Lang,
) -> impl IntoView {
    let awaited = |seat: &&SeatSigned| seat.own && seat.standing == Standing::Awaited;
    let own: Vec<SeatSigned> = seats.iter().filter(awaited).cloned().collect();
    let desks = me.map(|me| {
        let desk = |seat: SeatSigned| view! { <Own me=me.clone() seat document=document.clone() assembly lang /> };
        own.into_iter().map(desk).collect_view()
    });
    view! {
        <ul>{seats.into_iter().map(|seat| view! { <Line seat zone=zone.clone() lang /> }).collect_view()}</ul>
        {desks}
    }
}

/// A seat: by name for members, and by its office alone for others.
#[component]
fn Line(seat: SeatSigned, zone: String, lang: Lang) -> impl IntoView {
    let office = lang.t(&format!("bureau-{}", seat.seat.word()));
    let who = match seat.name {
        Some(name) => format!("{office}, {name}"),
        None => office,
    };
    let standing = match seat.standing {
        Standing::Signed(at) => view! { <span>{lang.t("minutes-signed-at")}" "<When at zone lang /></span> }.into_any(),
        Standing::Awaited => view! { <span>{lang.t("minutes-signed-awaited")}</span> }.into_any(),
        Standing::OnPaper => view! { <span>{lang.t("minutes-signed-paper")}</span> }.into_any(),
    };
    view! { <li><strong>{who}</strong>" — "{standing}</li> }
}

/// Signing for the own seat, by the key of this device.
#[component]
fn Own(me: Me, seat: SeatSigned, document: Document, assembly: AssemblyId, lang: Lang) -> impl IntoView {
    let strings = lang.strings(&["minutes-sign-", "island-", "key-elsewhere", "key-page"]);
    let seat = seat.seat;
    let office = lang.t(&format!("bureau-{}", seat.word()));
    let text = match document {
        Document::Minutes(_) => "minutes-sign-text",
        Document::Correction(_) => "minutes-sign-correction",
    };
    view! {
        <p>{lang.with(text, &[("seat", office.into())])}</p>
        <noscript><p class="alert">{lang.t("minutes-sign-noscript")}</p></noscript>
        <MinutesDesk me assembly seat document strings />
    }
}
