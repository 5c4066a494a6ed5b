//! The wizard's screens.

use super::{diagnosis_view, evidence_view, hand_off_view, problem_view, time, verdict_view};
use crate::project::channel::forms;
use crate::views::{
    AttemptView, ChannelRefView, EvidenceView, HandOffView, LeftBehindView, MembershipView, NeedView,
    NumberChoiceView, NumberWorkView, PlanLineView, PrerequisiteView, ScreenView, StageView, StepView,
};
use reconecta_core::attempt::{
    Attempt, CheckStepRecord, Choice, LeftBehind, LoginPage, Need, NumberWork, Phase, PlanLine, Prerequisite,
    Stage, StepRecord, Target, Traces, undo_plan,
};
use reconecta_core::diagnosis::Answer;
use reconecta_core::hand_off::Kit;
use reconecta_core::ids::{BusinessId, NumberId, UnixMillis};
use reconecta_core::meta::{BusinessRole, Membership};
use reconecta_store::Evidence;
use std::collections::BTreeMap;

/// Evidence collected in the attempt, by number.
pub(crate) type EvidenceByNumber = BTreeMap<NumberId, Vec<Evidence>>;

/// The wizard as it is shown.
pub(crate) fn attempt_view(
    attempt: &Attempt,
    evidence: &EvidenceByNumber,
    traces: &Traces,
    now: UnixMillis,
) -> AttemptView {
    AttemptView {
        id: attempt.id.to_string(),
        channel: attempt.target.as_ref().map(channel_ref),
        channels: u32::try_from(attempt.targets().len()).unwrap_or(u32::MAX),
        stage: stage(attempt.stage()),
        screen: screen(attempt, evidence, now),
        can_cancel: !attempt.is_over() && !attempt.is_going_back(),
        can_go_back: can_go_back(attempt),
        undo: undo_plan(attempt, traces).iter().map(undo_line).collect(),
    }
}

fn can_go_back(attempt: &Attempt) -> bool {
    match attempt.phase {
        Phase::Login { .. } | Phase::ManualToken { .. } => true,
        Phase::NotAdministrator { .. } | Phase::Confirm { .. } | Phase::Stopped { .. } => {
            !attempt.has_switched()
        }
        Phase::Numbers { .. } | Phase::Discovering { .. } => attempt.numbers.is_empty(),
        Phase::Access
        | Phase::LoginOpen { .. }
        | Phase::Checking { .. }
        | Phase::Working
        | Phase::Result
        | Phase::Interrupted { .. }
        | Phase::Undoing
        | Phase::Undone { .. }
        | Phase::Ended { .. } => false,
    }
}

fn stage(stage: Stage) -> StageView {
    match stage {
        Stage::Access => StageView::Access,
        Stage::Login => StageView::Login,
        Stage::Number => StageView::Number,
        Stage::Conclusion => StageView::Conclusion,
    }
}

