//! One module per table. `V1` is the SQL of the first schema and is never edited.

pub mod accounts;
pub mod assets;
pub mod attempts;
pub mod channels;
pub mod checks;
pub mod connections;
pub mod credentials;
pub mod events;
pub mod evidence;
pub mod findings;
pub mod holdings;
pub mod operators;
pub mod overviews;
pub mod platforms;
pub mod register_budget;
pub mod settings;
pub mod steps;
#[cfg(test)]
pub(crate) mod test_support;

pub use accounts::Account;
pub use assets::{BusinessRow, NumberRow, WabaRow};
pub use attempts::{AttemptRow, NewAttempt};
pub use channels::{Channel, ChannelKind, ChannelTarget, NewChannel};
pub use checks::Check;
pub use connections::{Connection, Environment, TokenRoute};
pub use credentials::{Credential, CredentialKind, NewCredential, SealedSecret};
pub use events::{Event, NewEvent};
pub use evidence::{Evidence, NewEvidence};
pub use findings::{Basis, Findings};
pub use holdings::{Holding, HoldingState, Slot};
pub use operators::{Operator, Role};
pub use overviews::{ChannelOverview, ChannelStanding};
pub use platforms::{Platform, PlatformConnection, PlatformRole};
pub use register_budget::{RegisterBudget, RegisterPermit};
pub use steps::{NewStep, Step, StepId};
