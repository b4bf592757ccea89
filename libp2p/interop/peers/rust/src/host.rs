//! Builds a rust-libp2p host from the fields of a start request.
use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{AsyncRead, AsyncWrite, FutureExt, TryFutureExt};
use libp2p::core::muxing::StreamMuxerBox;
use libp2p::core::transport::Boxed;
use libp2p::core::upgrade::{InboundConnectionUpgrade, OutboundConnectionUpgrade, UpgradeInfo, Version};
use libp2p::identity::Keypair;
use libp2p::swarm::NetworkBehaviour;
use libp2p::swarm::behaviour::toggle::Toggle;
use libp2p::{
    PeerId, StreamProtocol, Swarm, Transport, connection_limits, gossipsub, identify, kad, mdns, noise, ping, pnet, quic, swarm,
    tcp, tls, yamux,
};
use tokio::sync::mpsc;

use crate::lines::{Failure, Request, fail};
use crate::streams;
use crate::traffic::{ECHO, PERF, RESET};

const MANY: u64 = 100_000;
/// rust-libp2p closes what has no streams; here connections are held until somebody hangs up.
const IDLE: Duration = Duration::from_secs(24 * 3600);
/// Often, as the only way to ask for a ping is to wait for the next one.
const PING: Duration = Duration::from_millis(200);

#[derive(NetworkBehaviour)]
pub struct Behaviour {
    limits: connection_limits::Behaviour,
    pub streams: streams::Behaviour,
    identify: identify::Behaviour,
    ping: ping::Behaviour,
    mdns: Toggle<mdns::tokio::Behaviour>,
    pub dht: Toggle<kad::Behaviour<kad::store::MemoryStore>>,
    pub pubsub: Toggle<gossipsub::Behaviour>,
}

pub type Inbound = mpsc::UnboundedSender<(StreamProtocol, libp2p::Stream)>;
/// How connections were secured: the swarm does not tell.
pub type Secured = Arc<Mutex<HashMap<PeerId, &'static str>>>;

pub fn create(request: &Request, inbound: Inbound, secured: Secured) -> Result<Swarm<Behaviour>, Failure> {
    let key = match request.text("keySeed")? {
        None => Keypair::generate_ed25519(),
        Some(seed) => Keypair::ed25519_from_bytes(bits(seed, "keySeed")?).expect("a seed of the right size"),
    };
    let transport = transport(request, &key, secured)?;
    let behaviour = behaviour(request, &key, inbound)?;
    let config = swarm::Config::with_tokio_executor()
        .with_idle_connection_timeout(IDLE)
        // The default refuses what a test does on purpose: many streams at once.
        .with_max_negotiating_inbound_streams(1024);
    let mut swarm = Swarm::new(transport, behaviour, key.public().to_peer_id(), config);
    for address in request.texts("listen", &[])? {
        let address = address.parse().map_err(|error| fail("bad_request", format!("listen: {error}")))?;
        swarm.listen_on(address).map_err(|error| fail("failed", error.to_string()))?;
    }
    Ok(swarm)
}

pub fn bits(text: &str, name: &str) -> Result<[u8; 32], Failure> {
    bytes(text).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| fail("bad_request", format!("{name} is 64 hex digits.")))
}

/// The bytes of hex digits.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 != 0 {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

fn transport(request: &Request, key: &Keypair, secured: Secured) -> Result<Boxed<(PeerId, StreamMuxerBox)>, Failure> {
    let names = request.texts("transports", &["tcp"])?;
    if let Some(stranger) = names.iter().find(|name| !["tcp", "quic"].contains(&name.as_str())) {
        return Err(fail("not_supported", format!("There is no transport {stranger:.100}.")));
    }
    let psk = request.text("psk")?.map(|text| bits(text, "psk")).transpose()?;
    let tcp = names.iter().any(|name| name == "tcp").then(|| tcp_transport(request, key, psk, secured)).transpose()?;
    let quic = names.iter().any(|name| name == "quic").then(|| quic_transport(key));
    match (tcp, quic) {
        (_, Some(_)) if psk.is_some() => Err(fail("bad_request", "A private network has no QUIC.")),
        (Some(tcp), Some(quic)) => Ok(tcp.or_transport(quic).map(|either, _| either.into_inner()).boxed()),
        (Some(one), None) | (None, Some(one)) => Ok(one),
        (None, None) => Err(fail("bad_request", "transports names none.")),
    }
}