fn screen(attempt: &Attempt, evidence: &EvidenceByNumber, now: UnixMillis) -> ScreenView {
    let works = || {
        attempt
            .numbers
            .iter()
            .map(|work| number_work(attempt, work, evidence, now))
            .collect::<Vec<_>>()
    };
    let person = || attempt.person.as_ref().and_then(|person| person.name.clone());
    let owner = attempt
        .target
        .as_ref()
        .and_then(|target| target.business.as_ref());
    match &attempt.phase {
        Phase::Access => ScreenView::Access {
            route: attempt.route.code().to_owned(),
            prerequisites: attempt.prerequisites.iter().map(prerequisite).collect(),
            diagnosis: attempt.diagnosis.as_ref().map(diagnosis_view),
            checking: attempt.reading,
            can_begin: attempt.can_begin(),
        },
        Phase::Login { problem } => ScreenView::Login {
            problem: problem.as_ref().map(problem_view),
            previous_person: person(),
        },
        Phase::LoginOpen {
            host,
            page,
            page_since,
            opened_at,
        } => ScreenView::LoginOpen {
            host: host.clone(),
            busy_page: *page == LoginPage::Work,
            stranded: *page == LoginPage::Stranded,
            ask_from: page.asked_about_from(*page_since).map(time),
            opened_at: time(*opened_at),
        },
        Phase::ManualToken { problem } => ScreenView::ManualToken {
            problem: problem.as_ref().map(problem_view),
        },
        Phase::Checking { steps } => ScreenView::Checking {
            steps: steps.iter().map(check_step).collect(),
        },
        Phase::NotAdministrator { problem } => ScreenView::NotAdministrator {
            person: person(),
            businesses: attempt
                .memberships
                .iter()
                .map(|item| membership(item, owner))
                .collect(),
            problem: problem_view(problem),
            hand_off: boxed(Kit::of(attempt, problem)),
        },
        Phase::Confirm { plan, role_problem } => ScreenView::Confirm {
            person: person(),
            businesses: attempt
                .memberships
                .iter()
                .map(|item| membership(item, owner))
                .collect(),
            plan: plan.iter().map(plan_line).collect(),
            role_problem: role_problem.as_ref().map(problem_view),
        },
        Phase::Discovering { accounts, numbers } => ScreenView::Discovering {
            accounts: *accounts,
            numbers: *numbers,
        },
        Phase::Numbers { problem } => ScreenView::Numbers {
            numbers: attempt.choices.iter().map(choice).collect(),
            unread: attempt.unread.iter().map(problem_view).collect(),
            problem: problem.as_ref().map(problem_view),
            not_shown: not_shown(attempt),
        },
        Phase::Working => ScreenView::Working { numbers: works() },
        Phase::Result | Phase::Ended { .. } => ScreenView::Result {
            numbers: works(),
            can_rollback: attempt.has_switched(),
            not_shown: not_shown(attempt),
        },
        Phase::Undoing => ScreenView::Undoing,
        Phase::Undone { left } => ScreenView::Undone {
            left: left.iter().map(|left| left_behind(attempt, left)).collect(),
        },
        Phase::Stopped { problem, .. } => ScreenView::Problem {
            problem: problem_view(problem),
            can_retry: true,
            hand_off: boxed(Kit::of(attempt, problem)),
        },
        Phase::Interrupted { can_resume, .. } => ScreenView::Interrupted {
            can_resume: *can_resume,
            stopped_at: time(attempt.started_at),
            numbers: works(),
        },
    }
}

/// A single channel that is not shown is the screen's problem already.
fn not_shown(attempt: &Attempt) -> Vec<ChannelRefView> {
    if attempt.others.is_empty() {
        return Vec::new();
    }
    attempt.not_shown().into_iter().map(channel_ref).collect()
}

fn channel_ref(target: &Target) -> ChannelRefView {
    ChannelRefView {
        id: target.channel.to_string(),
        name: target.name.clone(),
        number: forms(&target.display_phone_number).0,
    }
}

fn answer(answer: Answer) -> String {
    answer.code().to_owned()
}

fn prerequisite(item: &Prerequisite) -> PrerequisiteView {
    PrerequisiteView {
        id: item.kind.code().to_owned(),
        answer: answer(item.answer),
        problem: item.problem.as_ref().map(problem_view),
    }
}

fn check_step(record: &CheckStepRecord) -> StepView {
    StepView {
        step: record.step.code().to_owned(),
        state: record.state.code().to_owned(),
        note: None,
        problem: None,
    }
}

fn number_step(record: &StepRecord) -> StepView {
    StepView {
        step: record.step.code().to_owned(),
        state: record.state.code().to_owned(),
        note: record.note.map(|note| note.code().to_owned()),
        problem: record.problem.as_ref().map(problem_view),
    }
}

fn plan_line(line: &PlanLine) -> PlanLineView {
    PlanLineView {
        what: line.what.clone(),
        changes: line.changes,
        params: line.params.clone(),
    }
}

/// A number in it is shown as everywhere else.
fn undo_line(line: &PlanLine) -> PlanLineView {
    let mut view = plan_line(line);
    if let Some(number) = view.params.get_mut("number") {
        *number = forms(number).0;
    }
    view
}

