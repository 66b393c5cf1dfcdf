//! The share ledger: payments, requests, corrections, and every refusal of theirs.

use domain::Refusal;
use domain::ids::{MemberId, ShareEntryId, ShareRequestId};
use domain::offices::GiveOffice;
use domain::roles::{Actor, Role};
use domain::share_requests::{AskShares, DecideRequest, RecordPayment, RequestKind, RequestState, Verdict};
use domain::shares::{Cents, ShareEntryKind};
use domain::shares_view::{MemberShares, PaymentEntered};
use service::{Error, Letter, OwnLetter, views};

use crate::world::{START, World, applying, refusal};

pub fn ask(kind: RequestKind, shares: u32) -> AskShares {
    AskShares { kind, shares, receiver: None, leaves: false }
}

pub fn transfer(shares: u32, receiver: u32) -> AskShares {
    AskShares { receiver: Some(receiver), ..ask(RequestKind::Transfer, shares) }
}

pub fn granted() -> DecideRequest {
    DecideRequest { decision: Verdict::Grant, reason: String::new() }
}

fn refused(reason: &str) -> DecideRequest {
    DecideRequest { decision: Verdict::Refuse, reason: reason.to_owned() }
}

pub fn payment(member: MemberId, cents: i64, reference: &str) -> RecordPayment {
    RecordPayment { member, cents: Cents(cents), on: None, reference: reference.to_owned() }
}

impl World {
    async fn pay(&self, member: MemberId, cents: i64, reference: &str) -> Result<PaymentEntered, Error> {
        service::record_payment(&self.service, self.chair(), &payment(member, cents, reference)).await
    }

    async fn asks(&self, who: usize, asked: &AskShares) -> Result<ShareRequestId, Error> {
        service::ask_shares(&self.service, &self.people[who].actor, asked).await
    }

    async fn decides(&self, request: ShareRequestId, decision: &DecideRequest) -> Result<(), Error> {
        service::decide_share_request(&self.service, self.chair(), request, decision).await
    }

    /// Asks, and the board grants.
    pub async fn gets(&self, who: usize, asked: &AskShares) -> ShareRequestId {
        let request = self.asks(who, asked).await.unwrap();
        self.decides(request, &granted()).await.unwrap();
        request
    }

    pub async fn shares_of(&self, member: MemberId) -> MemberShares {
        views::member_shares(&self.service, self.chair(), member).await.unwrap()
    }

    async fn holds(&self, who: usize) -> (i64, i64) {
        let held = self.shares_of(self.people[who].id).await.held;
        (held.shares, held.paid.0)
    }

    async fn last_entry(&self, who: usize, kind: ShareEntryKind) -> ShareEntryId {
        let entries = self.shares_of(self.people[who].id).await.entries;
        entries.iter().rev().find(|entry| entry.kind == kind).unwrap().id
    }

    async fn reverses(&self, entry: ShareEntryId) -> Result<MemberId, Error> {
        service::reverse_share_entry(&self.service, self.chair(), entry, "Saisi par erreur.").await
    }

    async fn admitted(&self, name: &str) -> MemberId {
        let application = applying(name, Some("nouvelle@example.org"));
        let id = service::apply(&self.service, &Actor::Anyone, &application).await.unwrap();
        service::admit_member(&self.service, self.chair(), id).await.unwrap();
        id
    }
}

