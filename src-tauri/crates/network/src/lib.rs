//! The one HTTP stack of the app, for Meta, a company's platform, callbacks and updates: whose certificates count, through
//! which proxy, what may come at most, and what failed on the way.

mod answer;
mod server;
mod tls;
mod way;

pub use answer::{before_answer, find_error, whole_body};
pub use server::{PlainAnswer, PlainServer, ServerRefused};
pub use way::{NoCertificate, NoHttpStack, Way, client_of_authority};
