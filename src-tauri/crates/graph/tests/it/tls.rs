//! Certificates that must be refused.

use crate::server::{PATIENT, token};
use rcgen::generate_simple_self_signed;
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::WabaId;
use reconecta_graph::{Graph, GraphFailure, GraphSettings};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

fn graph(address: &str) -> Graph {
    let settings = GraphSettings::new(address, address, "v26.0").unwrap();
    Graph::new(settings.with_limits(PATIENT, Duration::ZERO)).unwrap()
}

#[tokio::test]
async fn a_certificate_that_the_system_does_not_trust_is_refused() {
    let certificate = generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = certificate.signing_key.serialize_der().try_into().expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.cert.der().clone()], key)
        .expect("a configuration");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let got_through = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&got_through);
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await
                && stream.read(&mut [0; 1024]).await.unwrap_or(0) > 0
            {
                seen.store(true, Ordering::SeqCst);
            }
        }
    });
    let graph = graph(&format!("https://localhost:{port}"));
    let failure = graph.subscribe(&token(), &WabaId::from("1")).await.unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::Tls));
    assert!(!failure.may_have_been_processed());
    assert!(
        !got_through.load(Ordering::SeqCst),
        "not a byte of the request may leave"
    );
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _refused = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    assert_eq!(
        graph(&format!("https://127.0.0.1:{port}")).reach().await,
        Err(TransportFailure::Tls)
    );
}