#[tokio::test]
async fn who_pays_first_has_the_first_number() {
    let world = World::new().await;
    let (early, late) = (world.admitted("Première admise").await, world.admitted("Seconde admise").await);
    let wishes = world.shares_of(early).await;
    assert_eq!((wishes.wished, wishes.owed, wishes.number), (Some(1), Cents(1600), None));
    let register = views::share_register(&world.service, world.chair()).await.unwrap();
    assert_eq!(
        register.owing.iter().map(|line| (line.member, line.owed.0)).collect::<Vec<_>>(),
        [(early, 1600), (late, 1600)]
    );
    let part = world.pay(early, 1000, "VIR 1").await.unwrap();
    assert_eq!((part.before, part.number), (false, None), "not yet a member");
    assert_eq!(world.shares_of(early).await.owed, Cents(600), "the shares wished are entered");
    assert_eq!(world.pay(late, 1600, "VIR 1").await.unwrap().number, Some(8), "another member’s reference is another");
    assert_eq!(refusal(world.pay(early, 601, "VIR 2").await), Refusal::PaidTooMuch);
    assert_eq!(world.pay(early, 600, "VIR 2").await.unwrap().number, Some(9));
    let actor = Actor::Member { id: early, roles: Vec::new() };
    assert_eq!(views::me(&world.service, &actor).await.unwrap().number, 9);
    let shares = views::my_shares(&world.service, &actor).await.unwrap();
    let kinds: Vec<_> = shares.entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [ShareEntryKind::Subscription, ShareEntryKind::Payment, ShareEntryKind::Payment]);
    assert_eq!((shares.wished, shares.owed), (None, Cents(0)));
    let letters = service::outbox::take(&world.service, 10).await.unwrap();
    let welcomed = letters.iter().filter(|letter| letter.subject.ends_with("new-member")).count();
    assert_eq!(welcomed, 2, "each is welcomed once");
}

#[tokio::test]
async fn a_payment_recorded_twice_is_recorded_once() {
    let world = World::new().await;
    let member = world.people[3].id;
    world.gets(3, &ask(RequestKind::Subscription, 5)).await;
    let first = world.pay(member, 3200, "Virement É-17").await.unwrap();
    for same in ["Virement É-17", " virement e-17 ", "VIREMENT É-17"] {
        let again = world.pay(member, 3200, same).await.unwrap();
        assert_eq!((again.entry, again.at, again.before), (first.entry, first.at, true), "{same}");
    }
    assert_eq!(refusal(world.pay(member, 1600, "virement é-17").await), Refusal::PaymentDiffers);
    assert_eq!(world.holds(3).await, (9, 6400 + 3200));
    world.reverses(first.entry).await.unwrap();
    assert_eq!(world.holds(3).await, (9, 6400));
    let anew = world.pay(member, 1600, "virement é-17").await.unwrap();
    assert!(!anew.before, "what was undone is entered again, and may differ");
    assert!(world.pay(member, 1600, "virement é-17").await.unwrap().before);
    assert_eq!(world.holds(3).await, (9, 8000));
    assert_eq!(refusal(world.pay(member, 1, "  ").await), Refusal::TextInvalid);
    assert_eq!(refusal(world.pay(member, 1, "a\nb").await), Refusal::TextCharacters);
    assert_eq!(refusal(world.pay(member, 0, "autre").await), Refusal::PaidTooMuch);
    let nobody = MemberId(uuid::Uuid::nil());
    assert_eq!(refusal(world.pay(nobody, 1, "autre").await), Refusal::NotFound);
    let tomorrow = RecordPayment { on: Some("2026-11-24".to_owned()), ..payment(member, 1, "autre") };
    assert_eq!(refusal(service::record_payment(&world.service, world.chair(), &tomorrow).await), Refusal::PaymentDate);
    let before = RecordPayment { on: Some("2026-11-20".to_owned()), ..payment(member, 1, "autre") };
    let entered = service::record_payment(&world.service, world.chair(), &before).await.unwrap();
    assert_eq!(entered.at, START - 3 * crate::world::DAY, "noon of its day");
}

#[tokio::test]
async fn a_request_waits_and_is_decided_once() {
    let world = World::new().await;
    let more = ask(RequestKind::Subscription, 2);
    let request = world.asks(3, &more).await.unwrap();
    assert_eq!(world.asks(3, &more).await.unwrap(), request, "the same request is the one that waits");
    assert_eq!(refusal(world.asks(3, &ask(RequestKind::Subscription, 3)).await), Refusal::RequestWaiting);
    let own = |who: usize| service::withdraw_share_request(&world.service, &world.people[who].actor, request);
    assert_eq!(refusal(own(4).await), Refusal::NotFound, "another member's");
    own(3).await.unwrap();
    assert_eq!(refusal(own(3).await), Refusal::RequestDecided);
    assert_eq!(refusal(world.decides(request, &granted()).await), Refusal::RequestDecided);
    let request = world.asks(3, &more).await.unwrap();
    for empty in ["", "  "] {
        assert_eq!(refusal(world.decides(request, &refused(empty)).await), Refusal::ReasonMissing);
    }
    assert_eq!(refusal(world.decides(request, &refused("a\u{202e}b")).await), Refusal::TextCharacters);
    world.decides(request, &refused("Le capital suffit.")).await.unwrap();
    assert_eq!(refusal(world.decides(request, &granted()).await), Refusal::RequestDecided);
    assert_eq!(world.holds(3).await, (4, 6400), "nothing was entered");
    let told = views::my_shares(&world.service, &world.people[3].actor).await.unwrap().requests;
    assert_eq!((told[0].state, told[0].reason.as_str()), (RequestState::Refused, "Le capital suffit."));
    assert_eq!(told[1].state, RequestState::Withdrawn);
    world.gets(3, &more).await;
    assert_eq!(world.holds(3).await, (6, 6400), "subscribed and owed");
    let member = service::decide_share_request(&world.service, &world.people[4].actor, request, &granted()).await;
    assert_eq!(refusal(member), Refusal::NotYours);
}

