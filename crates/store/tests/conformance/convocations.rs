//! Notices, what became of them, and which assembly people speak of.

use domain::assembly::{AssemblyKind, AssemblyState};
use domain::convocation::notice::{Channel, NoticeRole};
use domain::ids::{AssemblyId, MailId, NoticeId};
use domain::lang::Lang;
use domain::mail::MailState;
use store::mails::{self, Mail};
use store::notices::{self, NewNotice};
use store::{StoreError, Tx, assemblies, convocations};

use crate::append_only::convocation;
use crate::fixture::{ASSEMBLY, COOPERATIVE, Place, assembly, id, member};

fn new(n: u128, state: AssemblyState, starts_at: i64) -> assemblies::Assembly {
    assemblies::Assembly {
        id: AssemblyId(id(n)),
        cooperative: COOPERATIVE,
        kind: AssemblyKind::Mixed,
        call: 1,
        state,
        preset: "sa-cooperative-fr-ago".to_owned(),
        statutes: None,
        place: String::new(),
        time_zone: "Europe/Paris".to_owned(),
        convened_at: 0,
        starts_at,
        opened_at: None,
        ended_at: None,
        suspended_at: None,
        rehearsal_until: None,
    }
}

async fn add(tx: &mut Tx, n: u128, state: AssemblyState, starts_at: i64) -> AssemblyId {
    let new = new(n, state, starts_at);
    assemblies::insert(tx, &new).await.unwrap();
    new.id
}

pub async fn the_assembly_people_speak_of_is_in_session_or_next_or_last(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let far = add(&mut tx, 51, AssemblyState::Convened, 900).await;
    let next = add(&mut tx, 52, AssemblyState::Convened, 500).await;
    let missed = add(&mut tx, 53, AssemblyState::Convened, 100).await;
    let off = add(&mut tx, 54, AssemblyState::Cancelled, 400).await;
    assert_eq!(assemblies::current(&mut tx, 0, 0).await.unwrap(), Some(ASSEMBLY), "in session");
    assert_eq!(assemblies::current(&mut tx, 200, 200).await.unwrap(), Some(next), "opened long ago, and never ended");
    assert!(assemblies::end(&mut tx, ASSEMBLY, AssemblyState::InSession, AssemblyState::Ended, 1).await.unwrap());
    assert_eq!(assemblies::current(&mut tx, 200, 200).await.unwrap(), Some(next));
    assert_eq!(assemblies::current(&mut tx, 501, 501).await.unwrap(), Some(far));
    assert_eq!(assemblies::current(&mut tx, 901, 901).await.unwrap(), Some(far), "nothing to come: the last");
    let all: Vec<AssemblyId> = assemblies::all(&mut tx).await.unwrap().iter().map(|one| one.id).collect();
    assert_eq!(all, [far, next, off, missed, ASSEMBLY]);
    assert!(assemblies::end(&mut tx, next, AssemblyState::Convened, AssemblyState::Cancelled, 1).await.unwrap());
    assert!(!assemblies::end(&mut tx, next, AssemblyState::Convened, AssemblyState::Cancelled, 1).await.unwrap());
    assert_eq!(assemblies::current(&mut tx, 200, 200).await.unwrap(), Some(far));
}

pub async fn a_rehearsal_is_spoken_of_until_it_is_over_or_what_binds_is_in_session(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    assert!(assemblies::end(&mut tx, ASSEMBLY, AssemblyState::InSession, AssemblyState::Ended, 1).await.unwrap());
    let next = add(&mut tx, 51, AssemblyState::Convened, 500).await;
    let rehearsed = assemblies::Assembly { rehearsal_until: Some(300), ..new(52, AssemblyState::Convened, 100) };
    assemblies::insert(&mut tx, &rehearsed).await.unwrap();
    assert_eq!(assemblies::current(&mut tx, 200, 299).await.unwrap(), Some(rehearsed.id));
    assert_eq!(assemblies::rehearsals(&mut tx, 299).await.unwrap(), [rehearsed.id]);
    assert_eq!(assemblies::current(&mut tx, 200, 300).await.unwrap(), Some(next));
    assert!(assemblies::rehearsals(&mut tx, 300).await.unwrap().is_empty());
    assert!(assemblies::open(&mut tx, next, AssemblyState::Convened, AssemblyState::InSession, 250).await.unwrap());
    assert_eq!(assemblies::current(&mut tx, 200, 299).await.unwrap(), Some(next), "in session");
    assert_eq!(assemblies::last_start(&mut tx).await.unwrap(), Some(500));
    let all: Vec<AssemblyId> = assemblies::all(&mut tx).await.unwrap().iter().map(|one| one.id).collect();
    assert!(!all.contains(&rehearsed.id) && all.len() == 2);
}

