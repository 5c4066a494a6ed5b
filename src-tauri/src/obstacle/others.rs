//! The system's own dialog. Whoever starts a program there has a screen.

/// Whether the screen is there.
pub(super) fn screen_answers() -> bool {
    true
}

/// Shows the sentence until the person has read it.
pub(super) fn show(sentence: &str) {
    let _understood = rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Reconecta")
        .set_description(sentence)
        .show();
}