#[tokio::test]
async fn nobody_decides_on_the_own_request_while_another_of_the_board_may() {
    let world = World::new().await;
    let waits = async || {
        let register = views::share_register(&world.service, world.chair()).await.unwrap();
        register.waiting[0].for_another
    };
    let own = world.asks(0, &ask(RequestKind::Subscription, 1)).await.unwrap();
    assert!(!waits().await);
    world.decides(own, &granted()).await.unwrap();
    assert_eq!(world.holds(0).await, (2, 1600), "a board of one serves its member too");

    let office = GiveOffice { number: 5, role: Role::Board, first_day: None, last_day: None };
    service::give_office(&world.service, world.chair(), &office).await.unwrap();
    let second = Actor::Member { id: world.people[4].id, roles: vec![Role::Board] };
    let other = async |request| service::decide_share_request(&world.service, &second, request, &granted()).await;
    let own = world.asks(0, &ask(RequestKind::Subscription, 1)).await.unwrap();
    assert!(waits().await);
    for decision in [granted(), refused("Pas maintenant.")] {
        assert_eq!(refusal(world.decides(own, &decision).await), Refusal::OwnRequest);
    }
    other(own).await.unwrap();
    let passed = world.asks(3, &transfer(1, 1)).await.unwrap();
    assert_eq!(refusal(world.decides(passed, &granted()).await), Refusal::OwnRequest, "who receives");
    other(passed).await.unwrap();
    assert_eq!(world.holds(0).await.0, 4);
    // Between the only two of the board, nobody is left to decide for them.
    let between = world.asks(4, &transfer(1, 1)).await.unwrap();
    assert!(!waits().await);
    world.decides(between, &granted()).await.unwrap();
}

#[tokio::test]
async fn who_asked_is_told_once_what_was_decided_and_why() {
    let (world, service, letters) = crate::sign_in::world().await;
    let decide = async |request, decision: &DecideRequest| {
        let outcome = service::decide_share_request(&service, world.chair(), request, decision).await;
        (outcome, letters.take())
    };
    let told = |kind, shares, left, granted, reason: &str| {
        let (name, link) = ("Personne 4".to_owned(), format!("{}/me/shares", crate::sign_in::SITE));
        vec![Letter::Own(OwnLetter::Decided { name, kind, shares, left, granted, reason: reason.to_owned(), link })]
    };
    let request = world.asks(3, &ask(RequestKind::Subscription, 2)).await.unwrap();
    let (outcome, letter) = decide(request, &refused("Le capital suffit.")).await;
    outcome.unwrap();
    assert_eq!(letter, told(RequestKind::Subscription, 2, false, false, "Le capital suffit."));
    let (again, letter) = decide(request, &granted()).await;
    assert_eq!((refusal(again), letter), (Refusal::RequestDecided, vec![]));
    let leaving = AskShares { leaves: true, ..ask(RequestKind::Withdrawal, 0) };
    let request = world.asks(3, &leaving).await.unwrap();
    let (outcome, letter) = decide(request, &granted()).await;
    outcome.unwrap();
    assert_eq!(letter, told(RequestKind::Withdrawal, 4, true, true, ""), "all shares held were meant");
    let kinds: Vec<_> = views::mails(&service, world.secretary(), None, None).await.unwrap().lines;
    let kinds: Vec<_> = kinds.iter().map(|line| (line.kind.as_str(), line.address.as_str())).collect();
    assert_eq!(kinds, [("request-granted", "personne-4@example.org"), ("request-refused", "personne-4@example.org")]);
}

