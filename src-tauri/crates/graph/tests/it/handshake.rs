//! The handshake against hosts that behave in every way the simulator knows, and against one that speaks no TLS.

use meta_sandbox::world::{Endpoint, Manner};
use meta_sandbox::{Sandbox, SimulatedInternet, World};
use reconecta_core::ids::UnixMillis;
use reconecta_core::proof::{ProbeEnd, ProbeReading};
use reconecta_graph::{CallbackNetwork, Names, handshake};
use reconecta_network::Way;
use secrecy::SecretString;
use std::net::SocketAddr;
use std::sync::Arc;
use url::Url;

const HOOK: &str = "https://loja.example/hook";
const AT: UnixMillis = UnixMillis(1_790_000_000_000);

struct Simulated(SimulatedInternet);

impl Names for Simulated {
    fn resolve(&self, host: &str) -> Option<SocketAddr> {
        self.0.resolve(host)
    }
}

/// A simulator with one host of that manner.
async fn host(manner: Manner) -> Sandbox {
    let mut world = World::demo();
    world.endpoints.push(Endpoint {
        url: HOOK.to_owned(),
        verify_token: Some("segredo".to_owned()),
        manner,
    });
    Sandbox::start(world).await.expect("the simulator")
}

async fn probe(sandbox: &Sandbox, address: &str, verify_token: Option<&str>) -> ProbeReading {
    let internet = sandbox.internet().clone();
    let network = CallbackNetwork::Simulated {
        authority: internet.authority().into(),
        names: Arc::new(Simulated(internet)),
    };
    let verify_token = verify_token.map(SecretString::from);
    let url = Url::parse(address).expect("an address");
    handshake(&network, &url, verify_token.as_ref(), || AT).await
}

#[tokio::test]
async fn each_way_to_fail_is_told_apart() {
    let moved = Manner::Redirects {
        to: "https://login.example/entrar?segredo=1".to_owned(),
    };
    for (manner, end, status) in [
        (Manner::Working, ProbeEnd::Answered, Some(200)),
        (Manner::RefusesConnections, ProbeEnd::ConnectionRefused, None),
        (Manner::ExpiredCertificate, ProbeEnd::CertificateExpired, None),
        (
            Manner::CertificateOfOtherHost,
            ProbeEnd::CertificateOfOtherHost,
            None,
        ),
        (Manner::UntrustedCertificate, ProbeEnd::CertificateUntrusted, None),
        (moved, ProbeEnd::Redirected, Some(302)),
        (Manner::Fails { status: 503 }, ProbeEnd::ServerFailed, Some(503)),
        (Manner::Fails { status: 410 }, ProbeEnd::NotFound, Some(410)),
        (Manner::Fails { status: 418 }, ProbeEnd::OtherStatus, Some(418)),
        (Manner::AnswersOther, ProbeEnd::OtherBody, Some(200)),
    ] {
        let sandbox = host(manner.clone()).await;
        let reading = probe(&sandbox, HOOK, Some("segredo")).await;
        assert_eq!((reading.end, reading.http_status), (end, status), "{manner:?}");
        assert_eq!(reading.at, AT);
        if end == ProbeEnd::Redirected {
            assert_eq!(
                reading.redirect.as_deref(),
                Some("https://login.example/entrar"),
                "where it leads, without what may be secret"
            );
        }
    }
}

#[tokio::test]
async fn the_verify_token_is_told_apart_from_the_address() {
    let sandbox = host(Manner::Working).await;
    for (address, verify_token, end) in [
        (HOOK, Some("outro"), ProbeEnd::TokenRefused),
        (HOOK, None, ProbeEnd::UnknownTokenRefused),
        ("https://loja.example/outro", Some("segredo"), ProbeEnd::NotFound),
        (
            "https://nao-existe.example/hook",
            Some("segredo"),
            ProbeEnd::NameUnknown,
        ),
        (
            "https://loja.example/hook?canal=2",
            Some("segredo"),
            ProbeEnd::Answered,
        ),
    ] {
        let reading = probe(&sandbox, address, verify_token).await;
        assert_eq!(reading.end, end, "{address} with {verify_token:?}");
    }
    sandbox.with_world(|world| {
        for endpoint in &mut world.endpoints {
            endpoint.verify_token = None;
        }
    });
    let open_to_all = probe(&sandbox, HOOK, None).await;
    assert_eq!(open_to_all.end, ProbeEnd::AnyTokenAccepted);
}

#[tokio::test]
async fn a_firewall_that_swallows_everything_ends_the_wait() {
    let sandbox = host(Manner::Silent).await;
    let reading = probe(&sandbox, HOOK, Some("segredo")).await;
    assert_eq!(reading.end, ProbeEnd::NoConnection);
}

#[tokio::test]
async fn a_private_address_is_not_even_asked() {
    let network = CallbackNetwork::Internet {
        private: false,
        way: Way::default(),
    };
    for address in [
        "https://127.0.0.1:9/hook",
        "https://localhost/hook",
        "https://[::1]/hook",
    ] {
        let url = Url::parse(address).expect("an address");
        let reading = handshake(&network, &url, None, || AT).await;
        assert_eq!(reading.end, ProbeEnd::PrivateAddress, "{address}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_told_from_one_that_is_not_there() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            let _hello = stream.read(&mut [0; 1024]).await;
            let _sent = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let network = CallbackNetwork::Internet {
        private: true,
        way: Way::default(),
    };
    let url = Url::parse(&format!("https://127.0.0.1:{port}/hook")).expect("an address");
    let reading = handshake(&network, &url, None, || AT).await;
    assert_eq!(reading.end, ProbeEnd::EncryptionFailed);
}
