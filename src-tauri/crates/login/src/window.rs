//! The window and its events.

use std::fs::File;

use secrecy::{ExposeSecret, SecretString};
use tao::dpi::{LogicalSize, PhysicalPosition};
use tao::event::{Event, WindowEvent};
use tao::event_loop::{ControlFlow, EventLoop, EventLoopBuilder, EventLoopProxy};
use tao::platform::run_return::EventLoopExtRunReturn;
use tao::window::{Theme, Window, WindowBuilder};
use wry::{NewWindowResponse, PageLoadEvent, PermissionResponse, WebViewBuilder};

use crate::address::{Judgement, Territory};
use crate::isolation::Refusal;
use crate::line::Lines;
use crate::page::Page;
use crate::place::LoginPlace;
use crate::platform;
use crate::process::Reports;
use crate::protocol::{Command, FailureReason, LoginRequest, LoginTheme, Report};

/// An empty page: it brings up the page's process before anything of the network is shown to it.
pub(crate) const EMPTY_PAGE: &str = "about:blank";

/// What happens to the window from outside its event loop.
#[derive(Debug)]
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "only Linux has a header and tells of unreachable pages")
)]
pub(crate) enum Happening {
    Loaded,
    Shown(Page),
    Blocked(Stopped),
    NotOpened(Obstacle),
    Answered(SecretString),
    PageCrashed,
    CloseAsked,
    Told(Command),
    AppGone,
}

/// A page that was not gone to.
#[derive(Debug, Clone)]
pub(crate) struct Stopped {
    /// Its host, for the person and the app.
    pub(crate) host: String,
    /// Where a browser would find it. Never leaves this process but for the person's own browser.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "only Linux has a header")
    )]
    pub(crate) address: String,
}

/// A page that did not open.
#[derive(Debug, Clone)]
pub(crate) struct Obstacle {
    pub(crate) reason: FailureReason,
    /// Where the page would be.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "only Linux has a header")
    )]
    pub(crate) address: String,
}

/// Watches the pages of a login: decides where they may go and tells the window.
#[derive(Clone)]
pub(crate) struct Watch {
    territory: Territory,
    window: EventLoopProxy<Happening>,
}

impl Watch {
    /// Whether a page may go to `address`. The answer of the login is caught here, before anything
    /// is sent to its host.
    pub(crate) fn may_go(&self, address: &str) -> bool {
        match self.territory.judge(address) {
            Judgement::Allowed => return true,
            Judgement::Redirect => self.tell(Happening::Answered(SecretString::from(address))),
            Judgement::Blocked(Some(host)) => self.tell(Happening::Blocked(Stopped {
                host,
                address: address.to_owned(),
            })),
            Judgement::Blocked(None) | Judgement::StrayRedirect => {}
        }
        false
    }

    pub(crate) fn tell(&self, happening: Happening) {
        // The loop is gone only when the process is ending.
        let _ = self.window.send_event(happening);
    }
}

/// The rules that every view of the login shares, whatever the system.
pub(crate) fn guarded<'a>(watch: &Watch) -> WebViewBuilder<'a> {
    guarded_in(WebViewBuilder::new(), watch)
}

/// The same for a view that was begun elsewhere.
pub(crate) fn guarded_in<'a>(builder: WebViewBuilder<'a>, watch: &Watch) -> WebViewBuilder<'a> {
    let going = watch.clone();
    builder
        .with_incognito(true)
        .with_devtools(false)
        .with_clipboard(false)
        .with_autoplay(false)
        .with_general_autofill_enabled(false)
        .with_back_forward_navigation_gestures(false)
        .with_navigation_handler(move |address| going.may_go(&address))
        .with_download_started_handler(|_, _| false)
        .with_permission_handler(|_| PermissionResponse::Deny)
        .with_new_window_req_handler(|_, _| NewWindowResponse::Deny)
}

/// Tells the window which page a view shows.
pub(crate) fn page_watch(watch: &Watch) -> impl Fn(PageLoadEvent, String) + 'static {
    let watch = watch.clone();
    move |event, address| match event {
        // wry calls a page started once it stands: its server has answered, and it replaces the one before it.
        PageLoadEvent::Started => {
            if let Some(page) = Page::read(&address) {
                watch.tell(Happening::Shown(page));
            }
        }
        PageLoadEvent::Finished => watch.tell(Happening::Loaded),
    }
}

