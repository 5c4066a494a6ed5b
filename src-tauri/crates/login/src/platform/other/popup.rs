//! Windows that a page opens: same profile, same rules, and gone with the login.
//!
//! A window can be made only beside the event loop, and a page wants its own at once. So a few are made beforehand and
//! wait unseen.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use tao::dpi::LogicalSize;
use tao::event_loop::EventLoop;
use tao::window::{Window, WindowBuilder, WindowId};
use wry::{NewWindowOpener, NewWindowResponse, PageLoadEvent, WebView};

use super::system;
use crate::page::Page;
use crate::protocol::{FailureReason, LoginRequest, LoginTheme};
use crate::window::{Happening, Watch, page_watch};

/// More than any login opens at a time.
const MOST: usize = 3;

/// A window that waits for a page, or shows one.
struct Place {
    window: Window,
    // Dropping it ends the page.
    view: RefCell<Option<WebView>>,
}

/// The windows opened by the pages of one login.
#[derive(Clone)]
pub(super) struct Popups {
    places: Rc<[Place]>,
    title: Rc<str>,
    theme: LoginTheme,
    watch: Watch,
}

impl Popups {
    pub(super) fn new(
        events: &EventLoop<Happening>,
        request: &LoginRequest,
        watch: &Watch,
    ) -> Result<Self, FailureReason> {
        let title = request.texts.title.as_str();
        let places: Result<Vec<Place>, FailureReason> =
            (0..MOST).map(|_| Place::new(events, title)).collect();
        Ok(Self {
            places: places?.into(),
            title: title.into(),
            theme: request.theme,
            watch: watch.clone(),
        })
    }

    /// Opens `address` for the page that asked, if a page may go there.
    pub(super) fn open(&self, address: &str, opener: NewWindowOpener) -> NewWindowResponse {
        let free = self.places.iter().position(Place::is_free);
        let (true, Some(place)) = (self.watch.may_go(address), free) else {
            return NewWindowResponse::Deny;
        };
        self.show(place, opener).unwrap_or(NewWindowResponse::Deny)
    }

    /// Ends the page in that window; `false` when the window is not one of these.
    pub(super) fn close(&self, window: WindowId) -> bool {
        let place = self.places.iter().find(|place| place.window.id() == window);
        if let Some(place) = place {
            place.window.set_visible(false);
            drop(place.view.borrow_mut().take());
        }
        place.is_some()
    }

    fn show(&self, index: usize, opener: NewWindowOpener) -> Option<NewWindowResponse> {
        let place = self.places.get(index)?;
        // What belongs to the view must not keep the windows, and with them the view, alive.
        let places = Rc::downgrade(&self.places);
        let (title, theme, watch) = (Rc::clone(&self.title), self.theme, self.watch.clone());
        let opening = (places.clone(), Rc::clone(&title), watch.clone());
        let pages = page_watch(&watch);
        let view = system::popup_view(theme, &watch, opener)
            .with_on_page_load_handler(move |event, address| {
                if matches!(event, PageLoadEvent::Started) {
                    name(&places, index, &title, &address);
                }
                pages(event, address);
            })
            .with_new_window_req_handler(move |address, features| {
                let (places, title, watch) = &opening;
                let Some(places) = places.upgrade() else {
                    return NewWindowResponse::Deny;
                };
                let popups = Popups {
                    places,
                    title: Rc::clone(title),
                    theme,
                    watch: watch.clone(),
                };
                popups.open(&address, features.opener)
            })
            .build(&place.window)
            .ok()?;
        let response = system::shown_in(&view);
        place.view.replace(Some(view));
        place.window.set_visible(true);
        place.window.set_focus();
        Some(response)
    }
}

impl Place {
    fn new(events: &EventLoop<Happening>, title: &str) -> Result<Self, FailureReason> {
        let window = WindowBuilder::new()
            .with_title(title)
            .with_inner_size(LogicalSize::new(560.0, 640.0))
            .with_visible(false)
            .build(events)
            .map_err(|_| FailureReason::NotStarted)?;
        Ok(Self {
            window,
            view: RefCell::default(),
        })
    }

    fn is_free(&self) -> bool {
        self.view.borrow().is_none()
    }
}

// The frame says whose page it is, as the page itself cannot be trusted to.
fn name(places: &Weak<[Place]>, index: usize, title: &str, address: &str) {
    if let Some(places) = places.upgrade()
        && let Some(place) = places.get(index)
    {
        match Page::read(address) {
            Some(page) => place
                .window
                .set_title(&format!("{} \u{2014} {title}", page.label())),
            None => place.window.set_title(title),
        }
    }
}