fn left_behind(attempt: &Attempt, left: &LeftBehind) -> LeftBehindView {
    let work = attempt.numbers.iter().find(|work| work.id() == &left.number);
    let display = work.and_then(|work| work.number().display_phone_number.as_deref());
    let chosen = attempt
        .choices
        .iter()
        .find(|choice| choice.number() == &left.number);
    let number = forms(display.unwrap_or(left.number.as_str())).0;
    LeftBehindView {
        channel: chosen
            .and_then(|choice| choice.channel.as_ref())
            .map(|(id, name)| ChannelRefView {
                id: id.to_string(),
                name: name.clone(),
                number: number.clone(),
            }),
        number,
        problem: problem_view(&left.problem),
    }
}

fn membership(membership: &Membership, owner: Option<&BusinessId>) -> MembershipView {
    let role = match &membership.role {
        Some(BusinessRole::Admin) => "admin",
        Some(BusinessRole::Employee) => "employee",
        Some(BusinessRole::Other(_)) => "other",
        None => "unknown",
    };
    MembershipView {
        id: membership.business.id.to_string(),
        name: membership.business.name.clone(),
        role: role.to_owned(),
        owns_channel: owner == Some(&membership.business.id),
    }
}

fn choice(choice: &Choice) -> NumberChoiceView {
    let found = &choice.found;
    let display = found.number.display_phone_number.as_deref().unwrap_or_default();
    let (number, number_international) = forms(display);
    let business = found.business.as_ref();
    NumberChoiceView {
        id: choice.id().to_string(),
        number,
        number_international,
        verified_name: found.number.verified_name.as_ref().map(ToString::to_string),
        account: found
            .waba
            .name
            .as_ref()
            .map_or_else(|| found.waba.id.to_string(), ToString::to_string),
        business: business
            .map(|business| business.name.clone().unwrap_or_else(|| business.id.to_string()))
            .unwrap_or_default(),
        status: found
            .number
            .status
            .as_ref()
            .map(|status| status.as_str().to_lowercase())
            .unwrap_or_default(),
        problem: choice.refusal.as_ref().map(problem_view),
        preselected: choice.preselected,
        contested: choice.contested,
        selectable: choice.refusal.is_none(),
        channel: choice.channel.as_ref().map(|(id, name)| ChannelRefView {
            id: id.to_string(),
            name: name.clone(),
            number: forms(display).0,
        }),
    }
}

fn boxed(kit: Option<Kit>) -> Option<Box<HandOffView>> {
    kit.map(|kit| Box::new(hand_off_view(&kit)))
}

fn number_work(
    attempt: &Attempt,
    work: &NumberWork,
    evidence: &EvidenceByNumber,
    now: UnixMillis,
) -> NumberWorkView {
    let display = work.number().display_phone_number.as_deref().unwrap_or_default();
    let evidence: Vec<EvidenceView> = evidence
        .get(work.id())
        .map(|rows| rows.iter().map(evidence_view).collect())
        .unwrap_or_default();
    NumberWorkView {
        id: work.id().to_string(),
        number: forms(display).0,
        verified_name: work.number().verified_name.as_ref().map(ToString::to_string),
        steps: work.steps.iter().map(number_step).collect(),
        need: work.need.as_ref().map(need),
        outcome: work.outcome().code().to_owned(),
        verdict: work
            .verdict
            .as_ref()
            .map(|verdict| verdict_view(verdict, Some(now))),
        evidence,
        problem: work
            .failure()
            .and_then(|record| record.problem.as_ref())
            .map(problem_view),
        hand_off: boxed(Kit::of_number(attempt, work)),
    }
}

fn need(need: &Need) -> NeedView {
    match need {
        Need::Pin {
            attempts_left,
            problem,
            exists,
            kept,
        } => NeedView::Pin {
            attempts_left: *attempts_left,
            problem: problem.as_ref().map(problem_view),
            exists: *exists,
            kept: *kept,
        },
        Need::CodeMethod { problem } => NeedView::CodeMethod {
            problem: problem.as_ref().map(problem_view),
        },
        Need::Code {
            method,
            sent_at,
            problem,
        } => NeedView::Code {
            method: method.code().to_owned(),
            sent_at: time(*sent_at),
            problem: problem.as_ref().map(problem_view),
        },
    }
}
