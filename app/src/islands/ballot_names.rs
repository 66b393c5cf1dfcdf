//! The part of the ballot paper of an election: who stands, to be ticked, and blank as an answer of its own.

use domain::contest::{Contest, Said};
use leptos::prelude::*;

use crate::strings::Strings;

/// Blank: nobody.
const BLANK: &str = "blank";

/// What the paper says of one group of boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ticked {
    /// Nothing.
    Nothing,
    /// More names than a ballot may have.
    TooMany,
    /// A voice that is carried: as it voted before.
    Keep,
    /// A voice that is carried: as the own one.
    Same,
    /// This.
    This(Said),
}

/// Reads the values of the boxes that are ticked.
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser has boxes"))]
pub fn read(values: &[String], contest: &Contest) -> Ticked {
    let named: Vec<usize> = values.iter().filter_map(|value| value.parse().ok()).collect();
    match values.first().map(String::as_str) {
        None => Ticked::Nothing,
        Some("keep") => Ticked::Keep,
        Some("same") => Ticked::Same,
        Some(BLANK) => Ticked::This(Said::Blank),
        Some(_) => {
            let said = Said::Names(named);
            if contest.vector(&said).is_some() { Ticked::This(said) } else { Ticked::TooMany }
        }
    }
}

/// The id of the first box of a group: where the focus goes when something is missing there.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser has a focus"))]
pub fn first(field: &str) -> String {
    format!("{field}-0")
}

/// Boxes for everybody who stands, then those for answers of their own; and how many are ticked, as it changes. `alone` are
/// the words of those besides blank.
pub fn names(field: &str, contest: &Contest, alone: &[&'static str], s: &Strings) -> AnyView {
    let count = RwSignal::new(0_usize);
    let most = contest.most;
    let tick = {
        let field = field.to_owned();
        move |value: String| acts::ticked(&field, &value, count)
    };
    acts::restored(field.to_owned(), count);
    let one = |value: String, words: String| {
        let (id, name) = (format!("{field}-{value}"), field.to_owned());
        let tick = tick.clone();
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name=name value=value.clone() on:change=move |_| tick(value.clone()) />
                <span class="choice__mark" aria-hidden="true"></span>
                <span class="choice__label">{words}</span>
            </label>
        }
    };
    let candidates = contest.candidates.iter().enumerate().map(|(at, name)| one(at.to_string(), name.clone()));
    let candidates = candidates.collect_view();
    let others = std::iter::once((BLANK, s.get("ballot-blank")))
        .chain(alone.iter().map(|word| (*word, s.get(&format!("ballot-mandate-{word}")))));
    let others = others.map(|(word, words)| one(word.to_owned(), words)).collect_view();
    let said = s.clone();
    let sentence = move || {
        let count = count.get();
        let key = if u32::try_from(count).is_ok_and(|count| count <= most) {
            "ballot-names-count"
        } else {
            "ballot-names-many"
        };
        said.fill(key, "count", &count.to_string()).replace("[most]", &most.to_string())
    };
    let many = move || u32::try_from(count.get()).map_or(true, |count| count > most);
    view! {
        {candidates}
        <p class="ballot__count" role="status" class:ballot__count--many=many>
            {sentence}
        </p>
        {others}
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
mod acts {
    //! On the server boxes only lie there.
    use leptos::prelude::RwSignal;

    pub fn ticked(_: &str, _: &str, _: RwSignal<usize>) {}
    pub fn restored(_: String, _: RwSignal<usize>) {}
}

#[cfg(feature = "hydrate")]
mod acts {
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::super::browser;

    /// A box was ticked, or is no more: what does not go with it is unticked.
    pub fn ticked(field: &str, value: &str, count: RwSignal<usize>) {
        browser::one_answer(field, value);
        count.set(named(field));
    }

    /// What the browser had ticked before the program woke counts, too.
    pub fn restored(field: String, count: RwSignal<usize>) {
        spawn_local(async move {
            browser::nap(0).await;
            count.set(named(&field));
        });
    }

    fn named(field: &str) -> usize {
        browser::chosen_all(field).iter().filter(|value| value.parse::<usize>().is_ok()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_say_what_a_ballot_may_say_or_that_it_is_too_much() {
        let contest = Contest { seats: 2, most: 2, candidates: ["A", "B", "C"].map(str::to_owned).to_vec() };
        let of = |values: &[&str]| read(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>(), &contest);
        assert_eq!(of(&[]), Ticked::Nothing);
        assert_eq!(of(&["0", "2"]), Ticked::This(Said::Names(vec![0, 2])));
        assert_eq!(of(&["blank"]), Ticked::This(Said::Blank));
        assert_eq!((of(&["keep"]), of(&["same"])), (Ticked::Keep, Ticked::Same));
        assert_eq!((of(&["0", "1", "2"]), of(&["7"])), (Ticked::TooMany, Ticked::TooMany));
    }
}
