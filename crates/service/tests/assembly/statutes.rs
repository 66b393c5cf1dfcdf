//! The statutes: versions, what rests on them, who changes them and when.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::ids::AssemblyId;
use domain::resolution::Choice;
use domain::roles::Actor;
use domain::statutes::{AdoptStatutes, Field, Statutes};
use protocol::record::Entry;
use protocol::{canonical, hash};
use serde_json::Value;
use service::{Convocation, Error, Service, views};
use store::testing::{Place, of_step};
use uuid::Uuid;

use crate::world::{DAY, START, World, agenda, refusal};

/// START is noon in Paris of Monday 23 November 2026, when the assembly of the world is held.
pub const NEXT_DAY: &str = "2026-11-24";

pub fn asked(follows: u32, from: &str, values: &[(Field, &str)]) -> AdoptStatutes {
    AdoptStatutes {
        follows,
        preset: "sa-cooperative-fr-ago".to_owned(),
        from: from.to_owned(),
        decision: "AGE du 3 mai 2026, résolution 4".to_owned(),
        vote: None,
        values: values
            .iter()
            .chain(&[(Field::BallotReplaceable, "yes")])
            .rev()
            .map(|(field, value)| (field.word().to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
    }
}

pub async fn adopt(world: &World, asked: &AdoptStatutes) -> Result<u32, Error> {
    service::adopt_statutes(&world.service, world.chair(), asked).await
}

async fn convene_at(world: &World, starts_at: i64) -> Result<AssemblyId, Error> {
    let convocation = Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at,
        place: "Besançon".to_owned(),
        agenda: agenda(),
        key_holders: vec![world.people[2].id],
        advance: None,
        entrusted: false,
    };
    service::convene(&world.service, world.chair(), &convocation).await
}

/// The world, gone over to an assembly a month later.
async fn a_month_later(mut world: World) -> World {
    world.assembly = convene_at(&world, START + 30 * DAY).await.unwrap();
    world.clock.set(START + 30 * DAY);
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    (world.open, world.secret) = (view.items[0].vote, view.items[1].vote);
    world
}

#[tokio::test]
async fn a_cooperative_begins_with_its_preset_as_version_one() {
    let world = World::new().await;
    let view = views::statutes(&world.service, &world.people[5].actor, None).await.unwrap();
    assert_eq!((view.shown, view.in_force, view.versions.len(), view.countable), (1, 1, 1, true));
    let first = &view.versions[0];
    assert_eq!((first.decision.as_str(), first.by, first.vote, first.changes.len()), ("", None, None, 0));
    let departing: Vec<Field> = view.lines.iter().filter(|line| line.preset.is_some()).map(|line| line.field).collect();
    assert_eq!(departing, [Field::BallotReplaceable]);
    let missing = views::statutes(&world.service, &world.people[5].actor, Some(2)).await;
    assert_eq!(refusal(missing), Refusal::NotFound);
    assert_eq!(refusal(views::statutes(&world.service, &Actor::Anyone, None).await), Refusal::SignInFirst);
}

#[tokio::test]
async fn statutes_change_by_a_decision_the_board_names() {
    let world = World::new().await;
    let raised = [(Field::OrdinaryQuorumFirst, "1/2")];
    let member = service::adopt_statutes(&world.service, &world.people[5].actor, &asked(1, NEXT_DAY, &raised)).await;
    assert_eq!(refusal(member), Refusal::NotYours);
    let with = |change: fn(&mut AdoptStatutes)| {
        let mut asked = asked(1, NEXT_DAY, &raised);
        change(&mut asked);
        asked
    };
    let refused: [(AdoptStatutes, Refusal); 9] = [
        (with(|asked| asked.decision = "  ".to_owned()), Refusal::StatutesDecision),
        (with(|asked| asked.decision = "a\u{202E}b".to_owned()), Refusal::TextCharacters),
        (with(|asked| asked.follows = 2), Refusal::StatutesChanged),
        (with(|asked| asked.preset = "nowhere".to_owned()), Refusal::Malformed),
        (with(|asked| drop(asked.values.insert("notice-first".to_owned(), "soon".to_owned()))), Refusal::StatutesValue),
        (
            with(|asked| drop(asked.values.insert("ordinary-quorum-first".to_owned(), "1/6".to_owned()))),
            Refusal::StatutesQuorumLowered,
        ),
        (with(|asked| asked.vote = Some(domain::ids::VoteId(Uuid::nil()))), Refusal::StatutesDecision),
        (asked(1, NEXT_DAY, &[]), Refusal::StatutesUnchanged),
        (asked(1, "2026-11-23", &raised), Refusal::StatutesDay),
    ];
    for (asked, expected) in refused {
        assert_eq!(refusal(adopt(&world, &asked).await), expected, "{asked:?}");
        let preview = views::statutes_preview(&world.service, world.chair(), &asked).await;
        assert_eq!(refusal(preview), expected, "a preview promises nothing that is refused: {asked:?}");
    }
    let not_decided = AdoptStatutes { vote: Some(world.open), ..asked(1, NEXT_DAY, &raised) };
    assert_eq!(refusal(adopt(&world, &not_decided).await), Refusal::StatutesDecision);
    let preview = views::statutes_preview(&world.service, world.chair(), &asked(1, NEXT_DAY, &raised)).await.unwrap();
    assert_eq!((preview.number, preview.changes.len(), preview.other_preset), (2, 1, false));
    assert_eq!(adopt(&world, &asked(1, NEXT_DAY, &raised)).await.unwrap(), 2);
    assert_eq!(refusal(adopt(&world, &asked(1, NEXT_DAY, &raised)).await), Refusal::StatutesChanged, "twice");
    let view = views::statutes(&world.service, &world.people[5].actor, None).await.unwrap();
    assert_eq!((view.in_force, view.shown, view.versions.len()), (1, 1, 2), "from tomorrow on");
    let second = &view.versions[0];
    assert_eq!((second.number, second.by, second.decision.as_str()), (2, Some(1), "AGE du 3 mai 2026, résolution 4"));
    assert_eq!((second.changes[0].before.as_str(), second.changes[0].after.as_str()), ("1/5", "1/2"));
    world.clock.set(START + DAY);
    let view = views::statutes(&world.service, &world.people[5].actor, None).await.unwrap();
    assert_eq!((view.in_force, view.shown), (2, 2));
}

#[tokio::test]
async fn an_assembly_keeps_the_version_it_was_convened_under() {
    let world = World::new().await;
    adopt(&world, &asked(1, NEXT_DAY, &[(Field::OrdinaryQuorumFirst, "1/2")])).await.unwrap();
    let before = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!((before.statutes, before.quorum.needed), (Some(1), Some(2)), "a fifth of seven");
    let later = convene_at(&world, START + 30 * DAY).await.unwrap();
    let after = views::assembly(&world.service, later).await.unwrap();
    assert_eq!((after.statutes, after.quorum.needed), (Some(2), Some(4)), "a half of seven");
    assert_eq!(after.quorum.article, "Statuts (C. com. L.225-98 al. 2)");
    let entry = |text: String| Entry::parse(text.lines().next().unwrap()).unwrap();
    let entry = entry(views::record(&world.service, later).await.unwrap());
    let versions = views::statutes(&world.service, world.chair(), None).await.unwrap().versions;
    assert_eq!(entry.kind, "statutes");
    assert_eq!((&entry.body["version"], &entry.body["statutes"]), (&2.into(), &versions[0].hash.clone().into()));
    assert_eq!(entry.body["preset"], "sa-cooperative-fr-ago");
    // Now nothing takes effect before the day after the later one.
    let too_soon = adopt(&world, &asked(2, "2026-12-01", &[(Field::NoticeFirst, "20")])).await;
    assert_eq!(refusal(too_soon), Refusal::StatutesDay);
    let form = views::statutes_form(&world.service, world.chair(), None).await.unwrap();
    assert_eq!((form.first_day.as_str(), form.follows), ("2026-12-24", 2));
    assert_eq!(adopt(&world, &asked(2, &form.first_day, &[(Field::NoticeFirst, "20")])).await.unwrap(), 3);
}

#[tokio::test]
async fn of_two_who_adopt_at_once_one_is_told() {
    let world = World::new().await;
    let (one, other) =
        (asked(1, NEXT_DAY, &[(Field::NoticeFirst, "20")]), asked(1, NEXT_DAY, &[(Field::NoticeFirst, "21")]));
    let both = tokio::join!(adopt(&world, &one), adopt(&world, &other));
    let (done, refused): (Vec<_>, Vec<_>) = [both.0, both.1].into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    assert!(refused.into_iter().all(|outcome| refusal(outcome) == Refusal::StatutesChanged));
}

#[tokio::test]
async fn where_the_statutes_say_so_the_first_ballot_is_the_last() {
    let world = World::new().await;
    adopt(&world, &asked(1, NEXT_DAY, &[(Field::BallotReplaceable, "no")])).await.unwrap();
    assert!(world.paper(3).await.replaceable, "the assembly of today was convened before");
    let world = a_month_later(world).await;
    world.open_votes().await;
    assert!(!world.paper(3).await.replaceable);
    let first = world.open_ballot(3, Choice::For, 1).await;
    let receipt = world.cast_open(3, &first).await.unwrap();
    let second = world.open_ballot(3, Choice::Against, 2).await;
    assert_eq!(refusal(world.cast_open(3, &second).await), Refusal::BallotFinal);
    assert_eq!(world.cast_open(3, &first).await.unwrap(), receipt, "the same again is answered with the same");
    let sealed = world.secret_ballot(3, Choice::For, 1).await;
    world.cast_secret(3, &sealed).await.unwrap();
    let again = world.secret_ballot(3, Choice::Against, 2).await;
    assert_eq!(refusal(world.cast_secret(3, &again).await), Refusal::BallotFinal);
}

#[tokio::test]
async fn minutes_are_for_members_where_the_statutes_say_so() {
    let world = World::new().await;
    adopt(&world, &asked(1, NEXT_DAY, &[(Field::MinutesReaders, "members")])).await.unwrap();
    let later = convene_at(&world, START + 30 * DAY).await.unwrap();
    for (assembly, anyone) in [(world.assembly, true), (later, false)] {
        let read = views::minutes(&world.service, &Actor::Anyone, assembly).await;
        assert_eq!(
            read.map(drop).map_err(|error| error.refusal()),
            if anyone { Ok(()) } else { Err(Refusal::SignInFirst) }
        );
        assert!(views::minutes(&world.service, &world.people[5].actor, assembly).await.is_ok());
        let code = domain::ids::PaperCodeId(Uuid::from_u128(1));
        let slip = Actor::Code { id: world.people[5].id, code };
        let read = views::minutes(&world.service, &slip, assembly).await;
        let expected = if anyone { Ok(()) } else { Err(Refusal::CodeVotesOnly) };
        assert_eq!(read.map(drop).map_err(|error| error.refusal()), expected, "whoever holds a slip may be anybody");
    }
}

#[tokio::test]
async fn nobody_is_convened_to_what_is_not_counted() {
    let world = World::new().await;
    adopt(&world, &asked(1, NEXT_DAY, &[(Field::QuorumBasis, "shares")])).await.unwrap();
    assert_eq!(refusal(convene_at(&world, START + 30 * DAY).await), Refusal::StatutesNotCounted);
    assert!(!views::statutes(&world.service, world.chair(), Some(2)).await.unwrap().countable);
}

#[tokio::test]
async fn a_decided_vote_is_named_and_one_that_adopted_nothing_is_not() {
    let world = World::voting().await;
    let ballot = world.open_ballot(3, Choice::For, 1).await;
    world.cast_open(3, &ballot).await.unwrap();
    let ballot = world.open_ballot(4, Choice::For, 1).await;
    world.cast_open(4, &ballot).await.unwrap();
    service::close_vote(&world.service, world.chair(), world.open).await.unwrap();
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    assert_eq!(
        view.items[0].decision.as_ref().and_then(|decision| decision.version),
        Some(1),
        "the rule names its version"
    );
    let form = views::statutes_form(&world.service, world.chair(), None).await.unwrap();
    assert_eq!(form.votes.iter().map(|vote| vote.vote).collect::<Vec<_>>(), [world.open]);
    let raised = [(Field::NoticeFirst, "20")];
    let named = AdoptStatutes { vote: Some(world.open), ..asked(1, NEXT_DAY, &raised) };
    assert_eq!(adopt(&world, &named).await.unwrap(), 2);
    let view = views::statutes(&world.service, world.chair(), None).await.unwrap();
    assert_eq!(view.versions[0].vote, Some((world.open, world.assembly)));
}

pub fn id(number: u128) -> String {
    format!("x'{number:032x}'")
}

/// The rows of a cooperative and its chair, in an old database.
pub fn founded() -> String {
    format!(
        "INSERT INTO cooperatives (id, only_one, name, legal_line, preset, share_cents, minimum_shares, time_zone, demo, founded_at)
            VALUES ({cooperative}, 1, 'Les Essais', 'SA', 'sa-cooperative-fr-ago', 1600, 1, 'Europe/Paris', 0, 5);
        INSERT INTO record_secrets (cooperative, seed) VALUES ({cooperative}, x'{seed}');
        INSERT INTO members (id, cooperative, number, class, name, street, postcode, city, country, search_key, sort_key, state,
                shares_wished, applied_at, active_at)
            VALUES ({member}, {cooperative}, 1, 'cooperator', 'Zoé', '', '', '', '', 'zoe', 'zoe', 'active', 0, 5, 6);
        INSERT INTO role_terms (id, member, role, from_at, until_at) VALUES ({term}, {member}, 'chair', 6, NULL);",
        cooperative = id(1),
        seed = "07".repeat(32),
        member = id(2),
        term = id(3),
    )
}

/// This program on that database, and its chair.
pub async fn opened(place: &Place) -> (Service, Actor) {
    let (clock, random) = crate::world::machine(3);
    let service = Service::open(&place.url().unwrap(), clock, random).await.unwrap();
    let id = domain::ids::MemberId(Uuid::from_u128(2));
    (service, Actor::Member { id, roles: vec![domain::roles::Role::Chair] })
}

/// A database of the version before: a cooperative, its chair, an assembly convened by its preset alone.
#[tokio::test]
async fn a_cooperative_older_than_versions_has_its_preset_as_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let rows = founded()
        + &format!(
            "INSERT INTO assemblies (id, cooperative, kind, call, state, preset, place, time_zone, convened_at, starts_at)
                VALUES ({assembly}, {cooperative}, 'ordinary', 1, 'convened', 'sa-cooperative-fr-ago', 'Paris', 'Europe/Paris', 7, {START});",
            cooperative = id(1),
            assembly = id(4),
        );
    of_step(&place, 15, &rows).await.unwrap();
    let (service, chair) = opened(&place).await;
    let view = views::statutes(&service, &chair, None).await.unwrap();
    assert_eq!((view.in_force, view.versions.len(), view.versions[0].effective_at), (1, 1, 5));
    let before = views::assembly(&service, AssemblyId(Uuid::from_u128(4))).await.unwrap();
    assert_eq!((before.statutes, before.quorum.needed), (None, Some(1)), "by its preset, as it was convened");
    let asked = asked(1, NEXT_DAY, &[(Field::NoticeFirst, "20")]);
    assert_eq!(service::adopt_statutes(&service, &chair, &asked).await.unwrap(), 2);
    let after = views::statutes(&service, &chair, None).await.unwrap();
    assert_eq!(after.versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(after.versions[1], view.versions[0], "the first is what it was, now in writing");
}

/// A version that was entered before there was a field says what the preset says there, and keeps its hash: records name it.
#[tokio::test]
async fn a_version_older_than_a_field_keeps_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let mut body: Value = serde_json::from_str(&Statutes::founded("sa-cooperative-fr-ago").unwrap().body()).unwrap();
    let says = body["values"].as_object_mut().unwrap().remove(Field::PresidentElectedBy.word());
    assert_eq!(says, Some("board".into()), "an older program did not write it");
    let body = canonical::to_string(&body).unwrap();
    let hash = hash::sha256_hex(body.as_bytes());
    let rows = founded()
        + &format!(
            "INSERT INTO statutes (id, version, body, hash, effective_at, adopted_at, decision)
                VALUES ({id}, 1, '{body}', x'{hash}', 5, 5, '');",
            id = id(5),
            body = body.replace('\'', "''"),
        );
    of_step(&place, 46, &rows).await.unwrap();
    let (service, chair) = opened(&place).await;
    let view = views::statutes(&service, &chair, None).await.unwrap();
    assert_eq!(view.versions[0].hash, hash);
    assert!(view.lines.iter().any(|line| line.field == Field::PresidentElectedBy && line.value == "board"));
}
