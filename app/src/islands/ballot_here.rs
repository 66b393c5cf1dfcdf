//! Which votes of a ballot paper can be cast on this device, and why the others cannot.

/// Whose key speaks in a vote, as its roll has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser has keys"))]
pub enum Speaks {
    /// The member's, as it is now.
    Own,
    /// One of the member's that another has taken the place of since.
    Former,
    /// One that the server made; in a secret vote the member's own marks that the voice has voted.
    Entrusted {
        /// Whether the vote is secret.
        secret: bool,
    },
}

/// Why a vote cannot be cast on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// The member's own key is not here.
    Own,
    /// It waits for a former key, which is not here.
    Former,
    /// The server keeps the voice, and did not hand it over; why, in words.
    Kept(String),
}

/// Why a vote cannot be cast here, if it cannot: `named`, whether the keys that its roll names are here; `own`, whether the member's own
/// are; `kept`, why the server handed nothing over that was asked for.
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser has keys"))]
pub fn elsewhere(speaks: Speaks, named: bool, own: bool, kept: Option<&str>) -> Option<Elsewhere> {
    match speaks {
        Speaks::Entrusted { secret: true } if named && !own => Some(Elsewhere::Own),
        _ if named => None,
        Speaks::Entrusted { .. } => {
            Some(kept.filter(|_| own).map_or(Elsewhere::Own, |why| Elsewhere::Kept(why.to_owned())))
        }
        Speaks::Own => Some(Elsewhere::Own),
        Speaks::Former => Some(Elsewhere::Former),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Speaks = Speaks::Entrusted { secret: false };
    const SECRET: Speaks = Speaks::Entrusted { secret: true };

    #[test]
    fn a_secret_vote_of_an_entrusted_voice_needs_the_own_key_beside_the_servers() {
        assert_eq!(elsewhere(SECRET, true, true, None), None);
        // The own key was replaced on another device; this one keeps what the server handed over.
        assert_eq!(elsewhere(SECRET, true, false, None), Some(Elsewhere::Own));
        assert_eq!(elsewhere(OPEN, true, false, None), None, "nothing is marked in an open vote");
        for speaks in [OPEN, SECRET] {
            assert_eq!(elsewhere(speaks, false, false, None), Some(Elsewhere::Own), "there is nothing to ask with");
        }
    }

    #[test]
    fn what_was_not_handed_over_shuts_the_entrusted_votes_alone() {
        let kept = Some(Elsewhere::Kept("Later.".to_owned()));
        for speaks in [OPEN, SECRET] {
            assert_eq!(elsewhere(speaks, false, true, Some("Later.")), kept);
            assert_eq!(elsewhere(speaks, true, true, Some("Later.")), None, "it is here from before");
        }
        for speaks in [Speaks::Own, Speaks::Former] {
            assert_eq!(elsewhere(speaks, true, true, Some("Later.")), None);
        }
        assert_eq!(elsewhere(Speaks::Own, false, false, None), Some(Elsewhere::Own));
        assert_eq!(elsewhere(Speaks::Former, false, true, None), Some(Elsewhere::Former));
    }
}
