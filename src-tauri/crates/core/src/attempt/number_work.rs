//! The repair of one number: fixed steps, each read, decided, written only if needed, and read back.

use super::event::CodeMethod;
use super::number_step::NumberStep;
use crate::ids::{ChannelId, NumberId, UnixMillis};
use crate::meta::PhoneNumber;
use crate::problem::Problem;
use crate::verdict::Verdict;
use serde::{Deserialize, Serialize};

/// Progress of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// Nothing to do.
    Skipped,
    /// Failed with a cause.
    Failed,
    /// Could not be read; nothing was written.
    Unknown,
}

impl StepState {
    /// Catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a step had nothing to do, or what is worth saying about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Registered already.
    AlreadyRegistered,
    /// Our app was subscribed already.
    AlreadySubscribed,
    /// Ownership was proved already.
    AlreadyVerified,
    /// The override stays: it is the expected one, or none is expected.
    OverrideKept,
    /// There is no override and none is expected.
    OverrideNone,
    /// Coexistence numbers must not be registered.
    CoexistenceNotRegistered,
    /// Not needed for this number.
    NotNeeded,
    /// The PIN given became the number's PIN.
    PinWasNew,
    /// Finished before the restart.
    KeptFromBefore,
}

impl Note {
    /// Catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::AlreadyRegistered => "already_registered",
            Self::AlreadySubscribed => "already_subscribed",
            Self::AlreadyVerified => "already_verified",
            Self::OverrideKept => "override_kept",
            Self::OverrideNone => "override_none",
            Self::CoexistenceNotRegistered => "coexistence_not_registered",
            Self::NotNeeded => "not_needed",
            Self::PinWasNew => "pin_was_new",
            Self::KeptFromBefore => "kept_from_before",
        }
    }
}

/// Something only the person can give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// The PIN of two-step verification.
    Pin {
        /// Registrations left in 72 hours.
        attempts_left: u32,
        /// What was wrong with the last one.
        problem: Option<Problem>,
        /// Whether the number may have one already; otherwise what is typed becomes its PIN.
        #[serde(alias = "can_set_new")]
        exists: bool,
        /// Whether a kept one can be used, which the person has to agree to: it costs a registration.
        #[serde(default)]
        kept: bool,
    },
    /// A way to receive the code.
    CodeMethod {
        /// What was wrong.
        problem: Option<Problem>,
    },
    /// The code.
    Code {
        /// How it was sent.
        method: CodeMethod,
        /// When.
        sent_at: UnixMillis,
        /// What was wrong with the last one.
        problem: Option<Problem>,
    },
}

/// End of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum StepOutcome {
    /// Done, and read back.
    Done(Option<Note>),
    /// Nothing to do.
    Skipped(Note),
    /// The person has to give something first.
    Needs(Need),
    /// The channel uses the new credential.
    Switched(ChannelId),
    /// The verdict after real calls.
    Proved(Box<Verdict>),
    /// Failed.
    Failed(Problem),
    /// Could not be read.
    Unknown(Problem),
}

/// A step with its progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Which.
    pub step: NumberStep,
    /// How far.
    pub state: StepState,
    /// What is worth saying.
    pub note: Option<Note>,
    /// Cause of a failure.
    pub problem: Option<Problem>,
}

/// Where one number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberOutcome {
    /// A step is running.
    Working,
    /// Waits for the person.
    NeedsYou,
    /// All essential steps are done.
    Done,
    /// An essential step failed.
    Failed,
    /// Left out.
    Skipped,
}

impl NumberOutcome {
    /// Catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::NeedsYou => "needs_you",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// The repair of one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberWork {
    /// The number with its account, as discovered.
    pub found: super::choice::FoundNumber,
    /// Steps.
    pub steps: Vec<StepRecord>,
    /// What the person has to give.
    pub need: Option<Need>,
    /// How the last code was sent, and when.
    pub code_sent: Option<(CodeMethod, UnixMillis)>,
    /// Left out by the person.
    pub left_out: bool,
    /// The channel that uses the new credential.
    pub switched: Option<ChannelId>,
    /// Verdict after real calls.
    pub verdict: Option<Verdict>,
}

impl NumberWork {
    /// Work that has not begun.
    pub fn new(found: super::choice::FoundNumber) -> Self {
        let steps = NumberStep::ALL
            .into_iter()
            .map(|step| StepRecord {
                step,
                state: StepState::Waiting,
                note: None,
                problem: None,
            })
            .collect();
        Self {
            found,
            steps,
            need: None,
            code_sent: None,
            left_out: false,
            switched: None,
            verdict: None,
        }
    }

