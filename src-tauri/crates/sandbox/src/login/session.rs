//! The browser's login session: `c_user` after the password, `xs` only once everything was passed.

use crate::shared::Shared;
use crate::world::Session;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The session of a request, if it is complete.
pub(crate) fn current(shared: &Shared, headers: &HeaderMap) -> Option<Session> {
    let cookies = headers.get_all(header::COOKIE);
    let xs = cookies
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == "xs").then(|| value.to_owned())
        })?;
    shared.read(|world| world.sessions.get(&xs).cloned())
}

/// Half a session: the password was right.
pub(crate) fn begin(shared: &Shared, person: &str, response: &mut Response) {
    let id = shared
        .read(|world| world.people.get(person).map(|person| person.id.clone()))
        .unwrap_or_default();
    set(response, "c_user", &id);
}

/// A complete session.
pub(crate) fn complete(shared: &Shared, session: Session, response: &mut Response) {
    begin(shared, &session.person, response);
    let xs = shared.write(|world| {
        let xs = world.mint_text("", "session");
        world.sessions.insert(xs.clone(), session);
        xs
    });
    set(response, "xs", &xs);
}

/// Logs out of the browser.
pub(crate) fn end(response: &mut Response) {
    for name in ["c_user", "xs"] {
        append(response, &format!("{name}=; Path=/; Max-Age=0"));
    }
}

fn set(response: &mut Response, name: &str, value: &str) {
    append(
        response,
        &format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"),
    );
}

fn append(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
