//! Letters about proxies.

use domain::proxies::Ending;

/// A letter about one proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyLetter {
    /// Of the member written to.
    pub name: String,
    /// What is said.
    pub says: ProxySays,
    /// When the assembly starts.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// The page of proxies.
    pub link: String,
}

/// What such a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxySays {
    /// Somebody asks the reader to speak their voice.
    Asked {
        /// Who.
        by: String,
        /// Whether the reader has accepted already, on the paper or aloud.
        accepted: bool,
    },
    /// A proxy of the reader was received.
    Received {
        /// Who is to speak; `None` for a blank one.
        holder: Option<String>,
        /// Whether it came on paper.
        paper: bool,
    },
    /// The holder of the reader's proxy answered.
    Answered {
        /// Who.
        holder: String,
        /// Whether they accepted.
        accepted: bool,
    },
    /// A proxy is over.
    Over {
        /// Who gave it.
        grantor: String,
        /// Why.
        why: Over,
    },
}

/// Why a proxy is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The grantor took it back.
    Revoked,
    /// Something else ended it.
    Ended(Ending),
}

impl Over {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Ended(ending) => ending.word(),
        }
    }
}

impl ProxyLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.says {
            ProxySays::Asked { .. } => "proxy-asked",
            ProxySays::Received { .. } => "proxy-received",
            ProxySays::Answered { .. } => "proxy-answered",
            ProxySays::Over { .. } => "proxy-over",
        }
    }
}
