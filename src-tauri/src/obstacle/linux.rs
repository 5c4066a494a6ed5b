//! The toolkit's own dialog. `rfd` starts the toolkit in a thread and waits for ever where the screen is gone.

/// Whether the screen that the environment names is there.
pub(super) fn screen_answers() -> bool {
    reconecta_login::screen_answers()
}

/// Shows the sentence until the person has read it; not at all where the screen is gone.
pub(super) fn show(sentence: &str) {
    reconecta_login::tell("Reconecta", sentence);
}
