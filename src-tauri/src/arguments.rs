//! What the executable was asked to be.

use reconecta_engine::views::EnvironmentView;

/// Shown when the arguments make no sense.
pub(crate) const USAGE: &str = "usage: reconecta [--start-in demonstration|production] [--hidden]\n       \
     reconecta --version\n       \
     reconecta --self-test [--json] [--network]\n       \
     reconecta --print-policy [--json]\n       \
     or see reconecta --help";

/// Starts without showing the window: what the system is told when it is to start the app.
pub(crate) const HIDDEN: &str = "--hidden";

/// What to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    /// The app's window.
    Window {
        /// Environment of a profile that has not chosen one.
        first_environment: Option<EnvironmentView>,
        /// Whether only the icon beside the clock shows, where there is one.
        hidden: bool,
    },
    /// The login window; its order comes on the standard input.
    LoginWindow,
    /// Only the version.
    Version,
    /// What the company has set.
    PrintPolicy {
        /// For whom.
        form: Form,
    },
    /// Whether everything is there that the app needs.
    SelfTest {
        /// For whom.
        form: Form,
        /// Whether Meta may be asked for an answer.
        network: bool,
    },
}

/// Form of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Arguments {
    /// Reads the words behind the program's name; `None` when they make no sense.
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Option<Self> {
        let words: Vec<String> = words.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Self::of(&words)
    }

    fn of(words: &[&str]) -> Option<Self> {
        match words {
            [] => Some(Self::window(None)),
            [HIDDEN, rest @ ..] => match Self::of(rest)? {
                Self::Window {
                    first_environment,
                    hidden: false,
                } => Some(Self::Window {
                    first_environment,
                    hidden: true,
                }),
                _ => None,
            },
            ["login-window"] => Some(Self::LoginWindow),
            ["--version"] => Some(Self::Version),
            ["--start-in", "demonstration"] => Some(Self::window(Some(EnvironmentView::Demonstration))),
            ["--start-in", "production"] => Some(Self::window(Some(EnvironmentView::Production))),
            ["--print-policy", rest @ ..] => match flags(rest)? {
                (form, false) => Some(Self::PrintPolicy { form }),
                (_, true) => None,
            },
            ["--self-test", rest @ ..] => {
                let (form, network) = flags(rest)?;
                Some(Self::SelfTest { form, network })
            }
            _ => None,
        }
    }
}

impl Arguments {
    fn window(first_environment: Option<EnvironmentView>) -> Self {
        Self::Window {
            first_environment,
            hidden: false,
        }
    }
}

/// `--json` and `--network`, each at most once.
fn flags(words: &[&str]) -> Option<(Form, bool)> {
    let count = |flag: &str| words.iter().filter(|word| **word == flag).count();
    let (json, network) = (count("--json"), count("--network"));
    let form = if json == 1 { Form::Json } else { Form::Text };
    (json + network == words.len() && json <= 1 && network <= 1).then_some((form, network == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Option<Arguments> {
        Arguments::read(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn no_argument_opens_the_window_and_asks() {
        assert_eq!(read(&[]), Some(Arguments::window(None)));
    }

    #[test]
    fn a_first_environment_can_be_given() {
        let demonstration = Some(EnvironmentView::Demonstration);
        assert_eq!(
            read(&["--start-in", "demonstration"]),
            Some(Arguments::window(demonstration))
        );
    }

    #[test]
    fn the_system_starts_it_without_a_window() {
        let hidden = |first_environment| {
            Some(Arguments::Window {
                first_environment,
                hidden: true,
            })
        };
        assert_eq!(read(&["--hidden"]), hidden(None));
        assert_eq!(
            read(&["--hidden", "--start-in", "production"]),
            hidden(Some(EnvironmentView::Production))
        );
    }

    #[test]
    fn a_report_may_be_asked_for() {
        let report = |form, network| Some(Arguments::SelfTest { form, network });
        assert_eq!(read(&["--self-test"]), report(Form::Text, false));
        assert_eq!(
            read(&["--self-test", "--network", "--json"]),
            report(Form::Json, true)
        );
        assert_eq!(
            read(&["--print-policy", "--json"]),
            Some(Arguments::PrintPolicy { form: Form::Json })
        );
    }

    #[test]
    fn arguments_that_make_no_sense_are_refused() {
        for words in [
            &["--start-in"][..],
            &["--start-in", "moon"],
            &["login-window", "x"],
            &["--debug"],
            &["--hidden", "--hidden"],
            &["--hidden", "--version"],
            &["--self-test", "--json", "--json"],
            &["--self-test", "now"],
            &["--print-policy", "--network"],
        ] {
            assert_eq!(read(words), None, "{words:?} must be refused");
        }
    }
}
