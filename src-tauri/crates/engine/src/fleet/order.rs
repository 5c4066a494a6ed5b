//! What is to be read.

use reconecta_core::fleet::Target;
use reconecta_core::ids::{AppId, NumberId};
use reconecta_core::pin::RegisterWait;
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};

/// Which numbers are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All that the tokens can see.
    Everything,
    /// These, wherever they are listed.
    Numbers(BTreeSet<NumberId>),
    /// The targets only.
    Targets,
}

/// A number that something is expected of.
#[derive(Clone, Debug)]
pub struct FleetTarget {
    /// Place of its token in the order; `None` when its channel has none.
    pub token: Option<usize>,
    /// What is expected.
    pub target: Target,
}

/// A check of many numbers.
#[derive(Debug)]
pub struct FleetOrder {
    /// Tokens to read with. An account that several of them see is read with the first.
    pub tokens: Vec<SecretString>,
    /// The app's own token, which may ask about others; without it each token is asked about itself.
    pub asker: Option<SecretString>,
    /// Our own Meta app.
    pub app: Option<AppId>,
    /// Which numbers.
    pub scope: Scope,
    /// Numbers that something is expected of; each is read with its own token.
    pub targets: Vec<FleetTarget>,
    /// Numbers that must not be registered now, whether or not something is expected of them.
    pub register_waits: BTreeMap<NumberId, RegisterWait>,
    /// Whether each number comes with itself and its account as Meta shows them, beside what the rules say.
    pub detailed: bool,
}

impl FleetOrder {
    /// Everything that one token can see.
    pub fn everything(token: SecretString, app: Option<AppId>) -> Self {
        Self {
            tokens: vec![token],
            asker: None,
            app,
            scope: Scope::Everything,
            targets: Vec::new(),
            register_waits: BTreeMap::new(),
            detailed: false,
        }
    }

    /// Whether accounts have to be listed, because it is not known where all wanted numbers are.
    pub(super) fn needs_lists(&self) -> bool {
        self.scope != Scope::Targets
    }

    /// Whether a number that nothing is expected of is wanted.
    pub(super) fn wants(&self, number: &NumberId) -> bool {
        match &self.scope {
            Scope::Everything => true,
            Scope::Numbers(wanted) => wanted.contains(number),
            Scope::Targets => false,
        }
    }
}

/// How far a check is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FleetProgress {
    /// Accounts that were read, or could not be.
    pub accounts_done: usize,
    /// All accounts.
    pub accounts: usize,
    /// Numbers that were read so far.
    pub numbers_done: usize,
    /// Numbers known to be wanted: the targets, or those listed so far.
    pub numbers: usize,
}
