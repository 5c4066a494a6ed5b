//! What the executable was asked to be.

use reconecta_engine::views::EnvironmentView;

/// Shown when the arguments make no sense.
pub(crate) const USAGE: &str =
    "usage: reconecta [--start-in demonstration|production] [--version], or see reconecta --help";

/// What to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    /// The app's window.
    Window {
        /// Environment of a profile that has not chosen one.
        first_environment: Option<EnvironmentView>,
    },
    /// The login window; its order comes on the standard input.
    LoginWindow,
    /// Only the version.
    Version,
}

impl Arguments {
    /// Reads the words behind the program's name; `None` when they make no sense.
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Option<Self> {
        let words: Vec<String> = words.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => Some(Self::Window {
                first_environment: None,
            }),
            ["login-window"] => Some(Self::LoginWindow),
            ["--version"] => Some(Self::Version),
            ["--start-in", "demonstration"] => Some(Self::Window {
                first_environment: Some(EnvironmentView::Demonstration),
            }),
            ["--start-in", "production"] => Some(Self::Window {
                first_environment: Some(EnvironmentView::Production),
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Option<Arguments> {
        Arguments::read(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn no_argument_opens_the_window_and_asks() {
        assert_eq!(
            read(&[]),
            Some(Arguments::Window {
                first_environment: None
            })
        );
    }

    #[test]
    fn a_first_environment_can_be_given() {
        let demonstration = Some(EnvironmentView::Demonstration);
        assert_eq!(
            read(&["--start-in", "demonstration"]),
            Some(Arguments::Window {
                first_environment: demonstration
            })
        );
    }

    #[test]
    fn arguments_that_make_no_sense_are_refused() {
        for words in [
            &["--start-in"][..],
            &["--start-in", "moon"],
            &["login-window", "x"],
            &["--debug"],
        ] {
            assert_eq!(read(words), None, "{words:?} must be refused");
        }
    }
}
