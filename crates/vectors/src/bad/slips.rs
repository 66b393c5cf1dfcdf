//! Check 24: the companion.

use protocol::companion::FiledSlip;
use protocol::group::Scalar;
use protocol::slip::{GREATEST_NUMBER, OrderSlip};

use super::{bent, rewritten};
use crate::case::{Case, Faults};
use crate::making::{COOPERATIVE, Draft, Made, Object, Plan, Until, honest, rng};
use crate::tree::Tree;

/// All of them.
#[must_use]
pub fn cases() -> Vec<Case> {
    [files(), numbers(), lists(), signed()].concat()
}

/// Of the companion as a whole.
fn files() -> Vec<Case> {
    let plan = Plan::small(Until::Ballots);
    let none = Made { companion: None, ..plan.make(&honest) };
    let field = |object: &'static str, value: &'static str| {
        bent(&plan, Object::Companion, move |companion, _| {
            let path = companion.first(object);
            *companion.at(&path) = Tree::Text(value.to_owned());
        })
    };
    let file: &Faults = &[(24, "companion file")];
    let junk = |text: &'static str| rewritten(&plan, Object::Companion, |_| text.to_owned());
    let count = |n: u64| {
        let plan = Plan::small(Until::Tally);
        bent(&plan, Object::Companion, move |companion, _| {
            let path = companion.first("emargements.count");
            *companion.at(&path) = Tree::Number(n);
        })
    };
    let counted: &Faults = &[(24, "emargements.count")];
    let upper = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
    vec![
        Case::fails(24, "companion-none", "There is no companion beside an archive of ours.", file, &none),
        Case::fails(24, "companion-empty", "The companion is an empty object.", file, &junk("{}")),
        Case::fails(24, "companion-junk", "The companion is no JSON.", file, &junk("companion")),
        Case::fails(
            24,
            "companion-cooperative-short",
            "The cooperative's id has 30 digits: no slip can be bound to it.",
            &[(24, "companion file: cooperative")],
            &field("cooperative", "766f69782f3120766563746f727320"),
        )
        .of("companion", "cooperative"),
        Case::fails(
            24,
            "companion-cooperative-upper-case",
            "The cooperative's id is written in upper case.",
            &[(24, "companion file: cooperative")],
            &field("cooperative", "766F69782F3120766563746F72732021"),
        )
        .of("companion", "cooperative"),
        Case::fails(
            24,
            "companion-root-upper-case",
            "The root of the émargements is written in upper case.",
            &[(24, "companion file: emargements.root")],
            &field("emargements.root", upper),
        )
        .of("companion", "emargements.root"),
        Case::fails(
            24,
            "companion-emargements-none",
            "Nobody signed to have voted; one ballot counts.",
            counted,
            &count(0),
        )
        .of("companion", "emargements.count"),
        Case::fails(
            24,
            "companion-emargements-more",
            "Two signed to have voted; one ballot counts.",
            counted,
            &count(2),
        )
        .of("companion", "emargements.count"),
    ]
}

/// Numbers of slips. The first voter votes twice.
fn numbers() -> Vec<Case> {
    let plan = Plan::small(Until::Ballots).voting(&[(0, &[1]), (0, &[0])]);
    let numbered = |first: u64, second: u64| {
        let mut draft = plan.draft(&honest);
        for (vote, n) in [(0, first), (1, second)] {
            let tracker = draft.companion.order_slips[vote].ballot.clone();
            draft.companion.order_slips[vote] = draft.world.slip(vote, n, &tracker);
        }
        draft.finish(&honest)
    };
    let second: &Faults = &[(24, "order_slips[1]")];
    vec![
        Case::fails(24, "slip-same-number", "Two ballots of a voice have the same number.", second, &numbered(5, 5))
            .of("companion", "order_slips[].n"),
        Case::fails(
            24,
            "slip-smaller-number",
            "A ballot has a smaller number than the one before it of the same voice: an old one was put in again.",
            second,
            &numbered(5, 4),
        )
        .of("companion", "order_slips[].n"),
        Case::fails(
            24,
            "slip-great-number",
            "A number is 2^53; the slip is signed for it.",
            second,
            &numbered(GREATEST_NUMBER, GREATEST_NUMBER + 1),
        )
        .of("companion", "order_slips[].n"),
        Case::fails(
            24,
            "slip-withheld",
            "A voice's first ballot, kept back, comes again after the second with the number it had.",
            &[(11, "ballot 3"), (24, "order_slips[2]")],
            &withheld(),
        ),
    ]
}

