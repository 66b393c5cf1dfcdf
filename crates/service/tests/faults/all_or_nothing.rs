//! At each step of each act, in each way: the database is as before the act or as after it, never in between; asking
//! again ends in the state after it, once.

use std::sync::Arc;

use service::Error;
use store::testing::Contents;

use crate::acts::Act;
use crate::spoiler::{Mishap, Spoiler};
use crate::stage::{Outcome, Stage};

/// The database before the act and after it, and what it answers.
struct Bounds {
    before: Contents,
    after: Contents,
    answer: String,
}

async fn bounds(stage: &Stage) -> Bounds {
    let before = stage.contents().await;
    stage.is_intact().await;
    let Outcome { answer, contents: after } = stage.undisturbed().await;
    let answer = answer.unwrap().unwrap();
    stage.is_intact().await;
    assert_ne!(before, after, "{:?} does something", stage.act);
    said_again(stage.act, stage.undisturbed().await, &after, &answer);
    Bounds { before, after, answer }
}

/// Asked for again, an act that was done changes nothing, and its answer is the one it had or says that it was done.
fn said_again(act: Act, again: Outcome, after: &Contents, answer: &str) {
    assert_eq!(after.difference(&again.contents), "", "{act:?} again");
    match (act.again(), again.answer.unwrap()) {
        (None, again) => assert_eq!(again.unwrap(), answer, "{act:?} again"),
        (Some(refusal), Err(Error::Refused(said))) => assert_eq!(said, refusal, "{act:?} again"),
        (Some(_), other) => panic!("{act:?} again: {other:?}"),
    }
}

/// One stage. False when the act has no such step.
async fn spoil(stage: &Stage, bounds: &Bounds, mishap: Mishap, at: usize) -> bool {
    let act = stage.act;
    stage.reset().await;
    let spoiler = Arc::new(Spoiler::new(mishap, at));
    let Outcome { answer, contents } = stage.act(&spoiler, Some(mishap)).await;
    let place = || format!("{act:?}, {mishap:?} at {at}: {:?}", spoiler.steps().get(at));
    if !spoiler.fired() {
        assert_eq!(bounds.after.difference(&contents), "", "{}", place());
        return false;
    }
    let done = match &answer {
        // A transaction that starts over draws other salts: the same rows, not the same bytes.
        Some(Ok(_)) if mishap == Mishap::Busy => {
            assert_eq!(contents.sizes(), bounds.after.sizes(), "{}", place());
            stage.is_intact().await;
            true
        }
        // The pool saw that the connection was cut and began on another; hung up on too late, the act was done.
        Some(Ok(answer)) if matches!(mishap, Mishap::Cut | Mishap::HangUpDuring) => {
            assert_eq!(*answer, bounds.answer, "{}", place());
            assert_eq!(bounds.after.difference(&contents), "", "{}", place());
            true
        }
        Some(Ok(answer)) => panic!("{} was not noticed: {answer}", place()),
        Some(Err(Error::Refused(refusal))) => panic!("{} was taken for a refusal: {refusal}", place()),
        Some(Err(Error::Internal(_))) | None => {
            let done = contents == bounds.after;
            assert!(
                done || contents == bounds.before,
                "{}\nnot before:\n{}not after:\n{}",
                place(),
                bounds.before.difference(&contents),
                bounds.after.difference(&contents)
            );
            done
        }
    };
    // The same request again, over the same connections.
    let again = stage.undisturbed().await;
    if done {
        let first = answer.and_then(Result::ok).unwrap_or_else(|| bounds.answer.clone());
        said_again(act, again, &contents, &first);
    } else {
        let said = again.answer.unwrap();
        assert_eq!(
            said.unwrap_or_else(|error| panic!("{}, then again: {error}", place())),
            bounds.answer,
            "{}",
            place()
        );
        assert_eq!(bounds.after.difference(&again.contents), "", "{}, then again", place());
    }
    true
}

/// The database goes away at every step. In every other way the first step goes wrong, the last two, of which one is the COMMIT,
/// and of those between every third, other ones in each way; all of them with `VOIX_FAULTS=every`.
async fn everywhere(stage: Stage) {
    let bounds = bounds(&stage).await;
    let every = std::env::var("VOIX_FAULTS").is_ok_and(|said| said == "every");
    let mut steps = 0;
    for (nth, mishap) in Mishap::ALL.into_iter().enumerate() {
        if mishap == Mishap::Cut && !stage.place.has_connections() {
            continue;
        }
        if mishap == Mishap::Gone {
            while spoil(&stage, &bounds, mishap, steps).await {
                steps += 1;
            }
            assert!(steps > 3, "{:?} has steps to spoil", stage.act);
            continue;
        }
        let chosen = |at: &usize| every || *at == 0 || at + 2 >= steps || (at + nth).is_multiple_of(3);
        for at in (0..steps).filter(chosen) {
            assert!(spoil(&stage, &bounds, mishap, at).await, "{:?} has {steps} steps", stage.act);
        }
    }
    stage.end().await;
}

