//! The cooperative of this database, and the seed its server signs the record with.

use domain::help::HelpContact;
use domain::ids::CooperativeId;
use domain::member::VoiceRules;

use crate::column::{integer, row};
use crate::db::{execute, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// The cooperative.
    #[derive(Clone, Debug)]
    pub Cooperative {
        /// Id, bound into every signed message.
        id: CooperativeId,
        /// Name.
        name: String,
        /// Form, capital and seat, as on its letters.
        legal_line: String,
        /// Preset of the rules for ordinary assemblies.
        preset: String,
        /// Nominal value of a share.
        share_cents: i64,
        /// Shares each member must hold.
        minimum_shares: u64,
        /// IANA time zone.
        time_zone: String,
        /// Capital the statutes state, in cents; 0 if they state none.
        stated_capital_cents: i64,
        /// Of each share, the part of the losses that who leaves bears: `loss_part` in `loss_whole`.
        loss_part: i64,
        /// See `loss_part`.
        loss_whole: i64,
        /// Whether organisations have a voice.
        organisations_vote: bool,
        /// Whether friends of the cooperative have a voice.
        friends_vote: bool,
        /// Telephone of whom people ask who are stuck; empty if nobody said.
        help_phone: String,
        /// Their address.
        help_email: String,
        /// Whether the demo created this database.
        demo: bool,
        /// When.
        founded_at: i64,
    }
}

row! {
    Seed { seed: [u8; 32] }
}

row! {
    Help { help_phone: String, help_email: String }
}

impl Cooperative {
    /// Who has a voice, as the statutes say.
    #[must_use]
    pub fn voice_rules(&self) -> VoiceRules {
        VoiceRules { organisations: self.organisations_vote, friends: self.friends_vote }
    }

    /// Whom people ask who are stuck.
    #[must_use]
    pub fn help(&self) -> HelpContact {
        HelpContact { phone: self.help_phone.clone(), email: self.help_email.clone() }
    }
}

sql! {
    INSERT = "INSERT INTO cooperatives (id, only_one, name, legal_line, preset, share_cents, minimum_shares, time_zone, stated_capital_cents,
            loss_part, loss_whole, organisations_vote, friends_vote, help_phone, help_email, demo, founded_at)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    THE_ONE = "SELECT id, name, legal_line, preset, share_cents, minimum_shares, time_zone, stated_capital_cents, loss_part,
            loss_whole, organisations_vote, friends_vote, help_phone, help_email, demo, founded_at FROM cooperatives";
    HELP = "SELECT help_phone, help_email FROM cooperatives";
    SET_HELP = "UPDATE cooperatives SET help_phone = $2, help_email = $3 WHERE id = $1";
    INSERT_SEED = "INSERT INTO record_secrets (cooperative, seed) VALUES ($1, $2)";
    SEED = "SELECT seed FROM record_secrets WHERE cooperative = $1";
}

/// Stores the cooperative. A second one is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Cooperative) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        &new.name,
        &new.legal_line,
        &new.preset,
        new.share_cents,
        integer(new.minimum_shares),
        &new.time_zone,
        new.stated_capital_cents,
        new.loss_part,
        new.loss_whole,
        i64::from(new.organisations_vote),
        i64::from(new.friends_vote),
        &new.help_phone,
        &new.help_email,
        i64::from(new.demo),
        new.founded_at,
    )?;
    Ok(())
}

/// The cooperative, once founded.
///
/// # Errors
/// See [`StoreError`].
pub async fn the_one(tx: &mut Tx) -> Result<Option<Cooperative>, StoreError> {
    fetch_optional!(tx, Cooperative, THE_ONE)
}

/// Whom people ask who are stuck; nobody before there is a cooperative.
///
/// # Errors
/// See [`StoreError`].
pub async fn help(tx: &mut Tx) -> Result<HelpContact, StoreError> {
    let row = fetch_optional!(tx, Help, HELP)?;
    Ok(row.map(|row| HelpContact { phone: row.help_phone, email: row.help_email }).unwrap_or_default())
}

/// Says whom to ask.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_help(tx: &mut Tx, cooperative: CooperativeId, help: &HelpContact) -> Result<(), StoreError> {
    execute!(tx, SET_HELP, cooperative.0, &help.phone, &help.email)?;
    Ok(())
}

/// Stores the seed of the key that signs checkpoints and receipts.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_record_seed(tx: &mut Tx, cooperative: CooperativeId, seed: &[u8; 32]) -> Result<(), StoreError> {
    execute!(tx, INSERT_SEED, cooperative.0, seed.as_slice())?;
    Ok(())
}

/// The seed of the key that signs checkpoints and receipts.
///
/// # Errors
/// [`StoreError::Inconsistent`] if there is none.
pub async fn record_seed(tx: &mut Tx, cooperative: CooperativeId) -> Result<[u8; 32], StoreError> {
    let row = fetch_optional!(tx, Seed, SEED, cooperative.0)?;
    row.map(|row| row.seed).ok_or_else(|| StoreError::missing("the record key"))
}