fn withheld() -> Made {
    let plan = Plan::small(Until::Ballots).voting(&[(0, &[1]), (0, &[0]), (0, &[1])]);
    let mut draft = plan.draft(&honest);
    draft.links[3] = draft.links[1].clone();
    draft.companion.order_slips[2] = draft.companion.order_slips[0].clone();
    draft.finish(&honest)
}

/// Which slips there are, and whose.
fn lists() -> Vec<Case> {
    let two = Plan::small(Until::Ballots).voting(&[(0, &[1]), (1, &[0])]);
    let listed = |change: fn(&mut Vec<FiledSlip>)| {
        let mut draft = two.draft(&honest);
        change(&mut draft.companion.order_slips);
        draft.finish(&honest)
    };
    vec![
        Case::fails(
            24,
            "slip-missing-first",
            "The first slip is missing.",
            &[(24, "order slip of ballot 1")],
            &listed(|slips| {
                slips.remove(0);
            }),
        ),
        Case::fails(
            24,
            "slip-missing-last",
            "The last slip is missing.",
            &[(24, "order slip of ballot 2")],
            &listed(|slips| {
                slips.pop();
            }),
        ),
        Case::fails(
            24,
            "slip-too-many",
            "The last slip comes once more.",
            &[(24, "order_slips[2]")],
            &listed(|slips| {
                slips.extend(slips.last().cloned());
            }),
        ),
        Case::fails(
            24,
            "slip-twice",
            "The first slip comes once more before the last.",
            &[(24, "order_slips[1]")],
            &listed(|slips| {
                slips.insert(1, slips[0].clone());
            }),
        ),
        Case::fails(
            24,
            "slips-exchanged",
            "The slips stand in another order than the ballots.",
            &[(24, "order_slips[0]"), (24, "order slip of ballot 2")],
            &listed(|slips| slips.swap(0, 1)),
        ),
        Case::fails(
            24,
            "slip-of-another",
            "A ballot has the slip of another, under its own tracker.",
            &[(24, "order_slips[0]")],
            &listed(|slips| {
                let tracker = slips[0].ballot.clone();
                slips[0] = FiledSlip { ballot: tracker, ..slips[1].clone() };
            }),
        ),
    ]
}

/// What they are signed for.
fn signed() -> Vec<Case> {
    let two = Plan::small(Until::Ballots).voting(&[(0, &[1]), (1, &[0])]);
    let changed = |change: fn(&mut Draft)| {
        let mut draft = two.draft(&honest);
        change(&mut draft);
        draft.finish(&honest)
    };
    vec![
        Case::fails(
            24,
            "slip-credential",
            "A slip is signed under another credential.",
            &[(24, "order_slips[0]")],
            &changed(|draft| {
                let tracker = draft.companion.order_slips[0].ballot.clone();
                sign(draft, &COOPERATIVE, &tracker, |world| world.plan.voter(1));
            }),
        ),
        Case::fails(
            24,
            "slip-cooperative",
            "A slip is signed for another cooperative.",
            &[(24, "order_slips[0]")],
            &changed(|draft| {
                let tracker = draft.companion.order_slips[0].ballot.clone();
                sign(draft, &[7; 16], &tracker, |world| world.plan.voter(0));
            }),
        ),
        Case::fails(
            24,
            "slip-box",
            "A slip is signed for another box.",
            &[(24, "order_slips[0]")],
            &changed(|draft| {
                let tracker = draft.companion.order_slips[0].ballot.clone();
                let world = &draft.world;
                let (phi, voter) = (&world.phi, world.plan.voter(0));
                let slip =
                    OrderSlip::make(&COOPERATIVE, "Another1234567", phi, &voter, 1, &tracker, &mut rng("other box"));
                draft.companion.order_slips[0] = FiledSlip::new(&tracker, &slip);
            }),
        ),
    ]
}

fn sign(draft: &mut Draft, cooperative: &[u8; 16], tracker: &str, secret: fn(&crate::making::World) -> Scalar) {
    let world = &draft.world;
    let uuid = &world.election.uuid;
    let slip = OrderSlip::make(cooperative, uuid, &world.phi, &secret(world), 1, tracker, &mut rng("other slip"));
    draft.companion.order_slips[0] = FiledSlip::new(tracker, &slip);
}
