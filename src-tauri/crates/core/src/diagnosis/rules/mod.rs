//! One rule per question.

mod access;
mod callback;
mod messages;
mod number;
mod restriction;
mod token;

use super::facts::ChannelFacts;
use super::finding::Finding;
use super::question::Question;
use crate::cause::Cause;
use crate::ids::UnixMillis;
use crate::problem::Problem;

/// The answer to one question.
pub(super) fn answer(question: Question, facts: &ChannelFacts, now: UnixMillis) -> Finding {
    match question {
        Question::TokenValid => token::valid(facts, now),
        Question::PersonIsAdmin => access::person_is_admin(facts),
        Question::Permissions => access::permissions(facts),
        Question::WabaVisible => access::waba_visible(facts),
        Question::NumberInWaba => number::in_waba(facts),
        Question::NumberFormMatches => number::form_matches(facts),
        Question::NumberVerified => number::verified(facts),
        Question::NumberRegistered => number::registered(facts, now),
        Question::NotRestricted => restriction::not_restricted(facts),
        Question::AppSubscribed => callback::app_subscribed(facts),
        Question::CallbackAsExpected => callback::as_expected(facts),
        Question::PlatformInSync => callback::platform_in_sync(facts),
        Question::CallbackAnswers => callback::answers(facts, now),
        Question::MessageOut => messages::went_out(facts, now),
        Question::MessageIn => messages::came_in(facts, now),
    }
}

/// What works and will stop working, without the cause that blocks already.
pub(super) fn warnings(facts: &ChannelFacts, now: UnixMillis, blocking: Option<Cause>) -> Vec<Problem> {
    let mut warnings: Vec<Problem> = Vec::new();
    for problem in token::warnings(facts, now)
        .into_iter()
        .chain(restriction::warnings(facts))
    {
        let repeated = warnings.iter().any(|earlier| earlier.cause == problem.cause);
        if Some(problem.cause) != blocking && !repeated {
            warnings.push(problem);
        }
    }
    warnings
}
