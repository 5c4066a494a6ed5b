//! Numbers of passed and failed tests, read from the output of each tool.

/// Passed, failed, and tests that were left out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) left_out: u64,
}

impl Counts {
    /// The sum over every test binary that cargo ran.
    pub(crate) fn of_cargo(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output
            .lines()
            .filter(|line| line.trim_start().starts_with("test result:"))
        {
            sum.passed += before(line, "passed");
            sum.failed += before(line, "failed");
            sum.left_out += before(line, "ignored");
        }
        sum
    }

    /// Vitest's line `Tests  1 failed | 25 passed (26)`.
    pub(crate) fn of_vitest(output: &str) -> Self {
        let Some(line) = output
            .lines()
            .rev()
            .find(|line| line.trim_start().starts_with("Tests "))
        else {
            return Self::default();
        };
        let left_out = before(line, "skipped") + before(line, "todo");
        Self {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
            left_out,
        }
    }

    /// The last line of the form `12 passed, 0 failed`.
    pub(crate) fn of_script(output: &str) -> Self {
        let Some(line) = output
            .lines()
            .rev()
            .find(|line| line.contains(" passed, ") && line.contains(" failed"))
        else {
            return Self::default();
        };
        Self {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
            left_out: 0,
        }
    }
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split_whitespace().collect();
    let matches = |pair: &&[&str]| pair[1].trim_end_matches([';', ',', '.', ')']) == word;
    words
        .windows(2)
        .filter(matches)
        .find_map(|pair| pair[0].trim_start_matches('(').parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_the_binaries_of_cargo() {
        let output = "\
test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s
test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s";
        assert_eq!(
            Counts::of_cargo(output),
            Counts {
                passed: 15,
                failed: 2,
                left_out: 1
            }
        );
    }

    #[test]
    fn reads_vitest() {
        let output =
            " Test Files  3 passed (3)\n      Tests  1 failed | 25 passed | 2 skipped (28)\n   Duration  3 s";
        assert_eq!(
            Counts::of_vitest(output),
            Counts {
                passed: 25,
                failed: 1,
                left_out: 2
            }
        );
    }

    #[test]
    fn reads_the_last_line_of_a_script() {
        assert_eq!(
            Counts::of_script("x: 1 passed, 9 failed\n30 passed, 0 failed\n").passed,
            30
        );
        assert_eq!(Counts::of_script("Traceback"), Counts::default());
    }
}
