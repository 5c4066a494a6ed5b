//! The outage report: from, to, why, by whom, what may be lost, what to tell the team, and the evidence.

use super::Words;
use reconecta_core::redact::redact;
use reconecta_engine::views::{
    ChannelView, EvidenceView, FindingView, MomentView, OutageView, ProblemView, TraceView, WhoView,
};
use reconecta_report::{Block, Document, Entry, Section};

/// The report of a channel's newest outage, made at `now` (Unix milliseconds).
pub(crate) fn outage_report(words: &Words, outage: &OutageView, channel: &ChannelView, now: f64) -> Document {
    let report = Report {
        words,
        outage,
        channel,
    };
    let sections = vec![
        report.section("report.summary", report.summary()),
        report.section("outage.losses", vec![report.losses()]),
        report.section(
            "outage.advice",
            vec![report.coded("outage_advice", &outage.advice)],
        ),
        report.section(
            "outage.trail",
            vec![Block::Timeline(
                outage.trail.iter().map(|trace| report.entry(trace)).collect(),
            )],
        ),
        report.section("report.evidence", report.evidence()),
        report.section("report.technical", vec![Block::Facts(report.technical())]),
    ];
    let footer = [
        ("version", env!("CARGO_PKG_VERSION")),
        ("at", &words.date(now)),
        ("zone", &words.zone(now)),
    ];
    Document {
        language: words.language().to_owned(),
        title: words.text("report.outage"),
        subtitle: Some(format!("{} · {}", outage.channel.name, outage.channel.number)),
        lead: Some(report.lead()),
        sections: sections
            .into_iter()
            .filter(|section| !section.blocks.is_empty())
            .collect(),
        footer: words.sentence("report.footer", &footer).unwrap_or_default(),
    }
}

struct Report<'a> {
    words: &'a Words,
    outage: &'a OutageView,
    channel: &'a ChannelView,
}

