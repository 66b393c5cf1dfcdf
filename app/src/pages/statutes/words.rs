//! What statutes say, in words. Shared by the page to read and the form.

use domain::proxies::ProxyCap;
use domain::statutes::{Change, Field, Line, Quota, Value};
use leptos::prelude::*;

use crate::i18n::Lang;

/// The name of a field.
pub(super) fn name(field: Field, lang: Lang) -> String {
    lang.t(&format!("statutes-field-{}", field.word()))
}

/// A value, from the text it is stored as. What is none is shown as it stands.
pub(super) fn value(field: Field, text: &str, lang: Lang) -> String {
    let Some(value) = Value::read(field.kind(), text) else { return text.to_owned() };
    match value {
        Value::Nothing => lang.t("statutes-nothing"),
        Value::Quota(asked) => quota(&asked, lang),
        Value::Fraction(fraction) => format!("{}/{}", fraction.num(), fraction.den()),
        Value::Count(count) => lang.with(unit(field), &[("count", count.into())]),
        Value::CutOff(days, hour) => {
            let hour = hour.format("%H:%M").to_string();
            lang.with("statutes-cut-off", &[("days", days.into()), ("hour", hour.into())])
        }
        Value::Word("yes") => lang.t("statutes-yes"),
        Value::Word("no") => lang.t("statutes-no"),
        Value::Word(word) => lang.t(&format!("statutes-{}-{word}", field.word())),
        Value::Cap(ProxyCap::None) => lang.t("statutes-cap-none"),
        Value::Cap(ProxyCap::AtMost(most)) => lang.with("statutes-cap-at-most", &[("count", most.into())]),
        Value::Cap(ProxyCap::FewThenFraction { below, few, fraction }) => {
            let part = format!("{}/{}", fraction.num(), fraction.den());
            lang.with("statutes-cap-few", &[("below", below.into()), ("few", few.into()), ("part", part.into())])
        }
        Value::Weights(weights) => {
            let weights: Vec<String> = weights.iter().map(u32::to_string).collect();
            lang.with("statutes-weights", &[("weights", weights.join(", ").into())])
        }
    }
}

fn quota(asked: &Quota, lang: Lang) -> String {
    let part = format!("{}/{}", asked.fraction.num(), asked.fraction.den());
    let key = if asked.strict { "statutes-more-than" } else { "statutes-at-least" };
    let mut words = vec![lang.with(key, &[("part", part.into())])];
    words.extend(asked.minimum.map(|least| lang.with("statutes-minimum", &[("count", least.into())])));
    words.extend(asked.enough.map(|enough| lang.with("statutes-enough", &[("count", enough.into())])));
    words.join(", ")
}

fn unit(field: Field) -> &'static str {
    match field {
        Field::SupportMembers => "statutes-unit-members",
        Field::PostponementMonths => "statutes-unit-months",
        Field::QuestionDays => "statutes-unit-business-days",
        Field::NoticeFirst | Field::NoticeSecond | Field::ProposalAckDays => "statutes-unit-days",
        _ => "statutes-unit-days-before",
    }
}

/// The name of a preset.
pub(super) fn preset(id: &str, lang: Lang) -> String {
    lang.t(&format!("statutes-preset-{id}"))
}

/// That a value is not the preset's, and whether the law leaves that choice.
#[component]
pub(super) fn Departs(line: Line, lang: Lang) -> impl IntoView {
    let Line { field, preset, against_law, article, .. } = line;
    preset.map(|said| {
        let said = value(field, &said, lang);
        let args = [("preset", said.into()), ("article", article.into())];
        let (class, key) =
            if against_law { ("notice notice--warning", "statutes-against-law") } else { ("hint", "statutes-departs") };
        view! { <p class=class>{lang.with(key, &args)}</p> }
    })
}

/// What changed from one version to the next.
#[component]
pub(super) fn Changes(changes: Vec<Change>, lang: Lang) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        view! {
            <dl class="facts">
                {changes.into_iter().map(|Change { field, before, after }| view! {
                    <div>
                        <dt>{name(field, lang)}</dt>
                        <dd>
                            <del>{value(field, &before, lang)}</del>" → "<ins>{value(field, &after, lang)}</ins>
                        </dd>
                    </div>
                }).collect_view()}
            </dl>
        }
    })
}

#[cfg(test)]
mod tests {
    use domain::statutes::{Confidence, OFFERED, Statutes, Subject};

    use super::*;

    /// Keys made of a word would show bare if the word had none.
    #[test]
    fn every_word_of_the_statutes_is_said_in_both_languages() {
        for lang in Lang::ALL {
            let says = |key: String| assert_ne!(lang.t(&key), key, "{lang:?}");
            for field in Field::ALL {
                says(format!("statutes-field-{}", field.word()));
                if let domain::statutes::Kind::Choice(words) = field.kind() {
                    for word in words {
                        assert!(!value(*field, word, lang).starts_with("statutes-"), "{lang:?} {field:?} {word}");
                    }
                }
            }
            for subject in Subject::ALL {
                says(format!("statutes-subject-{}", subject.word()));
            }
            for id in OFFERED {
                says(format!("statutes-preset-{id}"));
                for line in Statutes::founded(id).expect("offered").lines() {
                    assert!(!value(line.field, &line.value, lang).starts_with("statutes-"), "{lang:?} {line:?}");
                }
            }
            for confidence in [
                Confidence::Primary,
                Confidence::Primary2015,
                Confidence::Secondary,
                Confidence::Memory,
                Confidence::Interpretation,
            ] {
                says(format!("statutes-confidence-{}", confidence.word()));
            }
        }
    }

    #[test]
    fn values_are_sentences_a_member_understands() {
        let fr = |field, text| value(field, text, Lang::Fr);
        assert_eq!(fr(Field::OrdinaryQuorumFirst, "1/5"), "au moins 1/5");
        assert_eq!(fr(Field::OrdinaryMajority, ">1/2"), "plus de 1/2");
        assert_eq!(fr(Field::OrdinaryQuorumSecond, ""), "rien");
        assert_eq!(fr(Field::NoticeFirst, "15"), "15\u{a0}jours");
        assert_eq!(fr(Field::NoticeFirst, "1"), "1\u{a0}jour");
        assert_eq!(fr(Field::ElectronicCutOff, "1 15:00"), "la veille à 15:00");
        assert_eq!(fr(Field::ProxyCap, ""), "autant qu’on en donne");
        assert_eq!(fr(Field::NoticeFirst, "bientôt"), "bientôt", "what is no value is shown as it stands");
    }
}