/// Opens the window and runs it to its end.
pub(crate) fn run(
    request: &LoginRequest,
    territory: Territory,
    commands: Lines<File>,
    reports: &mut Reports,
) -> Result<(), FailureReason> {
    platform::prepare()?;
    let mut events = EventLoopBuilder::<Happening>::with_user_event().build();
    platform::stay_beside_the_app(&mut events);
    let window = frame(request, &events)?;
    let watch = Watch {
        territory,
        window: events.create_proxy(),
    };
    let view = platform::View::open(&events, &window, request, &watch)?;
    listen(commands, events.create_proxy());

    let mut starting = true;
    let mut standing = None;
    let mut ending = None;
    events.run_return(|event, _, flow| {
        *flow = ControlFlow::Wait;
        let end = match event {
            Event::WindowEvent {
                window_id,
                event: WindowEvent::CloseRequested,
                ..
            } => (!view.close_popup(window_id)).then_some(Report::Closed),
            Event::UserEvent(happening) => match happening {
                Happening::Loaded if starting => {
                    starting = false;
                    begin(&view, request, reports).err().map(Report::Failed)
                }
                Happening::Loaded => None,
                Happening::Shown(page) if standing.as_ref() == Some(&page) => None,
                Happening::Shown(page) => {
                    window.set_title(&format!("{} \u{2014} {}", page.label(), request.texts.title));
                    reports.send(&Report::navigated(&page));
                    standing = Some(page);
                    None
                }
                Happening::Blocked(stopped) => {
                    view.show_blocked(&stopped);
                    reports.send(&Report::Blocked { host: stopped.host });
                    None
                }
                // The app knows more cures for a login that does not begin than an empty window does.
                Happening::NotOpened(obstacle) if standing.is_none() => Some(Report::Failed(obstacle.reason)),
                Happening::NotOpened(obstacle) => {
                    view.show_obstacle(&obstacle);
                    reports.send(&Report::NotOpened(obstacle.reason));
                    None
                }
                Happening::Answered(address) => Some(Report::Redirected(address)),
                Happening::PageCrashed => Some(Report::Failed(FailureReason::PageCrashed)),
                Happening::CloseAsked | Happening::Told(Command::Close) => Some(Report::Closed),
                Happening::Told(Command::Focus) => {
                    window.set_minimized(false);
                    window.set_focus();
                    None
                }
                Happening::Told(Command::Ping) => {
                    reports.send(&Report::Alive);
                    None
                }
                Happening::AppGone => {
                    *flow = ControlFlow::Exit;
                    None
                }
            },
            _ => None,
        };
        if let Some(report) = end {
            // Only the first ending counts; events still queued behind it do not.
            ending.get_or_insert(report);
            *flow = ControlFlow::Exit;
        } else if ending.is_some() {
            *flow = ControlFlow::Exit;
        }
    });
    match ending {
        Some(Report::Failed(reason)) => Err(reason),
        Some(report) => {
            reports.send(&report);
            Ok(())
        }
        None => Ok(()),
    }
}

// The page's process is up with nothing in it: check its isolation, then go to the login.
fn begin(view: &platform::View, request: &LoginRequest, reports: &mut Reports) -> Result<(), FailureReason> {
    if !view.is_isolated() {
        return Err(FailureReason::IsolationRefused(Refusal::Unknown));
    }
    reports.send(&Report::Ready);
    view.load(request.url.expose_secret())
        .map_err(|_| FailureReason::NotStarted)
}

const SIZE: LogicalSize<f64> = LogicalSize::new(640.0, 760.0);

fn frame(request: &LoginRequest, events: &EventLoop<Happening>) -> Result<Window, FailureReason> {
    let window = match request.over.and_then(|app| corner_over(app, events)) {
        Some(corner) => WindowBuilder::new().with_position(corner),
        None => WindowBuilder::new(),
    };
    window
        .with_title(&request.texts.title)
        .with_inner_size(SIZE)
        .with_min_inner_size(LogicalSize::new(360.0, 420.0))
        .with_theme(match request.theme {
            LoginTheme::System => None,
            LoginTheme::Light => Some(Theme::Light),
            LoginTheme::Dark => Some(Theme::Dark),
        })
        .build(events)
        .map_err(|_| FailureReason::NotStarted)
}

/// Where the window has to begin to open over the app's; nothing where no screen shows that.
fn corner_over(app: LoginPlace, events: &EventLoop<Happening>) -> Option<PhysicalPosition<i32>> {
    events.available_monitors().find_map(|monitor| {
        let (corner, size) = (monitor.position(), monitor.size());
        let screen = LoginPlace {
            x: corner.x,
            y: corner.y,
            width: size.width,
            height: size.height,
        };
        let own = SIZE.to_physical::<u32>(monitor.scale_factor());
        screen.shows_middle_of(app).then(|| {
            let (x, y) = screen.corner_over(app, (own.width, own.height));
            PhysicalPosition::new(x, y)
        })
    })
}

// The app holds the other end for as long as it lives: its silence for ever means it died, and so does
// a line that is none of its own.
fn listen(mut commands: Lines<File>, window: EventLoopProxy<Happening>) {
    std::thread::spawn(move || {
        while let Ok(Some(line)) = commands.next() {
            if let Some(command) = Command::parse(&line) {
                let _ = window.send_event(Happening::Told(command));
            }
        }
        let _ = window.send_event(Happening::AppGone);
    });
}