fn quic_transport(key: &Keypair) -> Boxed<(PeerId, StreamMuxerBox)> {
    let mut config = quic::Config::new(key);
    config.max_concurrent_stream_limit = 1024;
    quic::tokio::Transport::new(config).map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer))).boxed()
}

fn tcp_transport(
    request: &Request,
    key: &Keypair,
    psk: Option<[u8; 32]>,
    secured: Secured,
) -> Result<Boxed<(PeerId, StreamMuxerBox)>, Failure> {
    let security = Security::of(request, key, secured)?;
    let mut muxer = yamux::Config::default();
    if let Some(limits) = request.object("limits") {
        muxer.set_max_num_streams(limits.number("streamsPerConnection", 512, MANY)? as usize);
    }
    let tcp = tcp::tokio::Transport::new(tcp::Config::default());
    let sockets = match psk {
        Some(psk) => {
            let network = pnet::PnetConfig::new(pnet::PreSharedKey::new(psk));
            tcp.and_then(move |socket, _| network.handshake(socket).map_ok(box_up).map_err(io::Error::other)).boxed()
        }
        None => tcp.map(|socket, _| box_up(socket)).boxed(),
    };
    let upgraded = sockets.upgrade(Version::V1Lazy).authenticate(security).multiplex(muxer);
    Ok(upgraded.timeout(Duration::from_secs(15)).boxed())
}

pub trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Socket for T {}
type BoxedSocket = Pin<Box<dyn Socket>>;

fn box_up(socket: impl Socket + 'static) -> BoxedSocket {
    Box::pin(socket)
}

/// Noise, TLS or both, in the order that was asked for.
#[derive(Clone)]
struct Security {
    names: Vec<&'static str>,
    noise: noise::Config,
    tls: tls::Config,
    secured: Secured,
}

impl Security {
    fn of(request: &Request, key: &Keypair, secured: Secured) -> Result<Self, Failure> {
        let mut names = vec![];
        for name in request.texts("security", &["noise"])? {
            names.push(match name.as_str() {
                "noise" => "/noise",
                "tls" => "/tls/1.0.0",
                other => return Err(fail("not_supported", format!("There is no security {other:.100}."))),
            });
        }
        let internal = |error: String| fail("failed", error);
        Ok(Security {
            names,
            noise: noise::Config::new(key).map_err(|error| internal(error.to_string()))?,
            tls: tls::Config::new(key).map_err(|error| internal(error.to_string()))?,
            secured,
        })
    }
}

impl UpgradeInfo for Security {
    type Info = &'static str;
    type InfoIter = std::vec::IntoIter<&'static str>;

    fn protocol_info(&self) -> Self::InfoIter {
        self.names.clone().into_iter()
    }
}

type Secure = BoxFuture<'static, io::Result<(PeerId, BoxedSocket)>>;

impl<C: Socket + 'static> InboundConnectionUpgrade<C> for Security {
    type Output = (PeerId, BoxedSocket);
    type Error = io::Error;
    type Future = Secure;

    fn upgrade_inbound(self, socket: C, name: &'static str) -> Secure {
        match name {
            "/noise" => done(self.noise.upgrade_inbound(socket, name), name, self.secured),
            _ => done(self.tls.upgrade_inbound(socket, name), name, self.secured),
        }
    }
}

