//! Many numbers judged from readings that they share: the token's, the account's. The rules are those of one channel
//! ([`crate::diagnosis`]); here the facts of each number are only put together.

mod readings;

pub use readings::{AccountReadings, Listed, Target, TokenReadings, judge, judge_target, judge_unlisted};

#[cfg(test)]
mod tests;
