//! Problems as the interface shows them: codes, values, and Meta's own words behind technical details.

use super::time;
use crate::views::{ProblemView, TechnicalView};
use reconecta_core::graph_error::GraphProblem;
use reconecta_core::ids::UnixMillis;
use reconecta_core::problem::Problem;
use reconecta_core::redact;

/// The view of a problem.
pub(crate) fn problem_view(problem: &Problem) -> ProblemView {
    let mut params = problem.params.clone();
    if let Some(graph) = &problem.graph {
        params
            .entry("code".to_owned())
            .or_insert_with(|| graph.code.to_string());
        if let Some(minutes) = graph.regain_minutes {
            params
                .entry("minutes".to_owned())
                .or_insert_with(|| minutes.to_string());
        }
    }
    ProblemView {
        cause: problem.cause.code().to_owned(),
        actor: problem.cause.actor().code().to_owned(),
        next: problem.cause.next_step().code().to_owned(),
        until: problem.until().map(time),
        params,
        technical: problem.graph.as_ref().map(|graph| technical(graph, problem.at)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "Meta's codes are far below 2^53")]
fn technical(graph: &GraphProblem, at: UnixMillis) -> TechnicalView {
    TechnicalView {
        code: (graph.code != 0).then_some(graph.code as f64),
        subcode: graph.subcode.map(|subcode| subcode as f64),
        trace_id: graph.trace_id.clone(),
        message: Some(redact::redact(&graph.message)).filter(|text| !text.is_empty()),
        http_status: (graph.http_status != 0).then_some(graph.http_status),
        at: Some(time(at)),
    }
}
