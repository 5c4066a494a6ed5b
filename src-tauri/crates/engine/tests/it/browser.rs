//! A login window without a window: it walks the simulator's pages by their forms, as a person would.

use async_trait::async_trait;
use reconecta_core::attempt::LoginPage;
use reconecta_engine::surface::{LoginFailure, LoginNews, LoginOrder, LoginSurface, LoginWindow};
use regex::Regex;
use reqwest::{Client, Response, header, redirect};
use secrecy::{ExposeSecret, SecretString};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Instant;
use url::Url;

/// What the next login does.
#[derive(Clone, Copy, Debug)]
pub enum Visit {
    /// Logs in with an e-mail and the demonstration's password, and grants everything.
    Grants(&'static str),
    /// Logs in and presses "Agora não".
    Declines(&'static str),
    /// Closes the window at once.
    Closes,
    /// The window's process dies.
    Crashes,
    /// The window stops answering.
    Hangs,
    /// The window cannot be opened, or not go on, for a known reason.
    Fails(LoginFailure),
    /// Answers with a forged redirect.
    Forges,
    /// Follows the dialog's address, asking for this kind of answer, to the page where it ends, and closes the window.
    Leaves(&'static str),
    /// The same, but the window stays.
    Stays(&'static str),
}

/// Opens such windows; each takes the next visit.
#[derive(Default)]
pub struct Browser {
    pub visits: Mutex<VecDeque<Visit>>,
    pub people: Mutex<BTreeMap<String, (String, String)>>,
    /// When the last login came to its redirect.
    pub captured: Mutex<Option<Instant>>,
}

struct Window {
    news: VecDeque<LoginNews>,
    stays: bool,
}

#[async_trait]
impl LoginWindow for Window {
    async fn next(&mut self) -> LoginNews {
        match self.news.pop_front() {
            Some(news) => news,
            None if self.stays => std::future::pending().await,
            None => LoginNews::Closed,
        }
    }

    async fn focus(&mut self) {}
}

#[async_trait]
impl LoginSurface for Browser {
    async fn open(&self, order: LoginOrder) -> Result<Box<dyn LoginWindow>, LoginFailure> {
        let visit = self
            .visits
            .lock()
            .unwrap()
            .pop_front()
            .expect("a visit is planned for each login");
        let host = Url::parse(order.url.expose_secret())
            .unwrap()
            .host_str()
            .unwrap()
            .to_owned();
        let mut news = VecDeque::from([LoginNews::Moved {
            host,
            page: LoginPage::Dialog,
        }]);
        news.push_back(match visit {
            Visit::Closes => LoginNews::Closed,
            Visit::Leaves(answer) | Visit::Stays(answer) => follow(&order, answer).await,
            Visit::Crashes => LoginNews::Crashed,
            Visit::Hangs => LoginNews::TimedOut,
            Visit::Fails(failure) => LoginNews::Failed(failure),
            Visit::Forges => {
                let forged = format!("{}?code=stolen&state=guessed", order.redirect_uri);
                LoginNews::Redirected(SecretString::from(forged))
            }
            Visit::Grants(person) => self.walk(&order, person, "main").await,
            Visit::Declines(person) => self.walk(&order, person, "decline").await,
        });
        *self.captured.lock().unwrap() = Some(Instant::now());
        Ok(Box::new(Window {
            news,
            stays: matches!(visit, Visit::Stays(_)),
        }))
    }
}

impl Browser {
    async fn walk(&self, order: &LoginOrder, person: &str, choice: &str) -> LoginNews {
        let (email, password) = self.people.lock().unwrap()[person].clone();
        // The simulator is plain http; the HTTP stack wants a provider all the same.
        let _installed_before = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        let mut jar = BTreeMap::new();
        let mut url = Url::parse(order.url.expose_secret()).unwrap();
        let mut form: Option<Vec<(String, String)>> = None;
        for _page in 0..30 {
            let request = match form.take() {
                None => client.get(url.clone()),
                Some(fields) => client.post(url.clone()).form(&fields),
            };
            let cookies: Vec<String> = jar
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let response = request
                .header(header::COOKIE, cookies.join("; "))
                .send()
                .await
                .unwrap();
            keep_cookies(&mut jar, &response);
            if let Some(location) = response.headers().get(header::LOCATION) {
                let next = url.join(location.to_str().unwrap()).unwrap();
                if next.as_str().starts_with(&order.redirect_uri) {
                    return LoginNews::Redirected(SecretString::from(String::from(next)));
                }
                url = next;
                continue;
            }
            let page = response.text().await.unwrap();
            let (action, fields) = fill(&page, &email, &password, choice);
            url = url.join(&action).unwrap();
            form = Some(fields);
        }
        panic!("the login did not end within 30 pages");
    }
}

/// Where the dialog's address leads, as the login window would tell it.
async fn follow(order: &LoginOrder, answer: &str) -> LoginNews {
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    let asking = format!("response_type={answer}");
    let url = order.url.expose_secret().replace("response_type=code", &asking);
    let response = Client::new().get(url).send().await.unwrap();
    LoginNews::Moved {
        host: response.url().host_str().unwrap().to_owned(),
        page: LoginPage::of_path(response.url().path()),
    }
}

fn keep_cookies(jar: &mut BTreeMap<String, String>, response: &Response) {
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        jar.insert(name.trim().to_owned(), value.trim().to_owned());
    }
}

/// Fills the page's form: hidden fields, ticked choices, login fields, and the button that fits `choice`.
fn fill(page: &str, email: &str, password: &str, choice: &str) -> (String, Vec<(String, String)>) {
    let find = |text: &str, pattern: &str| {
        Regex::new(pattern)
            .unwrap()
            .captures(text)
            .map(|found| found[1].to_owned())
    };
    let action = find(page, r#"<form[^>]*action="([^"]+)""#).unwrap_or_else(|| panic!("no form on: {page}"));
    let mut fields = Vec::new();
    for input in Regex::new(r"<input[^>]*>").unwrap().find_iter(page) {
        let input = input.as_str();
        let Some(name) = find(input, r#"name="([^"]+)""#) else {
            continue;
        };
        let value = find(input, r#"value="([^"]*)""#).unwrap_or_default();
        let choosable = input.contains("checkbox") || input.contains("radio");
        match name.as_str() {
            "email" => fields.push((name, email.to_owned())),
            "pass" => fields.push((name, password.to_owned())),
            _ if choosable && !input.contains("checked") => {}
            _ => fields.push((name, value)),
        }
    }
    let buttons: Vec<String> = Regex::new(r"<button[^>]*>")
        .unwrap()
        .find_iter(page)
        .map(|button| button.as_str().to_owned())
        .collect();
    let declining = buttons
        .iter()
        .find(|button| choice == "decline" && button.contains(r#"value="decline""#));
    let main = buttons.iter().find(|button| button.contains(r#"class="main""#));
    if let Some(value) = declining
        .or(main)
        .and_then(|button| find(button, r#"value="([^"]+)""#))
    {
        fields.push(("action".to_owned(), value));
    }
    (action, fields)
}
