//! Votes by show of hands, and with a voice on paper, in two assemblies of their own: in one the second scrutineer has a key, in the other none yet.

use domain::Refusal;
use domain::attendance::RecordAttendance;
use domain::bureau::ConstituteBureau;
use domain::codes::{PrintCode, SignInByPaperCode};
use domain::ids::{AssemblyId, CooperativeId, MemberId, VoteId};
use domain::paper::{MarkPaper, Way};
use domain::roles::Actor;
use domain::vote::VoteMode;
use protocol::hash;
use protocol::keys::{Language, MemberKeys, Phrase, sign_in};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::json;
use service::policy::Operation;
use service::{Service, views};

use super::examples::{Example, Ids};
use super::world::{Member, SITE, World, convocation};

/// Who counts in the first place, who in the second: nobody signs in as 22, and 3 makes a key on the day only.
pub const COUNTS: u32 = 7;
const SECONDS: [u32; 2] = [22, 3];

/// Who is in the hall and votes on paper, and two who may: nobody signs in as them.
const HALL: [u32; 3] = [24, 25, 26];

/// In the hall of the first place: two who may have a paper code, two whose code may end, and one who signs in with theirs.
const CODES: [u32; 5] = [27, 28, 23, 29, 22];

/// Who has a code in either place, and may end it.
const OWN: u32 = 5;

/// The key on the slip of a member, the same whenever it is printed.
fn slip(cooperative: CooperativeId, number: u32) -> MemberKeys {
    let mut entropy = [77; 16];
    entropy[0] = u8::try_from(number).unwrap();
    MemberKeys::derive(&Phrase::from_entropy(entropy, Language::French), cooperative.bytes())
}

fn printed(cooperative: CooperativeId, member: MemberId, number: u32) -> PrintCode {
    let mut rng = ChaCha20Rng::seed_from_u64(u64::from(number));
    let registration = slip(cooperative, number).register(cooperative.bytes(), member.bytes(), &mut rng);
    PrintCode { number, registration, instead: None }
}

/// Somebody comes in and has a code, another in each place.
async fn hand_out(service: &Service, chair: &Actor, assembly: AssemblyId, number: u32, which: u8) {
    service::record_attendance(service, chair, assembly, &RecordAttendance { number, comes: true }).await.unwrap();
    let of = views::code_desk(service, chair, assembly, number).await.unwrap();
    let (cooperative, member) = (of.cooperative.bytes(), of.member.bytes());
    let keys = MemberKeys::derive(&Phrase::from_entropy([80 + which; 16], Language::French), cooperative);
    let registration = keys.register(cooperative, member, &mut ChaCha20Rng::seed_from_u64(80 + u64::from(which)));
    let asked = PrintCode { number, registration, instead: None };
    service::print_code(service, chair, assembly, &asked).await.unwrap();
}

/// Those who are given a code come in, and all but two have one.
async fn print(service: &Service, chair: &Actor, assembly: AssemblyId) {
    for (nth, number) in CODES.into_iter().enumerate() {
        service::record_attendance(service, chair, assembly, &RecordAttendance { number, comes: true }).await.unwrap();
        if nth >= 2 {
            let of = views::code_desk(service, chair, assembly, number).await.unwrap();
            let asked = printed(of.cooperative, of.member, number);
            service::print_code(service, chair, assembly, &asked).await.unwrap();
        }
    }
}

pub fn of_codes(
    world: &World,
    (operation, who): (Operation, &Member),
    second: bool,
    done: bool,
    challenge: &[u8; 32],
) -> Example {
    let at = usize::from(second);
    let over = ("an assembly that is over", Ids::assembly(world.past), Err(Refusal::AssemblyOver));
    match operation {
        Operation::PrintCode => {
            let number = CODES[at];
            Example::of(Ids::assembly(world.halls[0]))
                .body(serde_json::to_value(printed(world.cooperative, world.member(number).id, number)).unwrap())
                .again(done, Refusal::CodeHeld)
                .elsewhere(over.0, over.1, over.2)
                .elsewhere("an assembly to come", Ids::assembly(world.other), Err(Refusal::CodeNotInHall))
        }
        // One member has a code of their own in either place; they have none in an assembly that is over, or to come.
        Operation::EndOwnCode => Example::of(Ids::assembly(world.halls[at]))
            .again(done, Refusal::CodeNotHeld)
            .only_if(who.number == OWN, Refusal::CodeNotHeld)
            .elsewhere(over.0, over.1, Err(Refusal::CodeNotHeld))
            .elsewhere("an assembly to come", Ids::assembly(world.other), Err(Refusal::CodeNotHeld)),
        Operation::EndCode => Example::of(Ids::assembly(world.halls[0]))
            .body(json!({ "number": CODES[2 + at], "n": 1 }))
            .again(done, Refusal::CodeNotHeld)
            .elsewhere(over.0, over.1, over.2)
            .elsewhere("an assembly to come", Ids::assembly(world.other), Err(Refusal::CodeNotHeld)),
        _ => {
            let keys = slip(world.cooperative, CODES[4]);
            let body = SignInByPaperCode {
                identity: hash::hex(&keys.public().identity),
                origin: SITE.to_owned(),
                challenge: hash::hex(challenge),
                signature: sign_in::sign(keys.identity(), world.cooperative.bytes(), SITE, challenge),
            };
            let body = serde_json::to_value(body).unwrap();
            Example::of(Ids::default()).body(body).again(done, Refusal::CodeUnknown)
        }
    }
}

