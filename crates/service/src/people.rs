//! Whom somebody means who types a member: a number, alone or before the name as lists show it, or a name.

use domain::Refusal;
use domain::identity::fold;
use domain::member::MemberState;
use domain::register::{RegisterFilter, RegisterSort};
use store::members::Member;
use store::{Tx, members, register};

use crate::Error;

/// Most lines a name is looked for in. More that fit are no answer anyway.
const MOST: u32 = 50;

/// Most characters of a number and a name.
const LONGEST: usize = 250;

/// The member meant. A name means a member when every word of it is a word of the name of one active member, and of one
/// alone; capitals and accents play no part.
///
/// # Errors
/// [`Refusal::NoSuchNumber`]; [`Refusal::MemberUnclear`] for a name that nobody has, or several.
pub(crate) async fn meant(tx: &mut Tx, typed: &str) -> Result<Member, Error> {
    if typed.chars().count() > LONGEST || typed.chars().any(domain::text::refused) {
        return Err(Refusal::MemberUnclear.into());
    }
    let first = typed.split_whitespace().next().ok_or(Refusal::MemberUnclear)?;
    if let Ok(number) = first.parse::<u32>() {
        return Ok(members::by_number(tx, number).await?.ok_or(Refusal::NoSuchNumber)?);
    }
    let filter = RegisterFilter { text: typed.to_owned(), state: Some(MemberState::Active), class: None };
    let wanted = fold(typed);
    let mut found = register::lines(tx, &filter, RegisterSort::Number, None, MOST).await?;
    found.retain(|line| {
        let name = fold(&line.name);
        wanted.split(' ').all(|word| name.split(' ').any(|other| other == word))
    });
    match found.as_slice() {
        [one] => Ok(members::by_id(tx, one.id).await?.ok_or(Refusal::MemberUnclear)?),
        _ => Err(Refusal::MemberUnclear.into()),
    }
}