impl<C: Socket + 'static> OutboundConnectionUpgrade<C> for Security {
    type Output = (PeerId, BoxedSocket);
    type Error = io::Error;
    type Future = Secure;

    fn upgrade_outbound(self, socket: C, name: &'static str) -> Secure {
        match name {
            "/noise" => done(self.noise.upgrade_outbound(socket, name), name, self.secured),
            _ => done(self.tls.upgrade_outbound(socket, name), name, self.secured),
        }
    }
}

fn done<S: Socket + 'static, E: std::error::Error + Send + Sync + 'static>(
    upgrade: impl Future<Output = Result<(PeerId, S), E>> + Send + 'static,
    name: &'static str,
    secured: Secured,
) -> Secure {
    async move {
        let (peer, socket) = upgrade.await.map_err(io::Error::other)?;
        secured.lock().expect("no panic").insert(peer, name);
        Ok((peer, box_up(socket)))
    }
    .boxed()
}

fn behaviour(request: &Request, key: &Keypair, inbound: Inbound) -> Result<Behaviour, Failure> {
    let id = key.public().to_peer_id();
    let mut limits = connection_limits::ConnectionLimits::default();
    if let Some(asked) = request.object("limits") {
        limits = limits
            .with_max_established(Some(asked.number("connections", MANY, MANY)? as u32))
            .with_max_established_per_peer(Some(asked.number("connectionsPerPeer", MANY, MANY)? as u32));
    }
    Ok(Behaviour {
        limits: connection_limits::Behaviour::new(limits),
        streams: streams::Behaviour::new(&[ECHO, RESET, PERF], inbound),
        identify: identify::Behaviour::new(identify::Config::new_with_signed_peer_record("ipfs/0.1.0".into(), key)),
        ping: ping::Behaviour::new(ping::Config::new().with_interval(PING)),
        mdns: mdns(request, id)?.into(),
        dht: request.object("dht").map(|fields| dht(&fields, id)).transpose()?.into(),
        pubsub: request.object("pubsub").map(|fields| pubsub(&fields, key)).transpose()?.into(),
    })
}

fn mdns(request: &Request, id: PeerId) -> Result<Option<mdns::tokio::Behaviour>, Failure> {
    let Some(fields) = request.object("mdns") else {
        return Ok(None);
    };
    if fields.number("port", 5353, 65_535)? != 5353 {
        return Err(fail("not_supported", "rust-libp2p does mDNS on port 5353 only."));
    }
    let query_interval = Duration::from_millis(fields.number("intervalMillis", 10_000, 600_000)?);
    let config = mdns::Config { query_interval, ..Default::default() };
    Ok(Some(mdns::tokio::Behaviour::new(config, id)?))
}

fn dht(fields: &Request, id: PeerId) -> Result<kad::Behaviour<kad::store::MemoryStore>, Failure> {
    let protocol = format!("{}/kad/1.0.0", fields.text("prefix")?.unwrap_or("/ipfs"));
    let protocol = StreamProtocol::try_from_owned(protocol).map_err(|error| fail("bad_request", error.to_string()))?;
    let mode = match fields.text("mode")?.unwrap_or("server") {
        "server" => kad::Mode::Server,
        "client" => kad::Mode::Client,
        _ => return Err(fail("bad_request", "mode is server or client.")),
    };
    let mut dht = kad::Behaviour::with_config(id, kad::store::MemoryStore::new(id), kad::Config::new(protocol));
    dht.set_mode(Some(mode));
    Ok(dht)
}

fn pubsub(fields: &Request, key: &Keypair) -> Result<gossipsub::Behaviour, Failure> {
    if fields.text("signing")?.unwrap_or("strict") != "strict" {
        return Err(fail("not_supported", "This peer signs what it publishes."));
    }
    let signed = gossipsub::MessageAuthenticity::Signed(key.clone());
    gossipsub::Behaviour::new(signed, gossipsub::Config::default()).map_err(|error| fail("failed", error))
}
