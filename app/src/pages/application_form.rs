//! The fields of an application, on the public page and on the board's.

use domain::Refusal;
use domain::identity::{Identity, Postal};
use domain::member::MemberClass;
use domain::register::Apply;
use leptos::prelude::*;
use serde::Deserialize;

use crate::components::field::Field;
use crate::i18n::Lang;

/// What is typed into the form. What a browser leaves out of it (a box that is not ticked) is as if empty.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    /// `cooperator`, `organisation`, and for the board `friend`.
    pub class: String,
    /// Name.
    pub name: String,
    #[serde(default)]
    representative: String,
    #[serde(default)]
    legal_number: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    street: String,
    #[serde(default)]
    postcode: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    country: String,
    /// Shares wished.
    #[serde(default)]
    pub shares: String,
    #[serde(default)]
    email_consent: Option<String>,
}

impl Typed {
    /// An empty form.
    #[must_use]
    pub fn empty(lang: Lang) -> Self {
        let country = if lang == Lang::Fr { "France" } else { "" };
        Self { class: "cooperator".to_owned(), country: country.to_owned(), ..Self::default() }
    }

    /// What is sent, as the service takes it. Of a person, what only organisations have is left aside: the page hides it.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a class there is not.
    pub fn read(&self, lang: Lang) -> Result<Apply, Refusal> {
        let class = match self.class.as_str() {
            "cooperator" => MemberClass::Cooperator,
            "organisation" => MemberClass::Organisation,
            "friend" => MemberClass::Friend,
            _ => return Err(Refusal::Malformed),
        };
        let own = |text: &str| (class == MemberClass::Organisation && !text.is_empty()).then(|| text.to_owned());
        let identity = Identity {
            class,
            name: self.name.clone(),
            representative: own(&self.representative),
            legal_number: own(&self.legal_number),
            postal: Postal {
                street: self.street.clone(),
                postcode: self.postcode.clone(),
                city: self.city.clone(),
                country: self.country.clone(),
            },
        };
        let lang = lang.into();
        let (email, email_consent) = (self.email.clone(), self.email_consent.is_some());
        // What is no number is none at all, and too few.
        let shares = self.shares.trim().parse().unwrap_or(0);
        Ok(Apply { identity, email, lang, shares, email_consent })
    }

    /// The field a refusal is about.
    #[must_use]
    pub fn place(&self, refusal: Refusal) -> &'static str {
        let organisation = self.class == "organisation";
        match refusal {
            Refusal::EmailInvalid => "email",
            Refusal::TooFewShares => "shares",
            Refusal::RepresentativeMissing => "representative",
            Refusal::LegalNumberMissing => "legal_number",
            Refusal::AddressMissing if self.street.is_empty() => "street",
            Refusal::AddressMissing => "city",
            Refusal::TextInvalid | Refusal::TextCharacters => {
                let fields = [
                    ("name", &self.name, 200, true),
                    ("representative", &self.representative, 200, false),
                    ("legal_number", &self.legal_number, 40, false),
                    ("street", &self.street, 200, false),
                    ("city", &self.city, 200, false),
                    ("postcode", &self.postcode, 40, false),
                    ("country", &self.country, 200, false),
                ];
                let only = |name: &str| !organisation && matches!(name, "representative" | "legal_number");
                let wrong = fields.into_iter().find(|(name, text, most, needed)| {
                    !only(name) && (*needed || !text.is_empty()) && domain::text::check(text, *most).is_err()
                });
                wrong.map_or("name", |(name, ..)| name)
            }
            _ => "",
        }
    }
}

/// The sentence beside a field, if a refusal is about it.
#[must_use]
pub fn wrong(field: &str, typed: &Typed, refusal: Option<Refusal>, lang: Lang) -> Option<String> {
    let refusal = refusal.filter(|refusal| typed.place(*refusal) == field)?;
    Some(lang.t(&format!("refusal-{}", refusal.code())))
}

/// One of the kinds of applicants.
#[component]
pub fn Class(
    /// As it is sent.
    value: &'static str,
    /// Words beside it.
    label: String,
    /// What is chosen already.
    typed: String,
) -> impl IntoView {
    let (id, checked) = (format!("class-{value}"), typed == value);
    view! {
        <label class="check" for=id.clone()>
            <input type="radio" id=id.clone() name="class" value=value checked=checked />
            <span>{label}</span>
        </label>
    }
}

