//! Outages and what is handed to an administrator.

use super::channel::forms;
use super::{problem_view, time};
use crate::views::{ChannelRefView, HandOffView, MomentView, OutageView, TraceView, WhoView};
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::hand_off::{Kit, Step};
use reconecta_core::outage::{Advice, Loss, Moment, Outage, Record, Trace, What, Who};
use reconecta_core::problem::Problem;
use reconecta_store::Channel;

/// An outage of a channel; `blocking` is the finding that still stops it, with its values.
pub(crate) fn outage_view(
    channel: &Channel,
    outage: &Outage,
    record: &Record,
    blocking: Option<&Problem>,
) -> OutageView {
    let display = channel.target.display_phone_number.as_deref().unwrap_or_default();
    let same = blocking.filter(|problem| problem.cause == outage.cause);
    OutageView {
        channel: ChannelRefView {
            id: channel.id.to_string(),
            name: channel.name.clone(),
            number: forms(display).0,
        },
        problem: match same {
            Some(problem) => problem_view(problem),
            None => problem_view(&Problem::new(outage.cause, outage.began.at)),
        },
        began: moment(&outage.began),
        ended: outage.ended.as_ref().map(moment),
        source: outage.source.code().to_owned(),
        who: outage.who.as_ref().map(who),
        losses: outage
            .losses
            .iter()
            .map(|loss: &Loss| loss.code().to_owned())
            .collect(),
        advice: outage
            .advice
            .iter()
            .map(|advice: &Advice| advice.code().to_owned())
            .collect(),
        trail: outage.trail.iter().map(trace).collect(),
        meta_log: log_state(record).to_owned(),
    }
}

fn log_state(record: &Record) -> &'static str {
    match &record.changes {
        Fact::Known(_) => "read",
        Fact::Unknown(Unread::NotAsked) => "not_asked",
        Fact::Unknown(Unread::Refused { .. }) => "refused",
        Fact::Unknown(_) => "unread",
    }
}

fn moment(moment: &Moment) -> MomentView {
    MomentView {
        at: time(moment.at),
        certainty: moment.certainty.code().to_owned(),
        not_before: moment.not_before.map(time),
    }
}

fn who(who: &Who) -> WhoView {
    WhoView {
        kind: who.code().to_owned(),
        name: who.name().map(str::to_owned),
    }
}

fn trace(trace: &Trace) -> TraceView {
    let (kind, code, cause) = match &trace.what {
        What::Change(kind) => ("change", kind.to_ascii_lowercase(), None),
        What::Check { verdict, cause } => ("check", verdict.clone(), *cause),
        What::Act(act) => ("act", act.code().to_owned(), None),
        What::Evidence(kind) => ("evidence", kind.code().to_owned(), None),
        What::TokenEnded => ("token_ended", "token_ended".to_owned(), None),
    };
    TraceView {
        at: time(trace.at),
        kind: kind.to_owned(),
        code,
        cause: cause.map(|cause| cause.code().to_owned()),
        who: trace.who.as_ref().map(who),
        is_beginning: trace.is_beginning,
    }
}

/// What the administrator of the portfolio has to do.
pub(crate) fn hand_off_view(kit: &Kit) -> HandOffView {
    let number = kit
        .display_phone_number
        .as_deref()
        .map(|display| forms(display).0);
    HandOffView {
        need: kit.need.code().to_owned(),
        permission: kit.permission.clone(),
        person: kit.person.clone(),
        role: kit.role.clone(),
        business: kit.business.as_ref().map(ToString::to_string),
        business_name: kit.business_name.clone(),
        waba: kit.waba.as_ref().map(ToString::to_string),
        number_id: kit.number.as_ref().map(ToString::to_string),
        channel: kit.channel.clone().map(|name| ChannelRefView {
            id: String::new(),
            name,
            number: number.unwrap_or_default(),
        }),
        page: kit.page(),
        steps: kit
            .need
            .steps()
            .iter()
            .map(|step: &Step| step.code().to_owned())
            .collect(),
        can_log_in_instead: kit.need.can_log_in_instead(),
    }
}
