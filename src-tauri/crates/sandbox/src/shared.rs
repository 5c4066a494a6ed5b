//! What all handlers share: the world, the control's switches, and the addresses.

use crate::control::Controls;
use crate::graph::Usage;
use crate::login::Flows;
use crate::world::World;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Addresses of a running simulator, without version and without slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addresses {
    pub(crate) graph: String,
    pub(crate) login: String,
    pub(crate) chatwoot: String,
}

/// Shared by all handlers. Locks are held for one closure and never across an await.
#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    controls: Mutex<Controls>,
    usage: Mutex<Usage>,
    /// Running login dialogs; a restart ends them.
    pub(crate) flows: Flows,
    pub(crate) addresses: Addresses,
    /// Rung after each change of the world.
    pub(crate) changed: Notify,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(world: World, controls: Controls, addresses: Addresses) -> Self {
        Self {
            world: Mutex::new(world),
            controls: Mutex::new(controls),
            usage: Mutex::default(),
            flows: Flows::default(),
            addresses,
            changed: Notify::new(),
        }
    }

    pub(crate) fn read<R>(&self, look: impl FnOnce(&World) -> R) -> R {
        look(&lock(&self.world))
    }

    pub(crate) fn write<R>(&self, change: impl FnOnce(&mut World) -> R) -> R {
        let result = change(&mut lock(&self.world));
        self.changed.notify_one();
        result
    }

    pub(crate) fn controls<R>(&self, change: impl FnOnce(&mut Controls) -> R) -> R {
        change(&mut lock(&self.controls))
    }

    pub(crate) fn charge<R>(&self, count: impl FnOnce(&mut Usage, &World) -> R) -> R {
        let world = lock(&self.world);
        count(&mut lock(&self.usage), &world)
    }

    pub(crate) fn forget_usage(&self) {
        *lock(&self.usage) = Usage::default();
    }

    /// A new trace id.
    pub(crate) fn trace(&self) -> String {
        let mut bytes = [0_u8; 16];
        // A trace id of zeros is as good as another when there is no randomness.
        let _filled = getrandom::fill(&mut bytes);
        format!("A{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Whether a redirect is among the app's, `{login}` standing for our own login address.
    pub(crate) fn redirect_allowed(&self, allowed: &[String], given: &str) -> bool {
        allowed
            .iter()
            .any(|one| one.replace("{login}", &self.addresses.login) == given)
    }
}
