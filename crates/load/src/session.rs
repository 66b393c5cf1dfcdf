//! What the chair, the key holder and the secretary do around the votes, through the same API.

use anyhow::{Context as _, Result, ensure};
use domain::ids::{CooperativeId, VoteId};
use domain::roles::Role;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{
    ApproveTrustees, AssemblyView, Console, CooperativeView, DemoPerson, KeyHolderTask, MakeHolderKey, SubmitDecryption,
};
use protocol::checks;
use protocol::decryption::{self, Binding};
use protocol::group::{self, Element, Scalar};
use protocol::keys::{Language, MemberKeys, Phrase, PublicKeys};
use protocol::trustees::{TrusteePublicKey, Trustees};
use protocol::trustees_approval;
use rand_core::CryptoRng;
use serde_json::Value;

use crate::Dice;
use crate::http::Connection;
use crate::people::sign_in;
use crate::server::Server;

/// Randomness of the key holder; voters have the numbers from 0.
const HOLDER: u64 = u64::MAX;

/// The people who lead the session, each signed in.
pub struct Desk {
    /// Chair.
    pub chair: Connection,
    /// Secretary.
    pub secretary: Connection,
    /// Key holder.
    pub holder: Connection,
    /// The assembly as it was at the beginning.
    pub assembly: AssemblyView,
    /// The cooperative.
    pub cooperative: CooperativeView,
    keys: MemberKeys,
    share: Scalar,
}

impl Desk {
    /// Signs them in.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn sit(server: &Server, dice: Dice<'_>) -> Result<Self> {
        let mut anyone = Connection::open(server.address())?;
        let people: Vec<DemoPerson> = anyone.get("/demo/people")?;
        let seat = |role: Role| -> Result<(DemoPerson, Connection)> {
            let person = people.iter().find(|person| person.roles.contains(&role));
            let person = person.with_context(|| format!("nobody is {role:?}"))?.clone();
            let mut connection = Connection::open(server.address())?;
            sign_in(&mut connection, person.member)?;
            Ok((person, connection))
        };
        let ((_, chair), (_, secretary), (person, mut holder)) =
            (seat(Role::Chair)?, seat(Role::Secretary)?, seat(Role::KeyHolder)?);
        let cooperative: CooperativeView = anyone.get("/cooperative")?;
        let mut rng = dice(HOLDER);
        let keys = MemberKeys::derive(&Phrase::generate(Language::French, &mut *rng), cooperative.id.bytes());
        let registration = keys.register(cooperative.id.bytes(), person.member.bytes(), &mut *rng);
        let _: PublicKeys = holder.post("/me/keys", &registration)?;
        let share = group::random_scalar(&mut *rng);
        let assembly = anyone.get("/assemblies/current")?;
        Ok(Self { chair, secretary, holder, assembly, cooperative, keys, share })
    }

    /// The vote of a mode.
    ///
    /// # Errors
    /// When the agenda has none.
    pub fn vote(&self, mode: VoteMode) -> Result<VoteId> {
        let item = self.assembly.items.iter().find(|item| item.mode == mode);
        Ok(item.context("the agenda lacks a vote")?.vote)
    }

    fn cooperative(&self) -> CooperativeId {
        self.cooperative.id
    }

    /// The key holder prepares, the chair opens the session, constitutes the bureau and opens every vote.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn open(&mut self, dice: Dice<'_>) -> Result<()> {
        let public = TrusteePublicKey::prove(&self.share, None, &mut *dice(HOLDER - 1));
        let path = format!("/assemblies/{}/key-holder/key", self.assembly.id);
        let task: KeyHolderTask = self.holder.post(&path, &MakeHolderKey { public_key: public.to_json() })?;
        for vote in &task.votes {
            let trustees = vote.trustees.as_deref().context("no trustees to approve")?;
            Trustees::parse(trustees)?.verify()?;
            let (cooperative, id) = (self.cooperative(), vote.vote);
            let signature = trustees_approval::sign(self.keys.identity(), cooperative.bytes(), id.bytes(), trustees);
            let _: Value =
                self.holder.post(&format!("/votes/{id}/trustees-approval"), &ApproveTrustees { signature })?;
        }
        let _: Value = self.chair.post(&format!("/assemblies/{}/session", self.assembly.id), &())?;
        let console: Console = self.chair.get(&format!("/assemblies/{}/console", self.assembly.id))?;
        let _: u32 = self.chair.post(&format!("/assemblies/{}/bureau", self.assembly.id), &console.bureau.form)?;
        for item in &self.assembly.items {
            let _: u32 = self.chair.post(&format!("/votes/{}/open", item.vote), &())?;
        }
        Ok(())
    }

    /// The chair closes a vote.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn close(&mut self, mode: VoteMode) -> Result<VoteState> {
        let vote = self.vote(mode)?;
        self.chair.post(&format!("/votes/{vote}/close"), &())
    }

    /// The chair closes every vote; those whose box waits for the key holder then.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn close_all(&mut self) -> Result<Vec<VoteId>> {
        let mut sealed = Vec::new();
        for item in &self.assembly.items {
            let state: VoteState = self.chair.post(&format!("/votes/{}/close", item.vote), &())?;
            if state == VoteState::Closed {
                sealed.push(item.vote);
            }
        }
        Ok(sealed)
    }

    /// The key holder verifies the archive of the secret vote, recomputes the tally and decrypts it.
    ///
    /// # Errors
    /// When the archive does not verify or the server refuses.
    pub fn decrypt(&mut self, dice: Dice<'_>) -> Result<()> {
        let vote = self.vote(VoteMode::Secret)?;
        self.decrypt_vote(vote, dice(HOLDER - 2))
    }

    /// The same of any secret vote.
    ///
    /// # Errors
    /// As [`Desk::decrypt`].
    pub fn decrypt_vote(&mut self, vote: VoteId, mut rng: Box<dyn CryptoRng>) -> Result<()> {
        let task: KeyHolderTask = self.holder.get(&format!("/assemblies/{}/key-holder", self.assembly.id))?;
        let entry = task.votes.iter().find(|entry| entry.vote == vote).context("not the key holder's vote")?;
        let archive = self.holder.fetch(&format!("/votes/{vote}/archive.bel"))?;
        let companion = String::from_utf8(self.holder.fetch(&format!("/votes/{vote}/companion.json"))?)?;
        let sealed = checks::sealed_tally(&archive, &companion).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let binding = Binding {
            cooperative: &sealed.cooperative,
            phi: &sealed.phi,
            owner: entry.owner.context("the key holder has no place among the trustees")?,
            public: Element::mul_base(&self.share),
            tally: &sealed.tally,
        };
        let (part, proofs) = decryption::decrypt(&self.share, &binding, &mut *rng)?;
        let part = SubmitDecryption::of_one(part.to_json(), proofs.to_json());
        let state: VoteState = self.holder.post(&format!("/votes/{vote}/partial-decryptions"), &part)?;
        ensure!(state == VoteState::Decided, "the box was opened and nothing is decided");
        Ok(())
    }

    /// The secretary publishes the minutes.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn publish(&mut self) -> Result<()> {
        let _: String = self.secretary.post(&format!("/assemblies/{}/minutes", self.assembly.id), &())?;
        Ok(())
    }
}
