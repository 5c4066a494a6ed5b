//! The chain as a whole: findings in order, the blocking cause, warnings and the verdict.

use super::facts::ChannelFacts;
use super::finding::Finding;
use super::question::{Answer, Question, Reason};
use super::rules;
use crate::cause::{Actor, Cause, NextStep};
use crate::ids::UnixMillis;
use crate::problem::Problem;
use crate::verdict::{Proof, ProofLife, Verdict};
use serde::{Deserialize, Serialize};

/// A phone app that was reinstalled or moved to a new phone connects again by itself within minutes: only after this
/// time a person is asked. Source: Meta, "Onboarding WhatsApp Business app users" (`ACCOUNT_OFFBOARDED`,
/// `ACCOUNT_RECONNECTED`).
const PHONE_APP_MAY_RETURN_MILLIS: i64 = 30 * 60 * 1000;

/// The first "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blocking {
    /// The question it answers.
    pub question: Question,
    /// The named cause with its values.
    pub problem: Problem,
}

impl Blocking {
    /// The named cause.
    pub fn cause(&self) -> Cause {
        self.problem.cause
    }

    /// Who has to act.
    pub fn actor(&self) -> Actor {
        self.problem.cause.actor()
    }

    /// The action that helps.
    pub fn next_step(&self) -> NextStep {
        self.problem.cause.next_step()
    }

    /// Its cause, where it stops messages.
    pub fn stopping(&self) -> Option<Cause> {
        self.question.stops_messages().then_some(self.problem.cause)
    }
}

/// A diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// All questions in the chain's order.
    pub answers: Vec<Finding>,
    /// The first "no".
    pub blocking: Option<Blocking>,
    /// What works and will stop working, or works with limits.
    pub warnings: Vec<Problem>,
    /// The verdict.
    pub verdict: Verdict,
    /// When the readings were made.
    pub read_at: UnixMillis,
}

impl Diagnosis {
    /// The diagnosis as it stands at `now`, by time alone. Time only takes away: what evidence has proved may be too old
    /// by now, and what stopped messages stays until somebody looks again.
    pub fn aged(self, life: ProofLife, now: UnixMillis) -> Self {
        let stopping = self.blocking.as_ref().and_then(Blocking::stopping);
        let answers = self.answers.into_iter();
        Self {
            verdict: self.verdict.aged(stopping, life, now),
            answers: answers.map(|finding| finding.aged(life, now)).collect(),
            ..self
        }
    }

    /// The finding of a question.
    pub fn finding(&self, question: Question) -> Option<&Finding> {
        self.answers.iter().find(|finding| finding.question == question)
    }

    /// What a list and the top of a page tell: the blocking cause, otherwise the first warning.
    pub fn main_problem(&self) -> Option<&Problem> {
        let blocking = self.blocking.as_ref().map(|blocking| &blocking.problem);
        blocking.or(self.warnings.first())
    }

    /// The answer to a question; unknown when it is not part of the diagnosis.
    pub fn answer(&self, question: Question) -> Answer {
        self.finding(question)
            .map_or(Answer::Unknown, |finding| finding.answer)
    }
}

/// Answers all questions at `now`.
pub fn diagnose(facts: &ChannelFacts, now: UnixMillis) -> Diagnosis {
    let answers: Vec<Finding> = Question::ALL
        .iter()
        .map(|question| rules::answer(*question, facts, now))
        .collect();
    let blocking = answers.iter().find_map(blocking);
    let warnings = rules::warnings(facts, now, blocking.as_ref().map(Blocking::cause));
    let verdict = verdict(&answers, &warnings, facts, now);
    Diagnosis {
        answers,
        blocking,
        warnings,
        verdict,
        read_at: facts.read_at,
    }
}

/// One diagnosis of a number that two accounts list, from the diagnosis in each; `facts` are those of either.
///
/// What both answer alike stays. Where one could not tell, nobody can; where they contradict each other, the answer is
/// unknown.
pub fn reconcile(first: Diagnosis, second: &Diagnosis, facts: &ChannelFacts, now: UnixMillis) -> Diagnosis {
    let answers: Vec<Finding> = first
        .answers
        .into_iter()
        .map(|finding| agreed(finding, second))
        .collect();
    let blocking = answers.iter().find_map(blocking);
    let mut warnings = first.warnings;
    for warning in &second.warnings {
        if warnings.iter().all(|known| known.cause != warning.cause) {
            warnings.push(warning.clone());
        }
    }
    let verdict = verdict(&answers, &warnings, facts, now);
    Diagnosis {
        answers,
        blocking,
        warnings,
        verdict,
        read_at: first.read_at,
    }
}

fn agreed(finding: Finding, second: &Diagnosis) -> Finding {
    let Some(other) = second.finding(finding.question) else {
        return finding;
    };
    match (finding.answer, other.answer) {
        (mine, theirs) if mine == theirs => finding,
        (Answer::Unknown, _) => finding,
        (_, Answer::Unknown) => other.clone(),
        (_, _) => Finding::unknown(finding.question, Reason::Contradictory, second.read_at),
    }
}

fn blocking(finding: &Finding) -> Option<Blocking> {
    if finding.answer != Answer::No {
        return None;
    }
    finding.problem.clone().map(|problem| Blocking {
        question: finding.question,
        problem,
    })
}

fn verdict(answers: &[Finding], warnings: &[Problem], facts: &ChannelFacts, now: UnixMillis) -> Verdict {
    let stopping = answers
        .iter()
        .filter(|finding| finding.question.stops_messages())
        .find_map(blocking);
    if let Some(stopping) = stopping {
        let gone_since = facts.phone_app_gone_since.unwrap_or(facts.read_at);
        let until = gone_since.plus(PHONE_APP_MAY_RETURN_MILLIS);
        if stopping.cause() == Cause::PhoneAppDisconnected && now < until {
            return Verdict::Wait { until };
        }
        return Verdict::stopped_by(&stopping.problem);
    }
    if answers
        .iter()
        .any(|finding| finding.question.is_essential() && finding.answer != Answer::Yes)
    {
        return Verdict::Unknown;
    }
    let cannot_repair = answers.iter().any(|finding| finding.answer == Answer::No);
    if cannot_repair || !warnings.is_empty() {
        return Verdict::Attention;
    }
    let proved = [Question::MessageOut, Question::MessageIn]
        .iter()
        .all(|question| {
            answers
                .iter()
                .any(|finding| finding.question == *question && finding.answer == Answer::Yes)
        });
    match Proof::from_evidence(&facts.evidence, &facts.freshness(now)) {
        Some(proof) if proved => Verdict::Proven(proof),
        _ => Verdict::ConnectedUnproven,
    }
}
