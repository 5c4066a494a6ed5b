//! The way through a company's network: its proxy, and its own certificate authority.

use crate::server::{PATIENT, token};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::UnixMillis;
use reconecta_core::network::{Bypass, Route};
use reconecta_core::proof::ProbeEnd;
use reconecta_graph::{CallbackNetwork, Graph, GraphFailure, GraphSettings, handshake};
use reconecta_network::Way;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};
use url::Url;

/// A name that only the proxy can resolve.
const HOST: &str = "graph.company.test";

/// A server that only the company's own authority vouches for, and the proxy before it.
struct Company {
    authority: String,
    proxy: Url,
    heard: Arc<Mutex<Vec<String>>>,
}

/// What the proxy answers.
#[derive(Clone, Copy)]
enum Habit {
    Leads,
    DemandsPassword,
}

impl Company {
    async fn start(habit: Habit) -> Self {
        let (authority, config) = certificates();
        let server = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = server.local_addr().expect("an address").port();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = server.accept().await {
                tokio::spawn(answer(stream, acceptor.clone()));
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let proxy = format!("http://{}", listener.local_addr().expect("an address"));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(lead(stream, port, habit, Arc::clone(&told)));
            }
        });
        Self {
            authority,
            proxy: proxy.parse().expect("an address"),
            heard,
        }
    }

    fn way(&self, except: &str) -> Way {
        Way::by(Route::Through {
            proxy: self.proxy.clone(),
            except: Bypass::lenient(except),
        })
    }

    fn trusted(&self, except: &str) -> Way {
        self.way(except)
            .trusting(self.authority.as_bytes())
            .expect("an authority")
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("the list").clone()
    }
}

fn certificates() -> (String, ServerConfig) {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = params.self_signed(&key).expect("an authority");
    let issuer = Issuer::new(params, key);
    let own_key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new(vec![HOST.to_owned()])
        .expect("parameters")
        .signed_by(&own_key, &issuer)
        .expect("a certificate");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            own_key.serialize_der().try_into().expect("a key"),
        )
        .expect("a configuration");
    (authority.pem(), config)
}

/// Answers one call as Meta refuses one without token.
async fn answer(stream: TcpStream, acceptor: TlsAcceptor) {
    let Ok(mut stream) = acceptor.accept(stream).await else {
        return;
    };
    let _call = stream.read(&mut [0; 4096]).await;
    let body = r#"{"error":{"message":"no","type":"OAuthException","code":2500}}"#;
    let head = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nfacebook-api-version: v26.0\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _sent = stream.write_all(format!("{head}{body}").as_bytes()).await;
    let _closed = stream.shutdown().await;
}

/// Reads the call for a tunnel, then leads it to the server whatever its name is.
async fn lead(stream: TcpStream, port: u16, habit: Habit, heard: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        match stream.read_line(&mut line).await {
            Ok(1..) if !line.trim().is_empty() => lines.push(line.trim().to_owned()),
            Ok(1..) => break,
            _ => return,
        }
    }
    heard.lock().expect("the list").extend(lines.first().cloned());
    match habit {
        Habit::DemandsPassword => {
            let demand = "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"x\"\r\n\
                content-length: 0\r\nconnection: close\r\n\r\n";
            let _sent = stream.write_all(demand.as_bytes()).await;
        }
        Habit::Leads => {
            let mut server = TcpStream::connect(("127.0.0.1", port)).await.expect("the server");
            let _sent = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            let _ended = copy_bidirectional(&mut stream, &mut server).await;
        }
    }
}

fn graph(way: Way) -> Graph {
    let address = format!("https://{HOST}");
    let settings = GraphSettings::new(&address, &address, "v26.0").expect("settings");
    Graph::new(settings.with_limits(PATIENT, Duration::ZERO).by_way_of(way)).expect("a client")
}

#[tokio::test]
async fn the_companys_proxy_and_authority_lead_to_meta() {
    let company = Company::start(Habit::Leads).await;
    assert_eq!(graph(company.trusted("")).reach().await, Ok(()));
    assert_eq!(company.heard(), [format!("CONNECT {HOST}:443 HTTP/1.1")]);
}

#[tokio::test]
async fn without_the_companys_authority_nothing_is_sent() {
    let company = Company::start(Habit::Leads).await;
    let failure = graph(company.way("")).me(&token()).await.unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::Tls));
    assert!(!failure.may_have_been_processed());
    let another = Company::start(Habit::Leads).await;
    let way = company
        .way("")
        .trusting(another.authority.as_bytes())
        .expect("an authority");
    assert_eq!(
        graph(way).reach().await,
        Err(TransportFailure::Tls),
        "another authority does not help"
    );
}

#[tokio::test]
async fn an_exception_goes_around_the_proxy() {
    let company = Company::start(Habit::Leads).await;
    for except in ["company.test", "*", HOST] {
        let failure = graph(company.trusted(except)).reach().await;
        assert_eq!(
            failure,
            Err(TransportFailure::Dns),
            "{except}: only the proxy knows the name"
        );
    }
    assert_eq!(
        graph(Way::by(Route::Direct)).reach().await,
        Err(TransportFailure::Dns)
    );
    assert_eq!(company.heard(), [""; 0], "the proxy was not asked");
}

#[tokio::test]
async fn a_proxy_that_is_gone_or_wants_a_password_is_no_answer_of_metas() {
    let company = Company::start(Habit::DemandsPassword).await;
    let failure = graph(company.trusted("")).me(&token()).await.unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::NotConnected));
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let gone = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let route = Route::Through {
        proxy: gone.parse().expect("an address"),
        except: Bypass::default(),
    };
    assert_eq!(
        graph(Way::by(route)).reach().await,
        Err(TransportFailure::NotConnected)
    );
}

#[tokio::test]
async fn a_callback_is_asked_the_same_way() {
    let company = Company::start(Habit::Leads).await;
    let url = Url::parse(&format!("https://{HOST}/hook")).expect("an address");
    for (way, end) in [
        (company.trusted(""), ProbeEnd::OtherStatus),
        (company.way(""), ProbeEnd::CertificateUntrusted),
    ] {
        let network = CallbackNetwork::Internet { private: false, way };
        let reading = handshake(&network, &url, None, || UnixMillis(1_790_000_000_000)).await;
        assert_eq!(reading.end, end);
    }
    assert_eq!(company.heard().len(), 2);
}

#[tokio::test]
async fn an_api_on_this_computer_is_never_asked_through_a_proxy() {
    let company = Company::start(Habit::Leads).await;
    let server = meta_sandbox::Sandbox::start(meta_sandbox::World::demo())
        .await
        .expect("the simulator");
    let settings = GraphSettings::new(server.graph_url(), server.login_url(), "v26.0").expect("settings");
    let graph = Graph::new(settings.by_way_of(company.trusted(""))).expect("a client");
    assert_eq!(graph.reach().await, Ok(()));
    assert_eq!(company.heard(), [""; 0]);
}
