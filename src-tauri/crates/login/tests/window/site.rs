//! A hostile site: serves pages, remembers who asked for what, takes reports from its pages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::time::timeout;

/// Long enough for a page on a busy computer.
const PATIENCE: Duration = Duration::from_secs(12);

#[derive(Default)]
struct Book {
    pages: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<String>>,
    reports: Mutex<HashMap<String, String>>,
    news: Notify,
    /// Holds answers back until it is notified.
    release: Notify,
}

#[derive(Clone)]
enum Answer {
    Page(String),
    Redirect(String),
    Attachment(String),
    Late(String),
    PasswordDemand,
}

/// The site, at a port of its own.
pub(crate) struct Site {
    pub(crate) origin: String,
    book: Arc<Book>,
}

impl Site {
    pub(crate) async fn start() -> Self {
        Self::at("127.0.0.1:0").await
    }

    /// At a given address of this computer.
    pub(crate) async fn at(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let book = Arc::new(Book::default());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&book));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, book }
    }

    pub(crate) fn host(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// A page at `path` that runs `script`; `tell(name, value)` in it reports.
    pub(crate) fn page(&self, path: &str, script: &str) {
        self.put(path, Answer::Page(html(script)));
    }

    /// The same, answered only after [`Self::release`].
    pub(crate) fn late_page(&self, path: &str, script: &str) {
        self.put(path, Answer::Late(html(script)));
    }

    pub(crate) fn release(&self) {
        self.book.release.notify_one();
    }

    /// A page that the server gives only for a password of its own.
    pub(crate) fn password_demand(&self, path: &str) {
        self.put(path, Answer::PasswordDemand);
    }

    pub(crate) fn redirect(&self, path: &str, to: &str) {
        self.put(path, Answer::Redirect(to.to_owned()));
    }

    pub(crate) fn attachment(&self, path: &str, content: &str) {
        self.put(path, Answer::Attachment(content.to_owned()));
    }

    fn put(&self, path: &str, answer: Answer) {
        self.book
            .pages
            .lock()
            .expect("pages")
            .insert(path.to_owned(), answer);
    }

    /// Waits for what a page tells under `name`.
    pub(crate) async fn told(&self, name: &str) -> String {
        let waiting = async {
            loop {
                let news = self.book.news.notified();
                if let Some(value) = self.book.reports.lock().expect("reports").remove(name) {
                    return value;
                }
                news.await;
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| panic!("no page told its {name}; asked: {:?}", self.asked()))
    }

    /// Waits until somebody asks for `path`.
    pub(crate) async fn asked_for(&self, path: &str) {
        let waiting = async {
            loop {
                let news = self.book.news.notified();
                if self.asked().iter().any(|asked| asked == path) {
                    return;
                }
                news.await;
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| panic!("nobody asked for {path}, only for {:?}", self.asked()));
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.book.asked.lock().expect("asked").clone()
    }
}

fn html(script: &str) -> String {
    format!(
        "<!doctype html><title>page</title><body style='height:100vh'><script>\n\
         const tell = (name, value) => fetch('/report/' + name, {{method: 'POST', body: String(value)}});\n{script}\n</script>"
    )
}

async fn answer(State(book): State<Arc<Book>>, method: Method, uri: Uri, body: String) -> Response {
    if method == Method::POST {
        let name = uri.path().trim_start_matches("/report/").to_owned();
        book.reports.lock().expect("reports").insert(name, body);
        book.news.notify_waiters();
        return StatusCode::NO_CONTENT.into_response();
    }
    book.asked.lock().expect("asked").push(uri.to_string());
    book.news.notify_waiters();
    let answer = book.pages.lock().expect("pages").get(uri.path()).cloned();
    match answer {
        Some(Answer::Page(html)) => Html(html).into_response(),
        Some(Answer::Late(html)) => {
            book.release.notified().await;
            Html(html).into_response()
        }
        Some(Answer::PasswordDemand) => {
            let demand = [(header::WWW_AUTHENTICATE, "Basic realm=\"canary\"")];
            (StatusCode::UNAUTHORIZED, demand, "no").into_response()
        }
        Some(Answer::Redirect(to)) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Some(Answer::Attachment(content)) => {
            // A name for each: a second file of the same name would undo the first.
            let name = format!(
                "attachment; filename=canary-{}.bin",
                uri.query().unwrap_or("plain")
            );
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CONTENT_DISPOSITION, name.as_str()),
            ];
            (headers, content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