macro_rules! on_each_database {
    ($($name:ident: $act:ident;)+) => {
        mod sqlite {
            use crate::{acts::Act, stage::Stage};
            $(#[tokio::test]
            async fn $name() {
                let stage = Stage::on_sqlite(Act::$act).await.unwrap();
                super::everywhere(stage).await;
            })+
        }

        mod postgres {
            use crate::{acts::Act, stage::Stage};
            $(#[tokio::test]
            async fn $name() {
                let Some(stage) = Stage::on_postgres(Act::$act).await else { return };
                super::everywhere(stage).await;
            })+
        }
    };
}

on_each_database! {
    supporting_a_proposal: SupportProposal;
    submitting_a_proposal: SubmitProposal;
    admitting_a_proposal: AdmitProposal;
    convening_members: ConveneDraft;
    calling_an_assembly_off: CallOff;
    opening_a_session: OpenSession;
    constituting_a_bureau: ConstituteBureau;
    accepting_a_seat_of_it: AcceptBureauSeat;
    entering_somebody_at_the_desk: EnterAtTheDesk;
    changing_the_code_of_the_door: ChangeDoorCode;
    arriving_with_the_code_of_the_door: Arrive;
    saying_whom_to_ask: SetHelp;
    fixing_the_attendance_sheet: FixSheet;
    certifying_it: CertifySheet;
    noting_that_it_is_certified: NoteSheetCertified;
    opening_an_open_vote: OpenOpenVote;
    making_a_key_holders_key: MakeHolderKey;
    approving_the_trustees: ApproveTrustees;
    opening_a_secret_vote: OpenSecretVote;
    checking_its_roll: SignRoll;
    voting_openly: CastOpen;
    voting_secretly: CastSecret;
    replacing_an_open_ballot: ReplaceOpen;
    replacing_a_secret_ballot: ReplaceSecret;
    closing_an_open_vote: CloseOpen;
    closing_a_secret_vote: CloseSecret;
    bringing_a_decryption: SubmitDecryption;
    publishing_the_minutes: PublishMinutes;
    signing_them: SignMinutes;
    correcting_them: CorrectMinutes;
    saying_that_a_vote_closes: WarnClosing;
    suspending_the_session: Suspend;
    resuming_it: Resume;
    giving_a_vote_up: VoidVote;
    opening_a_vote_by_show_of_hands: OpenByHands;
    closing_its_box: CloseBeforeHands;
    counting_its_hands: CountHands;
    counting_the_same: AgreeHands;
    printing_a_paper_code: PrintCode;
    ending_a_paper_code: EndCode;
    ending_ones_own_paper_code: EndOwnCode;
    opening_a_vote_before_its_papers: OpenForPaper;
    noting_who_votes_on_paper: MarkPaper;
    closing_a_vote_with_papers: CloseBeforePapers;
    counting_its_papers: CountPaper;
    counting_the_same_papers: AgreePaper;
    a_step_of_key_holders_together: TakeCeremonyStep;
    comparing_the_code_last: CompareLast;
    beginning_the_key_again: RestartCeremony;
    exchanging_a_key_holder: ExchangeHolder;
    beginning_a_rehearsal: BeginRehearsal;
    ending_a_rehearsal: EndRehearsal;
    ending_without_a_quorum: EndWithoutQuorum;
    convening_again_with_ballots_in_advance: Reconvene;
    opening_boxes_in_advance: OpenAdvance;
    putting_another_round_to_the_vote: OpenRunoff;
    opening_a_round_for_the_president: OpenPresidentRound;
    naming_a_president: NamePresident;
    closing_that_round: ClosePresidentRound;
    confirming_how_many_voices_are_entrusted: ConfirmEntrusted;
    handing_an_entrusted_voice_over: ReleaseEntrusted;
    entering_a_draw: RecordDraw;
    confirming_a_draw: ConfirmDraw;
    declining_a_seat: DeclineSeat;
    noting_that_somebody_declines: NoteDeclined;
    executing_a_refund: ExecuteRefund;
}

/// The list above has every act.
#[test]
fn every_act_is_spoilt() {
    let source = include_str!("all_or_nothing.rs");
    for act in Act::ALL {
        assert!(source.contains(&format!(": {act:?};")), "{act:?}");
    }
}
