//! The windows on a screen, as its window manager lists them.

use crate::app::PATIENCE;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::time::Instant;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConnectionExt, EventMask, Window,
};
use x11rb::rust_connection::RustConnection;

/// Which of the program's windows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which {
    /// The app's own.
    Main,
    /// The one with Facebook's pages.
    Login,
    /// The keyring's, which asks for its password.
    Keyring,
}

/// State of a minimised window, as ICCCM numbers it.
const ICONIC: u32 = 3;
/// Place and size are all given, by a pager: the flags of `_NET_MOVERESIZE_WINDOW` in the Extended Window Manager Hints.
const ALL_FOUR: u32 = (0b1111 << 8) | (2 << 12);

impl Which {
    fn has_title(self, title: &str) -> bool {
        match self {
            Self::Main => title == "Reconecta",
            Self::Login => title.contains("Entrar com Facebook"),
            Self::Keyring => title.contains("Keyring"),
        }
    }
}

/// A connection to the screen.
pub(crate) struct Windows {
    connection: RustConnection,
    root: Window,
}

impl Windows {
    /// On that display.
    pub(crate) fn on(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(display)).expect("the screen");
        let root = connection.setup().roots[screen].root;
        let windows = Self { connection, root };
        windows.listen_to(root);
        windows
    }

    /// Waits until the screen has a window manager. One that comes after a window finds it there as it is, and what the
    /// window asked for before is lost.
    pub(crate) fn wait_for_manager(&self) {
        self.wait_until("a window manager must be there", || {
            !self
                .property(self.root, "_NET_SUPPORTING_WM_CHECK", AtomEnum::WINDOW.into())
                .is_empty()
        });
    }

    /// Waits until it is shown.
    pub(crate) fn wait_for(&self, which: Which) -> Window {
        self.wait_until(&format!("the {which:?} window must be shown"), || {
            self.find(which).is_some()
        });
        self.find(which).expect("the window stays")
    }

    /// Whether it is shown.
    pub(crate) fn shows(&self, which: Which) -> bool {
        self.find(which).is_some()
    }

    /// How many of that kind there are.
    pub(crate) fn count(&self, which: Which) -> usize {
        self.all(which).count()
    }

    /// Waits until it is not shown any more.
    pub(crate) fn wait_until_gone(&self, which: Which) {
        self.wait_until(&format!("the {which:?} window must be gone"), || {
            self.find(which).is_none()
        });
    }

    /// Minimises it, and waits until that is done.
    pub(crate) fn minimise(&self, which: Which) {
        self.ask(which, "WM_CHANGE_STATE", [ICONIC, 0, 0, 0, 0]);
        self.wait_until(&format!("the {which:?} window must be minimised"), || {
            self.is_minimised(which)
        });
    }

    /// Waits until it is what the person sees and types into.
    pub(crate) fn wait_until_in_front(&self, which: Which) {
        self.wait_until(&format!("the {which:?} window must be in front"), || {
            let active = self.property(self.root, "_NET_ACTIVE_WINDOW", AtomEnum::WINDOW.into());
            let active = active.try_into().map(Window::from_ne_bytes).ok();
            active.is_some() && active == self.find(which) && !self.is_minimised(which)
        });
    }

    fn is_minimised(&self, which: Which) -> bool {
        let Some(window) = self.find(which) else {
            return false;
        };
        let states = self.property(window, "_NET_WM_STATE", AtomEnum::ATOM.into());
        let hidden = self.atom("_NET_WM_STATE_HIDDEN").to_ne_bytes();
        states.chunks_exact(4).any(|state| state == hidden)
    }

    /// Looks again at each news of the screen.
    fn wait_until(&self, wish: &str, reached: impl Fn() -> bool) {
        let started = Instant::now();
        while !reached() {
            // News that came along with an answer are in the connection's queue already, where poll does not see them.
            if self.heard_something() {
                continue;
            }
            let left = PATIENCE.saturating_sub(started.elapsed());
            let left = Timespec::try_from(left).expect("patience");
            let mut news = [PollFd::new(self.connection.stream(), PollFlags::IN)];
            let heard = poll(&mut news, Some(&left)).expect("news of the screen");
            assert_eq!(heard, 1, "{wish}");
        }
    }

    /// Takes all news out of the connection's queue; whether there were any.
    fn heard_something(&self) -> bool {
        let mut heard = false;
        while self.connection.poll_for_event().expect("news").is_some() {
            heard = true;
        }
        heard
    }

    /// Asks the window manager to close it, as its close button does.
    pub(crate) fn close(&self, which: Which) {
        self.ask(which, "_NET_CLOSE_WINDOW", [0, 2, 0, 0, 0]);
    }

    /// Asks the window manager to bring it to the front, as a taskbar does.
    pub(crate) fn activate(&self, which: Which) {
        self.ask(which, "_NET_ACTIVE_WINDOW", [2, 0, 0, 0, 0]);
    }

    /// Moves it to the corner of the screen, and gives its content that size.
    pub(crate) fn resize(&self, which: Which, (width, height): (u32, u32)) {
        self.ask(which, "_NET_MOVERESIZE_WINDOW", [ALL_FOUR, 0, 0, width, height]);
    }

    fn ask(&self, which: Which, what: &str, values: [u32; 5]) {
        let window = self.wait_for(which);
        let request = ClientMessageEvent::new(32, window, self.atom(what), values);
        let mask = EventMask::SUBSTRUCTURE_NOTIFY | EventMask::SUBSTRUCTURE_REDIRECT;
        self.connection
            .send_event(false, self.root, mask, request)
            .expect("a request to the window manager");
        // An answer means that the screen has read the request, which closing the connection might have lost.
        let asked = self.connection.get_input_focus().expect("a question");
        asked.reply().expect("the request has arrived");
    }

    fn find(&self, which: Which) -> Option<Window> {
        self.all(which).next()
    }

    fn all(&self, which: Which) -> impl Iterator<Item = Window> {
        let listed = self.property(self.root, "_NET_CLIENT_LIST", AtomEnum::WINDOW.into());
        let windows: Vec<Window> = listed
            .chunks_exact(4)
            .filter_map(|id| Some(Window::from_ne_bytes(id.try_into().ok()?)))
            .collect();
        windows.into_iter().filter(move |window| {
            self.listen_to(*window);
            let title = self.property(*window, "_NET_WM_NAME", self.atom("UTF8_STRING"));
            which.has_title(&String::from_utf8_lossy(&title))
        })
    }

    /// Nothing for a window that has gone away meanwhile.
    fn property(&self, window: Window, name: &str, kind: u32) -> Vec<u8> {
        let name = self.atom(name);
        let asked = self.connection.get_property(false, window, name, kind, 0, 1024);
        let answer = asked.expect("a question about a window").reply();
        answer.map(|property| property.value).unwrap_or_default()
    }

    fn listen_to(&self, window: Window) {
        let changes = ChangeWindowAttributesAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        let asked = self.connection.change_window_attributes(window, &changes);
        asked.expect("news of a window").ignore_error();
    }

    fn atom(&self, name: &str) -> u32 {
        let asked = self.connection.intern_atom(false, name.as_bytes());
        asked.expect("a name").reply().expect("its number").atom
    }
}