pub async fn an_assembly_has_one_notice_and_one_second_call(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    let second = add(&mut tx, 51, AssemblyState::Convened, 900).await;
    let third = add(&mut tx, 52, AssemblyState::Convened, 900).await;
    convocation(&mut tx, ASSEMBLY, None).await.unwrap();
    convocation(&mut tx, second, Some(ASSEMBLY)).await.unwrap();
    assert_eq!(convocations::following(&mut tx, ASSEMBLY).await.unwrap(), Some(second));
    assert_eq!(convocations::last(&mut tx).await.unwrap().len(), 2);
    let again = convocation(&mut tx, third, Some(ASSEMBLY)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

pub async fn a_notice_is_written_once_and_tells_what_became_of_it(place: &Place) {
    let mut tx = place.db.write().await.unwrap();
    assembly(&mut tx).await;
    convocation(&mut tx, ASSEMBLY, None).await.unwrap();
    let mail = Mail {
        id: MailId(id(61)),
        once: "notice".to_owned(),
        member: Some(member(1)),
        kind: "convocation".to_owned(),
        address: "personne-1@example.org".to_owned(),
        lang: Lang::Fr,
        subject: String::new(),
        body: String::new(),
        html: String::new(),
        calendar: "BEGIN:VCALENDAR".to_owned(),
        confidential: false,
        state: MailState::Queued,
        attempts: 0,
        created_at: 0,
        due_at: 0,
        until_at: None,
        changed_at: 0,
        answer: String::new(),
    };
    assert!(mails::insert(&mut tx, &mail).await.unwrap());
    let notice = |n: u128, who: u32, mail: Option<MailId>| NewNotice {
        id: NoticeId(id(n)),
        assembly: ASSEMBLY,
        seq: 0,
        copy: 0,
        member: Some(member(who)),
        guest: None,
        role: NoticeRole::Member,
        channel: if mail.is_some() { Channel::Mail } else { Channel::Letter },
        lang: Lang::Fr,
        name: format!("Personne {who}"),
        address: "1 rue des Essais\n25000 Besançon".to_owned(),
        mail,
        at: 7,
    };
    notices::insert(&mut tx, &notice(71, 1, Some(mail.id))).await.unwrap();
    notices::insert(&mut tx, &notice(72, 2, None)).await.unwrap();
    let taken = mails::take(&mut tx, 1, 8).await.unwrap();
    assert_eq!((taken.len(), taken[0].calendar.as_str()), (1, "BEGIN:VCALENDAR"));
    let states = |all: &[notices::Notice]| all.iter().map(|one| (one.member, one.state)).collect::<Vec<_>>();
    let all = notices::of_assembly(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!(states(&all), [(Some(member(1)), Some(MailState::Sending)), (Some(member(2)), None)]);
    let page = notices::page(&mut tx, ASSEMBLY, None, 1).await.unwrap();
    assert_eq!(states(&page), states(&all[..1]));
    let rest = notices::page(&mut tx, ASSEMBLY, Some(page[0].id), 5).await.unwrap();
    assert_eq!(states(&rest), states(&all[1..]), "behind it");
    assert!(notices::page(&mut tx, ASSEMBLY, Some(NoticeId(id(99))), 5).await.unwrap().is_empty(), "behind none");
    let counts = notices::counts(&mut tx, ASSEMBLY).await.unwrap();
    assert_eq!(counts.iter().map(|counted| counted.notices).sum::<u32>() as usize, all.len());
    assert_eq!(counts.iter().filter(|counted| counted.state.is_none()).map(|one| one.notices).sum::<u32>(), 1);
    assert_eq!(notices::of_member(&mut tx, ASSEMBLY, member(2)).await.unwrap().len(), 1);
    assert_eq!(notices::letters(&mut tx, ASSEMBLY, 0).await.unwrap()[0].member, Some(member(2)));
    assert_eq!(notices::by_id(&mut tx, NoticeId(id(71))).await.unwrap().unwrap().mail, Some(mail.id));
    let again = notices::insert(&mut tx, &notice(73, 2, None)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}