impl Report<'_> {
    fn section(&self, heading: &str, blocks: Vec<Block>) -> Section {
        Section {
            heading: self.words.text(heading),
            blocks,
        }
    }

    fn fact(&self, label: &str, value: String) -> (String, String) {
        (self.words.text(label), value)
    }

    fn moment(&self, family: &str, moment: &MomentView) -> String {
        let key = format!("{family}.{}", moment.certainty);
        let at = self.words.date(moment.at);
        self.words.sentence(&key, &[("at", &at)]).unwrap_or(at)
    }

    fn began(&self) -> String {
        let mut told = vec![self.moment("outage.began", &self.outage.began)];
        let earlier = self
            .outage
            .began
            .not_before
            .filter(|_| self.outage.began.certainty != "exact");
        told.extend(earlier.and_then(|at| {
            self.words
                .sentence("outage.not_before", &[("at", &self.words.date(at))])
        }));
        told.join(" ")
    }

    fn ended(&self) -> String {
        match &self.outage.ended {
            Some(moment) => self.moment("outage.ended", moment),
            None => self.words.text("outage.lasts"),
        }
    }

    fn lead(&self) -> String {
        [self.title(&self.outage.problem), self.began(), self.ended()].join(" ")
    }

    fn title(&self, problem: &ProblemView) -> String {
        let title = self
            .words
            .of_params(&format!("cause.{}.title", problem.cause), &problem.params);
        let mut title = title.unwrap_or_else(|| problem.cause.clone());
        if !title.ends_with(['.', '!', '?']) {
            title.push('.');
        }
        title
    }

    fn who(&self) -> String {
        let said = self.outage.who.as_ref().and_then(|who| {
            let name = who.name.as_deref().map(|name| self.named(who, name));
            let values: Vec<(&str, &str)> = name.iter().map(|name| ("name", name.as_str())).collect();
            self.words.sentence(&format!("outage_who.{}", who.kind), &values)
        });
        said.unwrap_or_else(|| self.words.text("outage.who.unknown"))
    }

    /// A local profile is a code, everybody else has a name.
    fn named(&self, who: &WhoView, name: &str) -> String {
        if who.kind == "here" {
            self.words.code("role_name", name)
        } else {
            name.to_owned()
        }
    }

    fn summary(&self) -> Vec<Block> {
        let problem = &self.outage.problem;
        let facts = vec![
            self.fact("report.from", self.began()),
            self.fact("report.to", self.ended()),
            self.fact("report.cause", self.title(problem)),
            self.fact("report.who", self.who()),
            self.fact(
                "report.rests_on",
                self.words.code("outage_source", &self.outage.source),
            ),
            self.fact("report.acts", self.words.code("actor", &problem.actor)),
        ];
        let body = self
            .words
            .of_params(&format!("cause.{}.body", problem.cause), &problem.params);
        let steps = self
            .words
            .numbered(&format!("cause.{}.step", problem.cause), &problem.params);
        std::iter::once(Block::Facts(facts))
            .chain(body.map(Block::Paragraph))
            .chain((!steps.is_empty()).then_some(Block::Steps(steps)))
            .collect()
    }

    fn losses(&self) -> Block {
        if self.outage.losses.is_empty() {
            Block::Paragraph(self.words.text("outage.losses.none"))
        } else {
            self.coded("outage_loss", &self.outage.losses)
        }
    }

    fn coded(&self, family: &str, codes: &[String]) -> Block {
        Block::Bullets(codes.iter().map(|code| self.words.code(family, code)).collect())
    }

    fn entry(&self, trace: &TraceView) -> Entry {
        let words = self.words;
        let what = match trace.kind.as_str() {
            "change" => words
                .sentence(&format!("change.{}", trace.code), &[])
                .or_else(|| words.sentence("change.other", &[("kind", &trace.code)])),
            "check" => words.sentence(
                "outage_trace.check",
                &[("verdict", &words.code("verdict", &trace.code))],
            ),
            "act" => words.sentence(&format!("event.{}", trace.code), &[]),
            "evidence" => words.sentence(&format!("evidence.{}", trace.code), &[]),
            _ => words.sentence("outage_trace.token_ended", &[]),
        };
        let by = trace
            .who
            .as_ref()
            .and_then(|who| match (&who.name, who.kind.as_str()) {
                (Some(name), _) => words.sentence("outage_trace.by", &[("name", &self.named(who, name))]),
                (None, "meta") => words.sentence("outage_trace.meta", &[]),
                (None, _) => None,
            });
        let cause = trace.cause.as_ref().map(|cause| words.value("cause", cause));
        let beginning = trace.is_beginning.then(|| words.text("outage.beginning"));
        let beside: Vec<String> = [by, cause, beginning].into_iter().flatten().collect();
        Entry {
            when: words.date(trace.at),
            what: what.unwrap_or_else(|| trace.code.clone()),
            beside: (!beside.is_empty()).then(|| beside.join(" · ")),
            is_marked: trace.is_beginning,
        }
    }

    /// Questions that were not answered with yes, and what was observed.
    fn evidence(&self) -> Vec<Block> {
        let findings = self
            .channel
            .diagnosis
            .iter()
            .flat_map(|diagnosis| &diagnosis.findings);
        let told: Vec<(String, String)> = findings
            .filter(|finding| {
                finding.answer == "no" || (finding.answer == "unknown" && finding.reason != "not_asked")
            })
            .map(|finding| {
                (
                    self.words.code("question", &finding.question),
                    self.answer(finding),
                )
            })
            .collect();
        let rows = self.channel.evidence.iter().map(|row| Entry {
            when: self.words.date(row.at),
            what: self
                .words
                .of_params(&format!("evidence.{}", row.kind), &row.params)
                .unwrap_or_else(|| row.kind.clone()),
            beside: self.details(row),
            is_marked: false,
        });
        let rows: Vec<Entry> = rows.collect();
        let facts = (!told.is_empty()).then_some(Block::Facts(told));
        let observed = (!rows.is_empty()).then_some(Block::Timeline(rows));
        facts.into_iter().chain(observed).collect()
    }

    /// What is told beside an observation.
    fn details(&self, row: &EvidenceView) -> Option<String> {
        let told = row.details.iter();
        let told = told.filter_map(|detail| {
            self.words
                .of_params(&format!("evidence_detail.{detail}"), &row.params)
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| redact(&told.join(" · ")))
    }

    fn answer(&self, finding: &FindingView) -> String {
        let answer = self.words.code("report.answer", &finding.answer);
        let reason = self
            .words
            .of_params(&format!("reason.{}", finding.reason), &finding.params);
        let read: Vec<String> = finding
            .evidence
            .iter()
            .map(|field| {
                let value = redact_words(&field.label, &self.words.value(&field.label, &field.value));
                format!("{}: {value}", self.words.code("field", &field.label))
            })
            .collect();
        let reason = reason
            .map(|reason| format!(". {}", reason.trim_end_matches('.')))
            .unwrap_or_default();
        let read = if read.is_empty() {
            String::new()
        } else {
            format!(" ({})", read.join("; "))
        };
        format!("{answer}{reason}{read}")
    }

    fn technical(&self) -> Vec<(String, String)> {
        let mut facts: Vec<(String, String)> = self
            .channel
            .configuration
            .iter()
            .map(|field| {
                (
                    self.words.code("field", &field.label),
                    self.words.value(&field.label, &field.value),
                )
            })
            .collect();
        let problem = &self.outage.problem;
        facts.push(self.fact("problem.code", problem.cause.clone()));
        if let Some(technical) = &problem.technical {
            let told = [
                ("technical.code", technical.code.map(|code| code.to_string())),
                (
                    "technical.subcode",
                    technical.subcode.map(|code| code.to_string()),
                ),
                ("technical.message", technical.message.as_deref().map(redact)),
                ("technical.solution", technical.solution.as_deref().map(redact)),
                ("technical.trace_id", technical.trace_id.clone()),
                (
                    "technical.http_status",
                    technical.http_status.map(|status| status.to_string()),
                ),
                ("technical.at", technical.at.map(|at| self.words.date(at))),
            ];
            facts.extend(
                told.into_iter()
                    .filter_map(|(label, value)| Some(self.fact(label, value?))),
            );
        }
        facts.push(self.fact(
            "report.meta_log",
            self.words.code("outage_log", &self.outage.meta_log),
        ));
        facts
    }
}

/// Meta's free text may hold anything; ids and numbers of the other fields are what a technician needs.
fn redact_words(label: &str, value: &str) -> String {
    match label {
        "health_text" | "health_solution" | "expected_callback" | "callback" | "callback_number"
        | "callback_account" | "callback_app" => redact(value),
        _ => value.to_owned(),
    }
}
