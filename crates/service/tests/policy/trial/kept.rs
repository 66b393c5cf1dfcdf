//! A session whose vote has voices entrusted to the server.

use domain::entrusted::ConfirmEntrusted;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use service::{Convocation, Service, views};

use super::world::votes;

/// Convenes it, as another was.
pub async fn convened(service: &Service, chair: &Actor, other: Convocation) -> AssemblyId {
    let entrusted = Convocation { entrusted: true, ..other };
    service::convene(service, chair, &entrusted).await.unwrap()
}

/// Begins it. However many are without a key, the board confirms them; the vote is closed again, for nothing is imported while one is
/// open.
pub async fn begun(service: &Service, chair: &Actor, kept: AssemblyId) {
    service::open_session(service, chair, kept).await.unwrap();
    super::bureau::constitute(service, chair, kept).await;
    let all = views::cooperative(service).await.unwrap().members;
    let most = ConfirmEntrusted { most: all };
    service::confirm_entrusted(service, chair, kept, &most).await.unwrap();
    let vote = votes(service, kept).await[0];
    service::open_vote(service, chair, vote).await.unwrap();
    service::close_vote(service, chair, vote).await.unwrap();
}
