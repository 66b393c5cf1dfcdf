//! Proxies: one live one of each member for an assembly, never changed once given, never moved once over.

use domain::convocation::document::Media;
use domain::ids::ProxyId;
use domain::proxies::{Ending, ProxyMeans, ProxyState};
use store::proxies::{self, Paper, Proxy};
use store::{StoreError, forgetting};

use crate::fixture::{ASSEMBLY, Place, assembly, bytes, id, member, raw};

fn proxy(n: u128, who: u32, to: Option<u32>) -> Proxy {
    Proxy {
        id: ProxyId(id(n)),
        assembly: ASSEMBLY,
        grantor: member(who),
        holder: to.map(member),
        means: ProxyMeans::Signed,
        state: ProxyState::first(to.is_some()),
        ending: None,
        identity: Some(bytes(1)),
        signature: Some(bytes(2)),
        entered_by: None,
        made_at: 1,
        moved_at: 1,
    }
}

pub async fn a_member_has_one_live_proxy_and_what_was_given_stays(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    proxies::insert(&mut tx, &proxy(95, 1, Some(2))).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = place.db.write().await.unwrap();
    let again = proxies::insert(&mut tx, &proxy(96, 1, None)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    drop(tx);

    let mut tx = place.db.write().await.unwrap();
    let given = proxies::live_of(&mut tx, ASSEMBLY, member(1)).await.unwrap().unwrap();
    assert!(proxies::move_to(&mut tx, &given, ProxyState::InForce, None, 2).await.unwrap());
    assert!(!proxies::move_to(&mut tx, &given, ProxyState::Declined, None, 3).await.unwrap(), "it has moved");
    let in_force = proxies::by_id(&mut tx, given.id).await.unwrap().unwrap();
    assert!(proxies::move_to(&mut tx, &in_force, ProxyState::Ended, Some(Ending::GrantorVoted), 3).await.unwrap());
    assert!(proxies::live_of(&mut tx, ASSEMBLY, member(1)).await.unwrap().is_none());
    proxies::insert(&mut tx, &proxy(96, 1, None)).await.unwrap();
    let live = proxies::live_of(&mut tx, ASSEMBLY, member(1)).await.unwrap().unwrap();
    assert!(proxies::revoke(&mut tx, &live, ProxyState::Revoked, (&bytes(3), &bytes(4)), 5).await.unwrap());
    let paper = Proxy {
        means: ProxyMeans::Paper,
        identity: None,
        signature: None,
        entered_by: Some(member(2)),
        ..proxy(97, 3, None)
    };
    proxies::insert(&mut tx, &paper).await.unwrap();
    let of = Paper { proxy: paper.id, name: "a.png".to_owned(), media: Media::Png, bytes: 3, hash: bytes(5) };
    proxies::insert_paper(&mut tx, &of, b"abc").await.unwrap();
    let all = proxies::of_assembly(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!(
        all.iter().map(|one| one.state).collect::<Vec<_>>(),
        [ProxyState::Ended, ProxyState::Revoked, ProxyState::InForce]
    );
    for (who, own) in [(1, vec![95, 96]), (2, vec![95]), (3, vec![97]), (4, vec![])] {
        let found = proxies::of_member(&mut tx, ASSEMBLY, member(who)).await.unwrap();
        let ids: Vec<_> = found.into_iter().map(|one| one.id).collect();
        assert_eq!(ids, own.into_iter().map(|id| proxy(id, 1, None).id).collect::<Vec<_>>(), "{who}");
    }
    assert!(!proxies::takes_part(&mut tx, ASSEMBLY, member(1)).await.unwrap());
    let came = crate::attendances::arrived(1);
    store::attendances::insert(&mut tx, ASSEMBLY, &came, None, ASSEMBLY.0).await.unwrap();
    assert!(proxies::takes_part(&mut tx, ASSEMBLY, member(1)).await.unwrap());
    tx.commit().await.unwrap();

    for statement in [
        "UPDATE proxies SET holder = NULL",
        "UPDATE proxies SET signature = signature",
        "UPDATE proxies SET state = 'in-force', ending = NULL WHERE state = 'ended'",
        "UPDATE proxies SET state = 'in-force' WHERE state = 'revoked'",
        "UPDATE proxy_documents SET hash = hash",
        "UPDATE proxy_documents SET name = 'b.png'",
        "DELETE FROM proxy_documents",
        "DELETE FROM proxies",
    ] {
        let error = raw(&place.url, statement.to_owned()).await.expect_err(statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    let mut tx = place.db.write().await.unwrap();
    assert_eq!(proxies::body(&mut tx, paper.id).await.unwrap(), Some(b"abc".to_vec()));
    assert_eq!(forgetting::proxy_papers(&mut tx, -1).await.unwrap(), 0, "its time has not come");
    assert_eq!(forgetting::proxy_papers(&mut tx, i64::MAX).await.unwrap(), 1);
    assert_eq!(forgetting::proxy_papers(&mut tx, i64::MAX).await.unwrap(), 0, "once");
    assert_eq!(proxies::body(&mut tx, paper.id).await.unwrap(), None);
    assert_eq!(proxies::paper(&mut tx, paper.id).await.unwrap().unwrap().hash, bytes(5));
    assert_eq!(proxies::papers(&mut tx, ASSEMBLY).await.unwrap().len(), 1);
}
