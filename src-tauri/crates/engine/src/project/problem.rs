//! Problems as the interface shows them: codes, values, and Meta's own words behind technical details.

use super::time;
use crate::views::{ProblemView, TechnicalView};
use reconecta_core::diagnosis::Field;
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
        technical: match &problem.graph {
            Some(graph) => Some(technical(graph, problem.at)),
            None => of_health(problem),
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "Meta's codes are far below 2^53")]
fn technical(graph: &GraphProblem, at: UnixMillis) -> TechnicalView {
    TechnicalView {
        code: (graph.code != 0).then_some(graph.code as f64),
        subcode: graph.subcode.map(|subcode| subcode as f64),
        trace_id: graph.trace_id.clone(),
        message: Some(redact::redact(&graph.message)).filter(|text| !text.is_empty()),
        solution: None,
        http_status: (graph.http_status != 0).then_some(graph.http_status),
        at: Some(time(at)),
    }
}

/// What the health report says for itself; `None` for a problem that does not come from it.
fn of_health(problem: &Problem) -> Option<TechnicalView> {
    let said = |field: Field| problem.params.get(field.code());
    let told = |field| said(field).map(|text| redact::redact(text));
    let view = TechnicalView {
        code: said(Field::HealthCode).and_then(|code| code.parse().ok()),
        subcode: None,
        trace_id: None,
        message: told(Field::HealthText),
        solution: told(Field::HealthSolution),
        http_status: None,
        at: Some(time(problem.at)),
    };
    let is_told = view.code.is_some() || view.message.is_some() || view.solution.is_some();
    is_told.then_some(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reconecta_core::cause::Cause;

    #[test]
    fn a_block_of_the_health_report_keeps_meta_s_code_reason_and_remedy() {
        let blocked = Problem::new(Cause::HealthBlocked, UnixMillis(1_795_368_600_000))
            .with("health_code", "141099")
            .with("health_text", "Calls with EAAGm0PX4ZCpsBAKZCZAoZBq2 are blocked")
            .with("health_solution", "Ask Meta");
        let told = problem_view(&blocked).technical.expect("technical details");
        assert_eq!(told.code, Some(141_099.0));
        assert_eq!(told.solution.as_deref(), Some("Ask Meta"));
        let message = told.message.expect("a reason");
        assert!(
            message.starts_with("Calls with") && !message.contains("EAAGm0"),
            "{message}"
        );
        let closed = Problem::new(Cause::LoginClosed, UnixMillis(1));
        assert_eq!(problem_view(&closed).technical, None);
    }
}