#[tokio::test]
async fn shares_pass_to_members_only_and_both_sides_are_entered() {
    let world = World::new().await;
    for (asked, expected) in [
        (transfer(1, 8), Refusal::NotAMember),
        (transfer(1, 4), Refusal::TransferToSelf),
        (transfer(4, 5), Refusal::TooFewShares),
        (transfer(0, 5), Refusal::TooFewShares),
        (ask(RequestKind::Transfer, 1), Refusal::Malformed),
    ] {
        assert_eq!(refusal(world.asks(3, &asked).await), expected, "{asked:?}");
    }
    // Who is admitted and has not paid is no member either, and has no number to be named by.
    world.admitted("Pas encore membre").await;
    assert_eq!(refusal(world.asks(3, &transfer(1, 8)).await), Refusal::NotAMember);
    world.gets(3, &transfer(2, 5)).await;
    assert_eq!((world.holds(3).await, world.holds(4).await), ((2, 3200), (7, 11_200)));
    let received = world.last_entry(4, ShareEntryKind::Transfer).await;
    assert_eq!(world.reverses(received).await.unwrap(), world.people[4].id);
    assert_eq!((world.holds(3).await, world.holds(4).await), ((4, 6400), (5, 8000)), "both sides are undone");
    let given = world.last_entry(3, ShareEntryKind::Transfer).await;
    assert_eq!(refusal(world.reverses(given).await), Refusal::EntryReversed);
    let reversal = world.last_entry(3, ShareEntryKind::Reversal).await;
    assert_eq!(refusal(world.reverses(reversal).await), Refusal::MemberState);
    assert_eq!(refusal(world.reverses(ShareEntryId(uuid::Uuid::nil())).await), Refusal::NotFound);
    world.gets(3, &ask(RequestKind::Subscription, 2)).await;
    assert_eq!(refusal(world.asks(3, &transfer(5, 5)).await), Refusal::NotPaid);
    // Who receives may have left before the board decides.
    let request = world.asks(3, &transfer(1, 5)).await.unwrap();
    let leaving = AskShares { leaves: true, ..ask(RequestKind::Withdrawal, 0) };
    world.gets(4, &leaving).await;
    assert_eq!(refusal(world.decides(request, &granted()).await), Refusal::NotAMember);
}

#[tokio::test]
async fn the_capital_keeps_its_floor_and_members_their_minimum() {
    // 121 shares: the floor is a quarter of them, 30.25.
    let world = World::new().await;
    let leaving = AskShares { leaves: true, ..ask(RequestKind::Withdrawal, 0) };
    assert_eq!(refusal(world.asks(6, &leaving).await), Refusal::CapitalFloor);
    assert_eq!(refusal(world.asks(6, &ask(RequestKind::Withdrawal, 91)).await), Refusal::CapitalFloor);
    let at_the_floor = world.asks(6, &ask(RequestKind::Withdrawal, 90)).await.unwrap();
    assert_eq!(refusal(world.asks(5, &ask(RequestKind::Withdrawal, 6)).await), Refusal::TooFewShares, "one stays");
    world.gets(5, &ask(RequestKind::Withdrawal, 5)).await;
    assert_eq!(refusal(world.decides(at_the_floor, &granted()).await), Refusal::CapitalFloor, "it fell meanwhile");
    let totals = views::share_register(&world.service, world.chair()).await.unwrap().totals;
    assert_eq!((totals.shares, totals.capital, totals.highest), (116, Cents(116 * 1600), Cents(121 * 1600)));
    assert_eq!((totals.floor, totals.holders, totals.average_hundredths), (Cents(48_400), 7, Some(1657)));
}