    /// Phone number id.
    pub fn id(&self) -> &NumberId {
        &self.found.number.id
    }

    /// The number as discovered.
    pub fn number(&self) -> &PhoneNumber {
        &self.found.number
    }

    /// Whether a channel uses the new credential.
    pub fn has_switched(&self) -> bool {
        self.switched.is_some()
    }

    /// Where it stands.
    pub fn outcome(&self) -> NumberOutcome {
        if self.left_out {
            return NumberOutcome::Skipped;
        }
        if self.need.is_some() {
            return NumberOutcome::NeedsYou;
        }
        if self.failure().is_some() {
            return NumberOutcome::Failed;
        }
        let open = self
            .steps
            .iter()
            .any(|record| matches!(record.state, StepState::Waiting | StepState::Running));
        if open {
            NumberOutcome::Working
        } else {
            NumberOutcome::Done
        }
    }

    /// The essential step that failed.
    pub fn failure(&self) -> Option<&StepRecord> {
        self.steps.iter().find(|record| {
            record.step.is_essential() && matches!(record.state, StepState::Failed | StepState::Unknown)
        })
    }

    /// The step that runs.
    pub(super) fn running(&self) -> Option<(&Self, NumberStep)> {
        let is_running = |record: &&StepRecord| record.state == StepState::Running;
        let record = self.steps.iter().find(is_running).filter(|_| !self.left_out)?;
        Some((self, record.step))
    }

    /// The step that is to be run next; `None` while one runs, waits for the person, or when nothing is left.
    pub(super) fn next_step(&self) -> Option<NumberStep> {
        if self.outcome() != NumberOutcome::Working {
            return None;
        }
        let is_open = |record: &&StepRecord| matches!(record.state, StepState::Waiting | StepState::Running);
        let record = self.steps.iter().find(is_open)?;
        (record.state == StepState::Waiting).then_some(record.step)
    }

    /// Marks the first step that has not ended as running and names it; `None` when nothing is to be run.
    pub fn begin_next(&mut self) -> Option<NumberStep> {
        let next = self.next_step()?;
        let record = self.steps.iter_mut().find(|record| record.step == next)?;
        record.state = StepState::Running;
        Some(next)
    }

    /// Records the end of a step that is under way; an end of any other step changes nothing.
    pub fn end_step(&mut self, step: NumberStep, outcome: StepOutcome) {
        let Some(record) = self.steps.iter_mut().find(|record| record.step == step) else {
            return;
        };
        if record.state != StepState::Running {
            return;
        }
        match outcome {
            StepOutcome::Done(note) => (record.state, record.note) = (StepState::Done, note),
            StepOutcome::Skipped(note) => (record.state, record.note) = (StepState::Skipped, Some(note)),
            StepOutcome::Needs(need) => {
                record.state = StepState::Waiting;
                if let Need::Code { method, sent_at, .. } = &need {
                    self.code_sent = Some((*method, *sent_at));
                }
                self.need = Some(need);
            }
            StepOutcome::Switched(channel) => {
                record.state = StepState::Done;
                self.switched = Some(channel);
            }
            StepOutcome::Proved(verdict) => {
                record.state = StepState::Done;
                self.verdict = Some(*verdict);
            }
            StepOutcome::Failed(problem) => {
                (record.state, record.problem) = (StepState::Failed, Some(problem))
            }
            StepOutcome::Unknown(problem) => {
                (record.state, record.problem) = (StepState::Unknown, Some(problem))
            }
        }
    }

    /// The person answered a need: the step that asked runs again.
    pub fn answer_need(&mut self, step: NumberStep) -> bool {
        let asked = match (&self.need, step) {
            (Some(Need::Pin { .. }), NumberStep::Register) => true,
            (Some(Need::Code { .. } | Need::CodeMethod { .. }), NumberStep::VerifyCode) => true,
            (_, _) => false,
        };
        if asked {
            self.need = None;
            if let Some(record) = self.steps.iter_mut().find(|record| record.step == step) {
                record.state = StepState::Running;
            }
        }
        asked
    }

    /// Failed and unknown steps go back to waiting; finished ones are kept.
    pub fn reopen(&mut self) {
        self.left_out = false;
        for record in &mut self.steps {
            if matches!(
                record.state,
                StepState::Failed | StepState::Unknown | StepState::Running
            ) {
                record.state = StepState::Waiting;
                record.problem = None;
            }
        }
    }
}
