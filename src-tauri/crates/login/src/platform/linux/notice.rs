//! A row below the bar with something to say and at most one thing to do.

use std::cell::RefCell;
use std::rc::Rc;

use gtk::prelude::*;

/// What a notice offers to do.
#[derive(Clone)]
pub(super) struct Deed {
    label: String,
    run: Rc<dyn Fn()>,
}

impl Deed {
    pub(super) fn new(label: &str, run: impl Fn() + 'static) -> Self {
        Self {
            label: label.to_owned(),
            run: Rc::new(run),
        }
    }
}

/// The row; hidden until it has something to say.
#[derive(Clone)]
pub(super) struct Notice {
    row: gtk::Box,
    text: gtk::Label,
    button: gtk::Button,
    deed: Rc<RefCell<Option<Deed>>>,
}

impl Notice {
    /// Puts the row at the end of `rows`; `dismiss` is the label of the button that puts it away.
    pub(super) fn new(rows: &gtk::Box, dismiss: &str) -> Self {
        let row = gtk::Box::new(gtk::Orientation::Horizontal, 12);
        row.set_border_width(6);
        row.set_no_show_all(true);
        let text = gtk::Label::new(None);
        text.set_line_wrap(true);
        text.set_line_wrap_mode(gtk::pango::WrapMode::WordChar);
        text.set_selectable(true);
        text.set_xalign(0.0);
        let (button, away) = (gtk::Button::new(), gtk::Button::with_label(dismiss));
        row.pack_start(&text, true, true, 6);
        row.pack_start(&button, false, false, 0);
        row.pack_start(&away, false, false, 0);
        text.show();
        away.show();
        rows.pack_start(&row, false, false, 0);
        let deed = Rc::<RefCell<Option<Deed>>>::default();
        let (pressed, done) = (row.clone(), Rc::clone(&deed));
        button.connect_clicked(move |_| {
            pressed.hide();
            let deed = done.borrow_mut().take();
            if let Some(deed) = deed {
                (deed.run)();
            }
        });
        let dismissed = row.clone();
        away.connect_clicked(move |_| dismissed.hide());
        Self {
            row,
            text,
            button,
            deed,
        }
    }

    /// Says `text` and offers `deed`.
    pub(super) fn show(&self, text: &str, deed: Option<Deed>) {
        self.text.set_text(text);
        self.button.set_visible(deed.is_some());
        if let Some(deed) = &deed {
            self.button.set_label(&deed.label);
        }
        *self.deed.borrow_mut() = deed;
        self.row.show();
    }

    /// Puts the notice away.
    pub(super) fn hide(&self) {
        self.row.hide();
    }
}