#[tokio::test]
async fn who_leaves_is_paid_back_and_is_a_member_no_more() {
    let world = World::new().await;
    let leaving = AskShares { leaves: true, ..ask(RequestKind::Withdrawal, 0) };
    let request = world.asks(4, &leaving).await.unwrap();
    let waiting = views::share_register(&world.service, world.chair()).await.unwrap().waiting;
    assert_eq!((waiting[0].shares, waiting[0].money, waiting[0].leaves), (5, Some(Cents(8000)), true));
    world.decides(request, &granted()).await.unwrap();
    assert_eq!(world.holds(4).await, (0, 0));
    let gone = views::my_shares(&world.service, &world.people[4].actor).await;
    assert_eq!(refusal(gone), Refusal::MemberState);
    let unpaid = world.pay(world.people[4].id, 1600, "tard").await;
    assert_eq!(refusal(unpaid), Refusal::MemberState);
    let repay = async |who: usize| service::repay_shares(&world.service, world.chair(), world.people[who].id).await;
    assert_eq!(refusal(repay(4).await), Refusal::TooFewShares, "nothing is left");
    assert_eq!(refusal(repay(3).await), Refusal::MemberState, "a member asks");
    // A repayment entered in error is undone, and then made.
    world.reverses(world.last_entry(4, ShareEntryKind::Repayment).await).await.unwrap();
    assert_eq!(world.shares_of(world.people[4].id).await.to_repay, Some(Cents(8000)));
    assert_eq!(repay(4).await.unwrap(), Cents(8000));
    // Everything passes to somebody else, and the member leaves with it.
    world.gets(3, &AskShares { leaves: true, ..transfer(0, 6) }).await;
    assert_eq!((world.holds(3).await, world.holds(5).await), ((0, 0), (10, 16_000)));
    assert_eq!(views::cooperative(&world.service).await.unwrap().members, 5);
}

#[tokio::test]
async fn what_is_undone_is_undone_for_a_reason_that_both_sides_read() {
    let world = World::new().await;
    world.gets(3, &transfer(2, 5)).await;
    let entry = world.last_entry(3, ShareEntryKind::Transfer).await;
    let undo = async |why: &str| service::reverse_share_entry(&world.service, world.chair(), entry, why).await;
    for (why, expected) in
        [("", Refusal::ReasonMissing), ("  ", Refusal::ReasonMissing), ("a\u{202e}b", Refusal::TextCharacters)]
    {
        assert_eq!(refusal(undo(why).await), expected, "{why:?}");
    }
    assert_eq!(refusal(undo(&"é".repeat(501)).await), Refusal::TextInvalid);
    assert_eq!(world.holds(3).await, (2, 3200), "nothing was undone");
    undo("Cédé au mauvais sociétaire.").await.unwrap();
    for who in [3, 4] {
        let shares = views::my_shares(&world.service, &world.people[who].actor).await.unwrap();
        let why: Vec<_> = shares.entries.iter().map(|entry| (entry.kind, entry.reason.as_str())).collect();
        assert_eq!(why.last(), Some(&(ShareEntryKind::Reversal, "Cédé au mauvais sociétaire.")), "{who}");
        assert!(why.iter().rev().skip(1).all(|(_, reason)| reason.is_empty()), "{why:?}");
    }
}

#[tokio::test]
async fn the_ledger_is_corrected_within_its_rules() {
    let world = World::new().await;
    let member = world.people[3].id;
    let cancel = async |count| service::cancel_shares(&world.service, world.chair(), member, count).await;
    assert_eq!(refusal(cancel(1).await), Refusal::PaidShares);
    world.gets(3, &ask(RequestKind::Subscription, 5)).await;
    world.pay(member, 1, "un centime").await.unwrap();
    assert_eq!(refusal(cancel(5).await), Refusal::PaidShares, "a cent is paid on the first of them");
    cancel(4).await.unwrap();
    assert_eq!(refusal(cancel(0).await), Refusal::PaidShares);
    assert_eq!(world.holds(3).await, (5, 6401));
    let bought = world.last_entry(3, ShareEntryKind::Subscription).await;
    assert_eq!(refusal(world.reverses(bought).await), Refusal::EntryNeeded, "what follows rests on it");
    world.reverses(world.last_entry(3, ShareEntryKind::Payment).await).await.unwrap();
    world.reverses(world.last_entry(3, ShareEntryKind::Cancellation).await).await.unwrap();
    world.reverses(bought).await.unwrap();
    assert_eq!(world.holds(3).await, (4, 6400));
    let first = world.shares_of(member).await.entries[0].id;
    assert_eq!(refusal(world.reverses(first).await), Refusal::TooFewShares, "a member keeps the minimum");
}
