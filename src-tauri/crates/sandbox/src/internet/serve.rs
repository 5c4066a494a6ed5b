//! The one port behind all names.

use super::answer::{answer, manner_of};
use super::authority::Authority;
use crate::shared::Shared;
use crate::world::Manner;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::server::Acceptor;
use url::Url;

/// Longer than any client waits.
const SILENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(20);

/// Serves all hosts until told to stop.
pub(crate) fn serve(
    listener: TcpListener,
    shared: Arc<Shared>,
    authority: Arc<Authority>,
    mut stopped: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.wait_for(|stopped| *stopped) => return,
            };
            let Ok((stream, _)) = accepted else {
                // Out of descriptors: the next one may be luckier.
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (shared, authority) = (Arc::clone(&shared), Arc::clone(&authority));
            // A client that leaves in the middle is its own affair.
            tokio::spawn(async move {
                let _left = converse(stream, &shared, &authority).await;
            });
        }
    })
}

async fn converse(stream: TcpStream, shared: &Arc<Shared>, authority: &Authority) -> io::Result<()> {
    let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let host = hello.client_hello().server_name().unwrap_or_default().to_owned();
    let Some(manner) = shared.read(|world| manner_of(world, &host)) else {
        return Ok(());
    };
    if manner == Manner::Silent {
        tokio::time::sleep(SILENCE).await;
        return Ok(());
    }
    let stream = hello.into_stream(authority.server(&host, &manner)?).await?;
    let service = service_fn(|request| {
        let answered = respond(shared, &host, &request);
        async move { Ok::<_, Infallible>(answered) }
    });
    http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await
        .map_err(io::Error::other)
}

fn respond(shared: &Shared, host: &str, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let asked = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let event = request.method() == Method::POST;
    let answered = Url::parse(&format!("https://{host}{asked}"))
        .map_err(|error| error.to_string())
        .and_then(|url| shared.read(|world| answer(world, &url, event)));
    let mut response = Response::new(Full::default());
    match answered {
        Ok(answer) => {
            let status = hyper::StatusCode::from_u16(answer.status);
            *response.status_mut() = status.unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
            if let Some(Ok(location)) = answer.location.map(|to| to.parse()) {
                response.headers_mut().insert(hyper::header::LOCATION, location);
            }
            *response.body_mut() = Full::new(answer.body);
        }
        Err(_gone) => *response.status_mut() = hyper::StatusCode::BAD_GATEWAY,
    }
    response
}
