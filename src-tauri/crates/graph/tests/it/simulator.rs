//! A client for the simulator's demonstration.

use crate::server::PATIENT;
use meta_sandbox::world::Code;
use meta_sandbox::{Fault, FaultBody, Sandbox, World, demo_channels};
use reconecta_core::ids::NumberId;
use reconecta_graph::{Graph, GraphSettings};
use secrecy::SecretString;
use std::time::Duration;

pub(crate) const AURORA: &str = "2204718395061742";
pub(crate) const SERVICE: &str = "3311845720963158";
pub(crate) const DELIVERY: &str = "3314470918625503";
pub(crate) const STORES: &str = "3318092457713649";
pub(crate) const EVENTS: &str = "3320657319408872";
/// Ana's further accounts: of the franchise's partners, the branches, the kiosks.
pub(crate) const FURTHER: [&str; 9] = [
    "3327730194586203",
    "3330158264790415",
    "3331926507348812",
    "3333471958620764",
    "3335204617985310",
    "3336852093471658",
    "3338419275061397",
    "3339760841529036",
    "3341385792064178",
];
pub(crate) const PERMISSIONS: [&str; 3] = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
    "business_management",
];

/// A running simulator and a client for it.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) graph: Graph,
    /// The administrator's token.
    pub(crate) token: SecretString,
}

impl Bench {
    pub(crate) async fn demo() -> Self {
        Self::of(World::demo()).await
    }

    pub(crate) async fn of(world: World) -> Self {
        let sandbox = Sandbox::start(world).await.expect("the simulator starts");
        let graph = client(&sandbox, PATIENT);
        let token = SecretString::from(sandbox.admin_token());
        Self {
            sandbox,
            graph,
            token,
        }
    }

    /// The token of another person.
    pub(crate) fn person(&self, handle: &str) -> SecretString {
        let token = self.sandbox.issue_user_token(handle, &PERMISSIONS);
        SecretString::from(token.expect("the person exists"))
    }

    /// A code as a finished login would bring it, for this redirect.
    pub(crate) fn code(&self, redirect_uri: &str) -> SecretString {
        let admin = self.sandbox.admin_token().to_owned();
        self.sandbox.with_world(|world| {
            let token = world
                .tokens
                .get(&admin)
                .expect("the administrator's token")
                .clone();
            let code = Code {
                app: token.app.clone(),
                redirect_uri: redirect_uri.to_owned(),
                issued_at_ms: world.now_ms(),
                used: false,
                token,
            };
            world.codes.insert("AQBcodeOfALogin".to_owned(), code);
        });
        SecretString::from("AQBcodeOfALogin")
    }

    /// `ID|SECRET`
    pub(crate) fn app_token(&self) -> SecretString {
        let app = self.sandbox.app();
        SecretString::from(format!("{}|{}", app.id, app.secret))
    }

    pub(crate) fn fail(&self, route: &str, times: u32, body: FaultBody) {
        self.sandbox.fail_next(Fault {
            times,
            ..Fault::next(route, body)
        });
    }

    /// Requests whose path contains `part`.
    pub(crate) fn calls(&self, part: &str) -> usize {
        let history = self.sandbox.history();
        history.iter().filter(|seen| seen.path.contains(part)).count()
    }
}

pub(crate) fn client(sandbox: &Sandbox, patience: Duration) -> Graph {
    Graph::new(settings(sandbox, patience)).expect("a client")
}

pub(crate) fn settings(sandbox: &Sandbox, patience: Duration) -> GraphSettings {
    let settings = GraphSettings::new(sandbox.graph_url(), sandbox.login_url(), "v26.0");
    settings.expect("settings").with_limits(patience, Duration::ZERO)
}

/// The demonstration's number with this fault.
pub(crate) fn number(cause: &str) -> NumberId {
    let channels = demo_channels();
    let channel = channels.iter().find(|channel| channel.cause == cause);
    NumberId::from(channel.expect("a known cause").phone_number_id)
}
