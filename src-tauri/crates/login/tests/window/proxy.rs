//! A company's proxy that stands between the login and Meta.

use std::sync::Arc;

use rcgen::generate_simple_self_signed;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

/// What it does with a call.
#[derive(Clone, Copy)]
pub(crate) enum Habit {
    /// Answers in Meta's name with a certificate of its own.
    Impersonates,
    /// Wants a password first.
    DemandsPassword,
}

/// The proxy, on a port of its own.
pub(crate) struct Proxy {
    address: String,
    heard: UnboundedReceiver<String>,
}

impl Proxy {
    pub(crate) async fn start(habit: Habit) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (tell, heard) = unbounded_channel();
        let acceptor = TlsAcceptor::from(Arc::new(certificate()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, habit, acceptor.clone(), tell.clone()));
            }
        });
        Self { address, heard }
    }

    /// Where it is.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The shell line that leads calls through it.
    pub(crate) fn line(&self) -> String {
        format!("export https_proxy={}", self.address)
    }

    /// What was heard so far: each first line of a call, and what came over the impersonated connection.
    pub(crate) fn heard(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.heard.try_recv().ok()).collect()
    }
}

fn certificate() -> ServerConfig {
    let certificate = generate_simple_self_signed(["www.facebook.com".to_owned()]).expect("a certificate");
    let key = certificate.signing_key.serialize_der().try_into().expect("a key");
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.cert.der().clone()], key)
        .expect("a configuration")
}

async fn serve(stream: TcpStream, habit: Habit, acceptor: TlsAcceptor, tell: UnboundedSender<String>) {
    let mut stream = BufReader::new(stream);
    let mut first = String::new();
    loop {
        let mut line = String::new();
        match stream.read_line(&mut line).await {
            Ok(length) if length > 0 => {}
            _ => return,
        }
        if first.is_empty() {
            first.clone_from(&line);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let _ = tell.send(first.trim().to_owned());
    match habit {
        Habit::DemandsPassword => {
            let demand = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"canary\"\r\n\
                Content-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(demand).await;
        }
        Habit::Impersonates => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut call = vec![0; 1024];
                if let Ok(length @ 1..) = stream.read(&mut call).await {
                    call.truncate(length);
                    let _ = tell.send(String::from_utf8_lossy(&call).into_owned());
                }
            }
        }
    }
}
