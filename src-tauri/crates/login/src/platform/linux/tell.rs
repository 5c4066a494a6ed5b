//! Without a window of the app: whether the screen is there, and a sentence on it. The toolkit belongs to the calling thread
//! from then on.

use gtk::prelude::*;
use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, Window};

/// Whether the screen that the environment names is there, as it is not after a remote session.
pub fn screen_answers() -> bool {
    gtk::init().is_ok()
}

/// Shows a sentence until it was read; not at all where the screen is gone.
pub fn tell(title: &str, sentence: &str) {
    if !screen_answers() {
        return;
    }
    let dialog = MessageDialog::new(
        None::<&Window>,
        DialogFlags::MODAL,
        MessageType::Error,
        ButtonsType::Close,
        title,
    );
    dialog.set_title(title);
    dialog.set_secondary_text(Some(sentence));
    dialog.run();
}
