//! Telephone numbers as digits, and whether two of them are the same line.
//!
//! Meta writes numbers in any format and sometimes in a form that is not the one people dial: Brazilian mobiles
//! without their ninth digit, Mexican ones with an extra 1, Argentine ones with 9 or 15.

mod form;
mod rules;
mod show;

pub use form::{NotANumber, PhoneForm};
pub use rules::{Match, Rule, compare, same_number};
pub use show::{show_both, show_national};

#[cfg(test)]
mod tests;