/// Of each assembly, two that wait for their hands, two that are not open and two that wait for their papers.
pub async fn votes(service: &Service, chair: &Actor, now: i64) -> [[VoteId; 6]; 2] {
    let mut made = [[VoteId(uuid::Uuid::nil()); 6]; 2];
    for of in &mut made {
        let called = convocation(now, &[VoteMode::Open; 6], &[]);
        let assembly = service::convene(service, chair, &called).await.unwrap();
        let all = views::assembly(service, assembly).await.unwrap().items;
        *of = std::array::from_fn(|at| all[at].vote);
    }
    made
}

/// Their sessions have begun; the box of the first two is closed, and that of the last two, in which a voice is on paper. The first
/// of them.
pub async fn begin(service: &Service, chair: &Actor, made: &[[VoteId; 6]; 2]) -> [AssemblyId; 2] {
    let mut halls = Vec::new();
    for (nth, second) in SECONDS.into_iter().enumerate() {
        let (view, _) = views::vote(service, made[nth][0]).await.unwrap();
        service::open_session(service, chair, view.id).await.unwrap();
        let form = views::console(service, chair, view.id).await.unwrap().bureau.form;
        let asked = ConstituteBureau {
            first_scrutineer: COUNTS.to_string(),
            second_scrutineer: second.to_string(),
            aloud: true,
            ..form
        };
        service::constitute_bureau(service, chair, view.id, &asked).await.unwrap();
        for vote in &made[nth][..2] {
            service::open_by_hands(service, chair, *vote).await.unwrap();
            service::close_vote(service, chair, *vote).await.unwrap();
        }
        for number in HALL {
            let comes = RecordAttendance { number, comes: true };
            service::record_attendance(service, chair, view.id, &comes).await.unwrap();
        }
        let marked = MarkPaper { number: HALL[0], way: Way::Paper };
        service::mark_paper(service, chair, view.id, &marked).await.unwrap();
        for vote in &made[nth][4..] {
            service::open_vote(service, chair, *vote).await.unwrap();
            service::close_vote(service, chair, *vote).await.unwrap();
        }
        hand_out(service, chair, view.id, OWN, u8::try_from(nth).unwrap()).await;
        halls.push(view.id);
    }
    print(service, chair, halls[0]).await;
    halls.try_into().unwrap()
}

pub fn example(world: &World, operation: Operation, who: &Member, second: bool, done: bool) -> Example {
    let (over, to_come) = ("a vote of an assembly that is over", "a vote of an assembly to come");
    let (past, other) = (Ids::vote(world.past_vote), Ids::vote(world.other_vote));
    let [own, aloud] = &world.raised;
    let hands = json!({ "for": 0, "against": 0, "abstain": 0 });
    match operation {
        Operation::OpenByHands => Example::of(Ids::vote(own[2 + usize::from(second)]))
            .again(done, Refusal::VoteAlreadyOpen)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
        // Who leads the session, and who counts.
        Operation::ReadHands => Example::of(Ids::vote(own[0]))
            .only_if([1, 2, 6, COUNTS].contains(&who.number), Refusal::NotFound)
            .elsewhere(over, past, Err(Refusal::NotFound))
            .elsewhere(to_come, other, Err(Refusal::NotFound)),
        Operation::CountHands => Example::of(Ids::vote(own[usize::from(second)]))
            .body(json!({ "round": 1, "hands": hands }))
            .again(done, Refusal::HandsTyped)
            .only_if(who.number == COUNTS, Refusal::NotFound)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
        _ => Example::of(Ids::vote(aloud[usize::from(second)]))
            .body(json!({ "seat": "second-scrutineer", "round": 1, "hands": hands }))
            .again(done, Refusal::HandsTyped)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
    }
}

pub fn on_paper(world: &World, operation: Operation, who: &Member, second: bool, done: bool) -> Example {
    let (over, to_come) = ("a vote of an assembly that is over", "a vote of an assembly to come");
    let (past, other) = (Ids::vote(world.past_vote), Ids::vote(world.other_vote));
    let [own, aloud] = &world.raised;
    let at = 4 + usize::from(second);
    let counts = json!({ "for": 0, "against": 0, "abstain": 0, "null": 0 });
    match operation {
        Operation::MarkPaper => {
            let number = HALL[1 + usize::from(second)];
            Example::of(Ids::assembly(world.halls[0]))
                .body(json!({ "number": number, "way": "paper" }))
                .again(done, Refusal::PaperMarked)
                .elsewhere("an assembly that is over", Ids::assembly(world.past), Err(Refusal::AssemblyOver))
                // The desk is open, and they are not in that hall.
                .elsewhere("an assembly to come", Ids::assembly(world.other), Err(Refusal::PaperNotInHall))
        }
        // Who leads the session, and who counts.
        Operation::ReadPaper => Example::of(Ids::vote(own[4]))
            .only_if([1, 2, 6, COUNTS].contains(&who.number), Refusal::NotFound)
            .elsewhere(over, past, Err(Refusal::NotFound))
            .elsewhere(to_come, other, Err(Refusal::NotFound)),
        Operation::CountPaper => Example::of(Ids::vote(own[at]))
            .body(json!({ "round": 1, "counts": counts }))
            .again(done, Refusal::PaperTyped)
            .only_if(who.number == COUNTS, Refusal::NotFound)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
        _ => Example::of(Ids::vote(aloud[at]))
            .body(json!({ "seat": "second-scrutineer", "round": 1, "counts": counts }))
            .again(done, Refusal::PaperTyped)
            .elsewhere(over, past, Err(Refusal::AssemblyOver))
            .elsewhere(to_come, other, Err(Refusal::NotInSession)),
    }
}
