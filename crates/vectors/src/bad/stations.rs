//! Where each kind of object is found, and what is said when it is misspelt there.

use crate::case::Faults;
use crate::making::{Object, Plan, Until};

/// A kind of object in an election that has one, which ends as soon as it can.
pub struct Station {
    /// The kind.
    pub kind: &'static str,
    /// Which of its objects.
    pub object: Object,
    /// The election.
    pub plan: Plan,
    /// What fails if it is no canonical object of its kind.
    pub misspelt: &'static Faults,
}

/// Every kind; where the objects of one kind have different fields, several. Events of the small elections here: 6 setup,
/// 8 ballot, 9 end, 12 tally, 15 part, 17 result (numbers of their members); without a ballot 6 setup, 7 end, 10 tally.
#[must_use]
pub fn stations() -> Vec<Station> {
    use Until as U;
    let small = Plan::small;
    let nobody = || small(U::Tally).voting(&[]);
    let at = |kind, object, plan, misspelt| Station { kind, object, plan, misspelt };
    let mut certified = small(U::Setup).foreign();
    certified.certificate = Some("{}".to_owned());
    let (election, ballot) = (&[(6, "election")], &[(6, "ballot 1")]);
    vec![
        at("election", Object::Election, small(U::Ballots).wordy().kept(), election),
        at("election", Object::Election, Plan::blank(U::Ballots).kept(), election),
        at("trustees", Object::Trustees, small(U::Setup), &[(6, "trustees")]),
        at("trustees", Object::Trustees, small(U::Setup).group(&[1, 2]), &[(6, "trustees")]),
        at("credentials", Object::Credentials, small(U::Setup), &[(6, "credentials")]),
        at("setup", Object::SetupData, small(U::Setup), &[(6, "member 6")]),
        at("setup", Object::SetupData, certified, &[(6, "member 7")]),
        at("ballot", Object::Ballot(0), small(U::Ballots), ballot),
        at("ballot", Object::Ballot(0), Plan::blank(U::Ballots), ballot),
        at("tally", Object::Tally, small(U::Tally), &[(6, "encrypted tally"), (13, "encrypted tally")]),
        at("size", Object::Size, nobody(), &[(6, "size of the tally"), (13, "size of the tally")]),
        at("part", Object::Part(0), small(U::Parts), &[(6, "partial decryption 1")]),
        at("owner", Object::Owned(0), small(U::Parts), &[(6, "member 15")]),
        at("result", Object::Result, small(U::Result), &[(6, "result")]),
        at("event", Object::Event(2), nobody(), &[(6, "member 10")]),
        at("companion", Object::Companion, small(U::Ballots), &[(24, "companion file")]),
        at("companion", Object::Companion, small(U::Parts), &[(24, "companion file")]),
    ]
}
