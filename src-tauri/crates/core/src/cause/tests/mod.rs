mod codes;
mod outcomes;
mod rules;
mod words;

use crate::graph_error::GraphProblem;

fn error(code: i64, subcode: Option<i64>) -> GraphProblem {
    GraphProblem {
        code,
        subcode,
        kind: Some("OAuthException".into()),
        http_status: 400,
        ..GraphProblem::default()
    }
}
