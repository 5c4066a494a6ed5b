//! One request, one classified answer: deadlines, body limit, and what exactly failed on the way.

use crate::envelope;
use crate::failure::GraphFailure;
use crate::json::Json;
use crate::settings::GraphSettings;
use crate::usage::{self, Usage};
use http::{HeaderMap, StatusCode};
use reconecta_core::fact::TransportFailure;
use reconecta_core::graph_error::GraphProblem;
use reconecta_core::ids::UnixMillis;
use reconecta_network::{NoHttpStack, before_answer, whole_body};
use reqwest::{Client, Request};
use std::time::{Duration, SystemTime};

/// Headers of which Meta sends at least one with every answer.
const OF_META: [&str; 5] = [
    "facebook-api-version",
    "x-fb-request-id",
    "x-fb-trace-id",
    "x-fb-rev",
    "x-fb-debug",
];

/// An answer that came later by the computer's clock waited for a computer that slept, or whose clock was set meanwhile: the
/// time in it says nothing about now.
const MOMENT: Duration = Duration::from_secs(60);

/// Who is expected to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// Meta, which signs its answers with headers.
    Meta,
    /// The company's own backend.
    Backend,
}

/// What came of a request.
pub(crate) struct Answer {
    /// The JSON, or why there is none.
    pub(crate) body: Result<Json, GraphFailure>,
    /// What the answer says about limits.
    pub(crate) usage: Usage,
    /// Version that really answered.
    pub(crate) version: Option<String>,
    /// The server's time, where Meta told it.
    pub(crate) at: Option<UnixMillis>,
}

/// The HTTP stack with these settings.
pub(crate) fn client(settings: &GraphSettings) -> Result<Client, NoHttpStack> {
    let builder = settings.way.client_for(&settings.graph)?;
    let builder = builder
        .connect_timeout(settings.connect_limit)
        .timeout(settings.answer_limit);
    builder.build().map_err(|_| NoHttpStack)
}

/// A time as servers write it. Source: RFC 9110, section 5.6.7.
fn time(text: &str) -> Option<UnixMillis> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(UnixMillis(zoned.timestamp().as_millisecond()))
}

/// Sends a request and reads its JSON answer.
pub(crate) async fn send(client: &Client, request: Request, body_limit: usize, server: Server) -> Answer {
    let begun = SystemTime::now();
    let response = match client.execute(request).await {
        Ok(response) => response,
        Err(error) => return Answer::none(before_answer(&error)),
    };
    let head = Head::of(response.status(), response.headers(), server);
    let usage = usage::read(response.headers());
    let body = match whole_body(response, body_limit).await {
        Ok(bytes) => head.read(String::from_utf8(bytes).ok(), &usage),
        Err(failure) => Err(GraphFailure::Transport(failure)),
    };
    Answer {
        body,
        usage,
        version: head.version,
        at: head.at.filter(|_| is_fresh(begun, SystemTime::now())),
    }
}

fn is_fresh(begun: SystemTime, now: SystemTime) -> bool {
    now.duration_since(begun).is_ok_and(|took| took <= MOMENT)
}

/// Reads one part of a batch as if it had been answered by itself.
pub(crate) fn part(status: StatusCode, headers: &HeaderMap, body: String) -> Answer {
    let head = Head::of(status, headers, Server::Meta);
    let usage = usage::read(headers);
    Answer {
        body: head.read(Some(body), &usage),
        usage,
        version: head.version,
        at: head.at,
    }
}

impl Answer {
    fn none(failure: TransportFailure) -> Self {
        Self {
            body: Err(GraphFailure::Transport(failure)),
            usage: Usage::default(),
            version: None,
            at: None,
        }
    }
}

/// The part of an answer that is known before its body.
struct Head {
    status: StatusCode,
    is_page: bool,
    is_signed: bool,
    version: Option<String>,
    trace_id: Option<String>,
    at: Option<UnixMillis>,
}

impl Head {
    fn of(status: StatusCode, headers: &HeaderMap, server: Server) -> Self {
        let is_page = text(headers, "content-type").is_some_and(|kind| kind.contains("text/html"));
        let is_of_meta = OF_META.iter().any(|name| headers.contains_key(*name));
        Self {
            status,
            is_page,
            is_signed: server == Server::Backend || is_of_meta,
            at: text(headers, "date")
                .filter(|_| is_of_meta)
                .and_then(|date| time(&date)),
            version: text(headers, "facebook-api-version"),
            trace_id: text(headers, "x-fb-request-id").or_else(|| text(headers, "x-fb-trace-id")),
        }
    }

    /// `text` is nothing when the bytes were none.
    fn read(&self, text: Option<String>, usage: &Usage) -> Result<Json, GraphFailure> {
        let not_meta = GraphFailure::Transport(TransportFailure::NotMeta);
        if self.status.is_redirection() {
            return Err(not_meta);
        }
        let Some(json) = text.and_then(Json::read) else {
            return Err(if self.is_page && !self.is_signed {
                not_meta
            } else if self.status.is_server_error() {
                self.problem(GraphProblem::default(), usage)
            } else {
                GraphFailure::Transport(TransportFailure::Malformed)
            });
        };
        match envelope::error_in(json.node(), self.status.as_u16()) {
            None => Ok(json),
            // A proxy may refuse in JSON, too; Meta's refusals have a code.
            Some(problem) if problem.code == 0 && !self.is_signed && self.status.is_client_error() => {
                Err(not_meta)
            }
            Some(problem) => Err(self.problem(problem, usage)),
        }
    }

    fn problem(&self, problem: GraphProblem, usage: &Usage) -> GraphFailure {
        GraphFailure::Graph(Box::new(GraphProblem {
            http_status: self.status.as_u16(),
            regain_minutes: usage.regain_minutes,
            trace_id: problem.trace_id.or_else(|| self.trace_id.clone()),
            ..problem
        }))
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_a_computer_that_slept_or_whose_clock_was_set_tells_no_time() {
        let begun = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        assert!(is_fresh(begun, begun + MOMENT));
        assert!(
            !is_fresh(begun, begun + MOMENT + Duration::from_secs(1)),
            "it slept"
        );
        assert!(
            !is_fresh(begun, begun - Duration::from_secs(1)),
            "it was put back"
        );
    }
}
