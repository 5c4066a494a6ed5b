//! One notification for one round: names and causes in the app's language. Never a telephone number, never a secret.

use crate::documents::Words;
use reconecta_engine::views::{ChannelNews, RoundNews};

/// Names that are told; of more only how many there are.
const NAMES: usize = 3;

/// A name with so many digits is a telephone number.
const DIGITS: usize = 8;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) title: String,
    pub(crate) body: String,
    /// Word for what pressing it does, where the system shows one.
    pub(crate) open: String,
    /// The channel that it is about, when it is about one.
    pub(crate) channel: Option<String>,
}

/// What a round's news say; `None` when there are none.
pub(crate) fn notice(news: &RoundNews, words: &Words) -> Option<Notice> {
    let kinds = [
        ("broken", &news.broken),
        ("ends_soon", &news.ends_soon),
        ("works", &news.works),
    ];
    let mut told = kinds.into_iter().filter(|(_, channels)| !channels.is_empty());
    let (kind, channels) = told.next()?;
    let others = told.map(|(kind, channels)| format!("{}.", headline(kind, channels, words)));
    let mut lines = vec![detail(kind, channels, words)];
    lines.extend(others);
    Some(Notice {
        title: headline(kind, channels, words),
        body: lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        open: words.text("news.open"),
        channel: match channels.as_slice() {
            [only] => Some(only.id.clone()),
            _ => None,
        },
    })
}

/// Which, or how many, and what happened to them.
fn headline(kind: &str, channels: &[ChannelNews], words: &Words) -> String {
    let sentence = match channels {
        [only] => words.sentence(&format!("news.{kind}.one"), &[("name", &name(only, words))]),
        many => words.sentence(
            &format!("news.{kind}.many"),
            &[("count", &many.len().to_string())],
        ),
    };
    sentence.unwrap_or_default()
}

/// The cause of the only one, or the names of many.
fn detail(kind: &str, channels: &[ChannelNews], words: &Words) -> String {
    match channels {
        [_] if kind == "works" => words.text("news.works.body"),
        [only] => only
            .problem
            .as_ref()
            .and_then(|problem| words.of_params(&format!("cause.{}.title", problem.cause), &problem.params))
            .map(|cause| format!("{cause}."))
            .unwrap_or_default(),
        many => {
            let first: Vec<String> = many.iter().take(NAMES).map(|one| name(one, words)).collect();
            let names = first.join(", ");
            match many.len().saturating_sub(NAMES) {
                0 => names,
                more => words
                    .sentence(
                        "news.names_and_more",
                        &[("names", &names), ("count", &more.to_string())],
                    )
                    .unwrap_or(names),
            }
        }
    }
}

/// A channel's name, unless somebody named it by its telephone number: others may look at the screen.
fn name(channel: &ChannelNews, words: &Words) -> String {
    let digits = channel.name.chars().filter(char::is_ascii_digit).count();
    if digits >= DIGITS {
        words.text("news.unnamed")
    } else {
        channel.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;
    use reconecta_engine::views::ProblemView;
    use std::collections::BTreeMap;

    fn channel(name: &str, cause: Option<&str>) -> ChannelNews {
        ChannelNews {
            id: format!("id of {name}"),
            name: name.to_owned(),
            problem: cause.map(|cause| ProblemView {
                cause: cause.to_owned(),
                actor: "you".to_owned(),
                next: "log_in".to_owned(),
                until: None,
                params: BTreeMap::new(),
                technical: None,
            }),
        }
    }

    fn many(names: &[&str]) -> Vec<ChannelNews> {
        names
            .iter()
            .map(|name| channel(name, Some("number_banned")))
            .collect()
    }

    fn said(news: &RoundNews) -> Option<(String, String, Option<String>)> {
        let words = Words::at("pt-BR", TimeZone::UTC);
        notice(news, &words).map(|notice| (notice.title, notice.body, notice.channel))
    }

    #[test]
    fn one_channel_is_told_with_its_name_and_cause() {
        let news = RoundNews {
            broken: vec![channel("Loja Centro", Some("access_removed"))],
            ..RoundNews::default()
        };
        let (title, body, channel) = said(&news).unwrap();
        assert_eq!(title, "Loja Centro parou de receber mensagens");
        assert_eq!(body, "Alguém removeu o acesso do app.");
        assert_eq!(channel.as_deref(), Some("id of Loja Centro"));
    }

    #[test]
    fn many_are_told_as_one_with_the_first_names() {
        let names = ["Loja", "Clínica", "Padaria", "Escola", "Oficina"];
        let news = RoundNews {
            broken: many(&names),
            works: many(&["Banca"]),
            ..RoundNews::default()
        };
        let (title, body, channel) = said(&news).unwrap();
        assert_eq!(title, "5 números pararam de receber mensagens");
        assert_eq!(body, "Loja, Clínica, Padaria e mais 2\nBanca voltou a funcionar.");
        assert_eq!(channel, None);
        let three = RoundNews {
            ends_soon: many(&names[..3]),
            ..RoundNews::default()
        };
        let (title, body, _) = said(&three).unwrap();
        assert_eq!(title, "3 números vão parar em poucos dias");
        assert_eq!(body, "Loja, Clínica, Padaria");
    }

    #[test]
    fn what_works_again_is_told_too() {
        let news = RoundNews {
            works: vec![channel("Banca", None)],
            ..RoundNews::default()
        };
        let (title, body, channel) = said(&news).unwrap();
        assert_eq!(title, "Banca voltou a funcionar");
        assert_eq!(body, "A verificação não encontra mais o problema.");
        assert_eq!(channel.as_deref(), Some("id of Banca"));
        assert_eq!(said(&RoundNews::default()), None);
    }

    #[test]
    fn a_telephone_number_is_never_told() {
        let names = ["+55 11 91234-0101", "11912340101", "Loja 24h"];
        let news = RoundNews {
            broken: many(&names),
            works: many(&names[..1]),
            ..RoundNews::default()
        };
        let (title, body, _) = said(&news).unwrap();
        assert_eq!(
            (title.as_str(), body.as_str()),
            (
                "3 números pararam de receber mensagens",
                "Um número, Um número, Loja 24h\nUm número voltou a funcionar."
            )
        );
    }

    #[test]
    fn every_language_has_the_words() {
        for language in ["pt-BR", "en", "es"] {
            let words = Words::at(language, TimeZone::UTC);
            for number in [1, 5] {
                let channels = || vec![channel("Loja", Some("number_banned")); number];
                for news in [
                    RoundNews {
                        broken: channels(),
                        ..RoundNews::default()
                    },
                    RoundNews {
                        ends_soon: channels(),
                        ..RoundNews::default()
                    },
                    RoundNews {
                        works: channels(),
                        ..RoundNews::default()
                    },
                ] {
                    let notice = notice(&news, &words).unwrap();
                    let said = format!("{}|{}|{}", notice.title, notice.body, notice.open);
                    assert!(said.split('|').all(|part| !part.is_empty()), "{language}: {said}");
                    assert!(!said.contains('{') && !said.contains('—'), "{language}: {said}");
                }
            }
        }
    }
}
