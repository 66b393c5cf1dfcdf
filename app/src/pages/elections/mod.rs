//! Elections that take candidates: the list, one of them with what the reader can do, and the form in which a candidate
//! writes. What is refused comes back as it was typed.

pub mod candidate;
pub mod list;
pub mod one;
pub mod stand;

use domain::Refusal;
use domain::candidacies::ElectionView;
use domain::resolution::Text;
use service::policy::{Operation, allow};

use crate::i18n::Lang;
use crate::pages;
use crate::state::AppState;
use crate::visitor::Visitor;

/// An election, once policy has let the visitor in: what is there is not for everybody.
async fn load(app: &AppState, visitor: &Visitor, id: &str) -> Result<ElectionView, service::Error> {
    allow(&visitor.actor, Operation::ReadElections)?;
    service::views::election_view(&app.service, &visitor.actor, pages::id(id)?).await
}

/// A title in the reader's language, in French where no other was written.
fn titled(title: &Text, lang: Lang) -> String {
    let own = lang.pick(title);
    if own.is_empty() { title.fr.clone() } else { own }
}

/// Refusals after which what was typed comes back in its form.
fn comes_back(refusal: Refusal) -> bool {
    use Refusal::{Malformed, MemberState, NotFound, NotYours, SignInFirst, Unavailable};
    !matches!(refusal, Malformed | MemberState | NotFound | NotYours | SignInFirst | Unavailable)
}