/// Names, and how to reach somebody by e-mail.
#[component]
pub fn Who(
    /// What is typed already.
    typed: Typed,
    /// Why it was refused.
    refusal: Option<Refusal>,
    /// What the address is for.
    email_hint: String,
    /// Whether there must be one.
    email_required: bool,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let wrong = |field: &str| wrong(field, &typed, refusal, lang);
    view! {
        <div class="form-group">
            <Field name="name" label=lang.t("apply-name") value=typed.name.clone() hint=Some(lang.t("apply-name-hint"))
                autocomplete="name" required=true wrong=wrong("name") />
        </div>
        <fieldset class="form-group only-organisation">
            <legend>{lang.t("apply-organisation-title")}</legend>
            <Field name="representative" label=lang.t("apply-representative") value=typed.representative.clone()
                hint=Some(lang.t("apply-representative-hint")) wrong=wrong("representative") />
            <Field name="legal_number" label=lang.t("apply-legal-number") value=typed.legal_number.clone() maxlength="40"
                hint=Some(lang.t("apply-legal-number-hint")) wrong=wrong("legal_number") />
        </fieldset>
        <div class="form-group">
            <Field name="email" kind="email" label=lang.t("apply-email") value=typed.email.clone() maxlength="254"
                hint=Some(email_hint) autocomplete="email" required=email_required wrong=wrong("email") />
        </div>
    }
}

/// Where letters go.
#[component]
pub fn Where(
    /// What is typed already.
    typed: Typed,
    /// Why it was refused.
    refusal: Option<Refusal>,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let wrong = |field: &str| wrong(field, &typed, refusal, lang);
    view! {
        <fieldset class="form-group not-friend">
            <legend>{lang.t("apply-postal")}</legend>
            <Field name="street" label=lang.t("apply-street") value=typed.street.clone() autocomplete="street-address"
                wrong=wrong("street") />
            <div class="field-row">
                <Field name="postcode" label=lang.t("apply-postcode") value=typed.postcode.clone() maxlength="40"
                    autocomplete="postal-code" wrong=wrong("postcode") />
                <Field name="city" label=lang.t("apply-city") value=typed.city.clone() autocomplete="address-level2"
                    wrong=wrong("city") />
            </div>
            <Field name="country" label=lang.t("apply-country") value=typed.country.clone() autocomplete="country-name"
                wrong=wrong("country") />
        </fieldset>
    }
}

/// Convocations by e-mail: asked separately, never ticked beforehand.
#[component]
pub fn Consent(
    /// What is typed already.
    typed: Typed,
    /// Words beside the box.
    label: String,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! {
        <div class="form-group">
            <label class="check" for="email_consent">
                <input type="checkbox" id="email_consent" name="email_consent" value="yes"
                    checked=typed.email_consent.is_some() aria-describedby="email_consent-hint" />
                <span>{label}</span>
            </label>
            <p class="hint" id="email_consent-hint">{lang.t("apply-consent-hint")}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stands_beside_the_field_it_is_about() {
        let typed = Typed { name: "A".to_owned(), ..Typed::empty(Lang::Fr) };
        let organisation = Typed { class: "organisation".to_owned(), representative: "x ".to_owned(), ..typed.clone() };
        for (typed, refusal, place) in [
            (&typed, Refusal::AddressMissing, "street"),
            (&Typed { street: "1 rue".to_owned(), ..typed.clone() }, Refusal::AddressMissing, "city"),
            (&Typed { city: " Lyon".to_owned(), ..typed.clone() }, Refusal::TextCharacters, "city"),
            (&Typed { name: String::new(), ..typed.clone() }, Refusal::TextInvalid, "name"),
            (&organisation, Refusal::TextCharacters, "representative"),
            (&typed, Refusal::EmailInvalid, "email"),
            (&typed, Refusal::TooFewShares, "shares"),
            (&typed, Refusal::Unavailable, ""),
        ] {
            assert_eq!(typed.place(refusal), place, "{refusal}");
        }
    }

    #[test]
    fn of_a_person_nothing_is_sent_that_only_organisations_have() {
        let typed = Typed { legal_number: "1".to_owned(), shares: " 3 ".to_owned(), ..Typed::empty(Lang::En) };
        let sent = typed.read(Lang::En).unwrap();
        assert_eq!((sent.identity.legal_number, sent.shares, sent.email_consent), (None, 3, false));
        let other = Typed { class: "chair".to_owned(), ..typed };
        assert_eq!(other.read(Lang::En), Err(Refusal::Malformed));
    }
}
