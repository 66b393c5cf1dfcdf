//! Patronage refunds, for the board and the secretary: all of them with the form that drafts one, and each one.

pub mod accounts;
pub mod one;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use chrono::Datelike as _;
use domain::Refusal;
use domain::refund::plan::{self, DraftRefund};
use domain::refund::view::RefundLine;
use leptos::prelude::*;

use super::said;
use crate::components::area::Area;
use crate::components::field::{Field, wrong};
use crate::components::money::euros;
use crate::components::register_nav::RegisterNav;
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form is sent.
pub const DRAFT: &str = "/rpc/draft-refund";

type Shown = (Vec<RefundLine>, DraftRefund, Option<Refusal>);

/// `GET /refunds`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let outcome = service::views::refunds(&app.service, &visitor.actor).await;
    show(&app, &visitor, outcome.map(|lines| (lines, DraftRefund::default(), None))).await
}

/// `POST /rpc/draft-refund`
pub async fn post(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<DraftRefund>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let refusal = match service::draft_refund(&app.service, &visitor.actor, &typed).await {
        Ok(year) => return said::on(&format!("/refunds/{year}")),
        Err(service::Error::Refused(refusal)) => refusal,
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    // Whoever may not draft one may not see them either: that answers in its own words.
    let outcome = service::views::refunds(&app.service, &visitor.actor).await;
    show(&app, &visitor, outcome.map(|lines| (lines, typed, Some(refusal)))).await
}

async fn show(app: &AppState, visitor: &Visitor, outcome: Result<Shown, service::Error>) -> Response {
    let (lang, who) = (visitor.lang, visitor.clone());
    let page = |(_, _, refusal): &Shown| {
        let page = Page::new(lang.t("refunds-title"));
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    shell::answer(app, visitor, outcome, page, move |(lines, typed, refusal)| {
        view! { <All lines typed refusal visitor=who.clone() /> }
    })
    .await
}

#[component]
fn All(lines: Vec<RefundLine>, typed: DraftRefund, refusal: Option<Refusal>, visitor: Visitor) -> impl IntoView {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let none = lines.is_empty();
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("refund-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("refunds-title")}</h1> }.into_any(),
            }}
            <RegisterNav visitor />
            <p class="lead">{lang.t("refunds-lead")}</p>
            {none.then(|| view! { <p class="empty">{lang.t("refunds-none")}</p> })}
            <ul class="plain-list stack">
                {lines.into_iter().map(|line| view! { <Line line lang /> }).collect_view()}
            </ul>
            <section class="stack" aria-labelledby="refund-new">
                <h2 id="refund-new">{lang.t("refund-new")}</h2>
                <Typing typed refusal fixed=false lang />
            </section>
        </div>
    }
}

#[component]
fn Line(line: RefundLine, lang: Lang) -> impl IntoView {
    let title = lang.with("refund-of-year", &[("day", day_words(&line.closed_on, lang).into())]);
    view! {
        <li class="card cluster">
            <span class="chip">{lang.t(&format!("refund-state-{}", line.state.word()))}</span>
            <a href=format!("/refunds/{}", line.year)>{title}</a>
            <span>{euros(line.refund, lang)}</span>
        </li>
    }
}

/// "31 décembre 2026"; what is no day, as it is.
pub(crate) fn day_words(closed_on: &str, lang: Lang) -> String {
    let Ok(day) = plan::day(closed_on) else { return closed_on.to_owned() };
    let month = lang.t(&format!("month-{}", day.month()));
    let args = [("day", day.day().into()), ("month", month.into()), ("year", day.year().to_string().into())];
    lang.with("shares-day", &args)
}

/// The form that drafts a refund, with what is in it already. Of one that is kept, the day is `fixed`.
#[component]
fn Typing(typed: DraftRefund, refusal: Option<Refusal>, fixed: bool, lang: Lang) -> impl IntoView {
    // Six amounts, one sentence: it stands beside those that cannot be read.
    let unread =
        move |text: &str| wrong(lang, refusal.filter(|_| plan::amount(text).is_err()), &[Refusal::AmountInvalid]);
    let amounts = [
        ("surplus", typed.surplus.clone()),
        ("others", typed.others.clone()),
        ("reserves", typed.reserves.clone()),
        ("capital", typed.capital.clone()),
        ("reserved", typed.reserved.clone()),
        ("refund", typed.refund.clone()),
    ];
    let table = [Refusal::RefundColumns, Refusal::TextCharacters, Refusal::ImportTooLong, Refusal::TooLarge];
    view! {
        <form class="card stack" method="post" action=DRAFT>
            <Field name="closed_on" kind="date" label=lang.t("refund-closed-on") value=typed.closed_on required=true readonly=fixed
                wrong=wrong(lang, refusal, &[Refusal::RefundDay, Refusal::RefundFrozen, Refusal::RefundYearTaken]) />
            {amounts.map(|(name, value)| view! {
                <Field name label=lang.t(&format!("refund-field-{name}")) wrong=unread(&value) value inputmode=Some("decimal")
                    hint=Some(lang.t(&format!("refund-field-{name}-hint"))) required=true maxlength="30" />
            }).collect_view()}
            <Area name="billed" label=lang.t("refund-billed") value=typed.billed hint=Some(lang.t("refund-billed-hint")) rows="12"
                required=true wrong=wrong(lang, refusal, &table) />
            <p><button class="button button--primary" type="submit">{lang.t("refund-save")}</button></p>
            <p class="hint">{lang.t("refund-save-hint")}</p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_words_and_what_is_none_as_it_is() {
        assert_eq!(day_words("2026-12-31", Lang::Fr), "31 décembre 2026");
        assert_eq!(day_words("2026-12-31", Lang::En), "31 December 2026");
        assert_eq!(day_words("mot", Lang::Fr), "mot");
    }

    #[test]
    fn what_was_typed_comes_back_and_an_amount_that_cannot_be_read_is_marked() {
        let typed = DraftRefund {
            surplus: "300,01".to_owned(),
            others: "beaucoup".to_owned(),
            billed: "n;montant\n1;2".to_owned(),
            ..DraftRefund::default()
        };
        let refusal = Some(Refusal::AmountInvalid);
        let html = view! { <Typing typed refusal fixed=false lang=Lang::En /> }.to_html();
        for kept in ["300,01", "beaucoup", "n;montant\n1;2", "id=\"others-wrong\""] {
            assert!(html.contains(kept), "{kept}: {html}");
        }
        assert!(!html.contains("id=\"surplus-wrong\""), "{html}");
    }
}
