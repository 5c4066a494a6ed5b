//! What the installed program says of its company's policy and of the computer.

use super::Trial;
use crate::command;
use crate::test::cross::reports::Report;
use crate::test::cross::wine::require;
use anyhow::Result;

impl Trial<'_> {
    /// What Group Policy writes into the registry is what the installed program counts.
    pub(super) fn reads_the_policy(&mut self) -> Result<()> {
        const LOCKED: &str = r"HKLM\Software\Policies\Reconecta";
        const DEFAULT: &str = r"HKLM\Software\Policies\Reconecta\Recommended";
        for (key, name, kind, value) in [
            (LOCKED, "updates", "REG_DWORD", "0"),
            (DEFAULT, "log_days", "REG_DWORD", "90"),
            (DEFAULT, "no_proxy", "REG_SZ", "intranet.example"),
        ] {
            let mut add = self.windows.command("wine");
            add.args(["reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f"]);
            require(&mut add, self.watch)?;
        }
        let policy = self.report("--print-policy")?;
        let is_set = |key, value, level, source| policy.sets(key, value, level, source);
        self.expect(
            "the registry's policy counts, with level and place",
            policy.code == Some(0)
                && is_set("updates", "false", "locked", LOCKED)
                && is_set("log_days", "90", "default", DEFAULT)
                && is_set("no_proxy", "intranet.example", "default", DEFAULT),
        );
        let mut wrong = self.windows.command("wine");
        wrong.args(["reg", "add", LOCKED, "/v", "log_days", "/t", "REG_SZ"]);
        require(wrong.args(["/d", "many", "/f"]), self.watch)?;
        let policy = self.report("--print-policy")?;
        self.expect(
            "a wrong value in the registry is told by its key",
            policy.code == Some(1) && policy.warns("log_days", "wrong_type"),
        );
        let mut remove = self.windows.command("wine");
        require(remove.args(["reg", "delete", LOCKED, "/f"]), self.watch)?;
        let policy = self.report("--print-policy")?;
        self.expect(
            "without a policy nothing is set",
            policy.code == Some(0) && policy.sets_nothing(),
        );
        Ok(())
    }

    /// wine has no WebView2: the one thing that the self-test must find.
    pub(super) fn says_that_webview2_is_missing(&mut self) -> Result<()> {
        let report = self.report("--self-test")?;
        self.expect(
            "the self-test finds that WebView2 is missing, and the rest fine",
            report.code == Some(1)
                && report.finds("webview", "bad", "missing")
                && report.finds("folder", "good", "fine")
                && report.finds("settings", "good", "absent"),
        );
        Ok(())
    }

    /// Asks the installed program for one of its reports.
    fn report(&self, which: &str) -> Result<Report> {
        let mut wine = self.windows.command("wine");
        wine.arg(self.program()?).args([which, "--json"]);
        Report::read(&command::watch_quietly(&mut wine, self.watch)?)
    }
}
