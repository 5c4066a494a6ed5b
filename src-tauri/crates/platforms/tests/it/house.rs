//! The simulator with a client for its Chatwoot.

use meta_sandbox::world::Chatwoot as Platform;
use meta_sandbox::{Sandbox, World};
use reconecta_core::ids::UnixMillis;
use reconecta_core::platform::platform_address;
use reconecta_network::Way;
use reconecta_platforms::Chatwoot;
use secrecy::SecretString;

/// The inbox of the healthy channel, its number and Meta's id of that.
pub(crate) const INBOX: u64 = 2;
pub(crate) const NUMBER: &str = "+55 11 91234-0101";
pub(crate) const NUMBER_ID: &str = "5501482736509114";
pub(crate) const WORD: &str = "RECONECTA-ABCD9";
/// Unix seconds when the word was given out.
pub(crate) const ASKED: i64 = 1_790_000_000;

pub(crate) struct House {
    pub(crate) sandbox: Sandbox,
}

impl House {
    pub(crate) async fn new() -> Self {
        Self {
            sandbox: Sandbox::start(World::demo()).await.expect("it starts"),
        }
    }

    /// A client with this person's token.
    pub(crate) fn client(&self, handle: &str) -> Chatwoot {
        let token = self.sandbox.with_world(|world| {
            let mut users = world.chatwoot.users.iter();
            let user = users.find(|user| user.email.starts_with(handle));
            user.map(|user| user.access_token.clone())
        });
        self.client_with(&token.expect("the person is known"))
    }

    pub(crate) fn client_with(&self, token: &str) -> Chatwoot {
        let platform = self.sandbox.chatwoot();
        client(&platform.url, platform.account, token)
    }

    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut Platform) -> R) -> R {
        self.sandbox.with_world(|world| change(&mut world.chatwoot))
    }

    /// A customer's message in an inbox.
    pub(crate) fn receive(&self, inbox: u64, contact: &str, text: &str, at: i64) {
        self.change(|platform| {
            let conversation = platform.conversation(inbox, contact, "Cliente");
            platform.say(conversation, 0, text, None, at);
        });
    }

    /// Whether the word is found, as an administrator.
    pub(crate) async fn found(&self) -> bool {
        let client = self.client("ana");
        let from = UnixMillis(ASKED * 1000);
        let found = client.has_arrived(INBOX, WORD, from).await;
        found.expect("the platform answers")
    }
}

pub(crate) fn client(url: &str, account: u64, token: &str) -> Chatwoot {
    let base = platform_address(url).expect("an address");
    let token = SecretString::from(token.to_owned());
    Chatwoot::new(base, account, token, &Way::default()).expect("a client")
}
