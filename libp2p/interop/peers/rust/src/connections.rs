//! What a peer does with its connections when asked to.
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use libp2p::core::ConnectedPoint;
use libp2p::swarm::dial_opts::{DialOpts, PeerCondition};
use libp2p::{Multiaddr, PeerId, Stream};
use serde_json::{Value, json};

use crate::lines::{Answer, Failure, Request, fail};
use crate::node::{Connection, Handle, Node};
use crate::{Running, peer_of, traffic};

async fn connected(handle: &Handle, request: &Request) -> Result<PeerId, Failure> {
    let peer = peer_of(request.required("peer")?, "peer")?;
    match handle.with(move |node| node.is_connected(&peer)).await? {
        true => Ok(peer),
        false => Err(fail("unknown_peer", "There is no connection to that peer.")),
    }
}

pub async fn open(handle: &Handle, request: &Request, protocol: &'static str) -> Result<Stream, Failure> {
    let peer = connected(handle, request).await?;
    open_to(handle, peer, protocol).await
}

async fn open_to(handle: &Handle, peer: PeerId, protocol: &'static str) -> Result<Stream, Failure> {
    let opened = handle.with(move |node| node.swarm.behaviour_mut().streams.open(peer, protocol)).await?;
    opened.await.map_err(|_| fail("reset", "The connection closed before the stream was there."))?
}

async fn connect(handle: &Handle, address: Multiaddr) -> Result<PeerId, Failure> {
    let wanted = address.iter().find_map(|part| match part {
        libp2p::multiaddr::Protocol::P2p(peer) => Some(peer),
        _ => None,
    });
    let wanted = wanted.ok_or_else(|| fail("bad_request", "address: has no /p2p/."))?;
    let options = DialOpts::peer_id(wanted).addresses(vec![address]).condition(PeerCondition::Always).build();
    let id = options.connection_id();
    let begun = handle
        .with(move |node| match node.is_connected(&wanted) {
            true => Ok(true),
            false => node.swarm.dial(options).map(|()| false),
        })
        .await?;
    match begun {
        Ok(true) => Ok(wanted),
        Ok(false) => {
            let outcome = handle.until(move |node| node.dialled.remove(&id)).await?;
            outcome.map_err(|error| fail("failed", error))
        }
        Err(error) => Err(fail("failed", error.to_string())),
    }
}

pub async fn echo(handle: &Handle, request: &Request) -> Answer {
    let peer = connected(handle, request).await?;
    let bytes = request.number("bytes", 0, 1 << 40)?;
    let streams = request.number("streams", 1, 100_000)?;
    let turns = request.number("rounds", 1, 100_000)?;
    let handle = handle.clone();
    let turn = move || echoes(handle.clone(), peer, streams, bytes).boxed();
    let mut timing = rounds(turns, turn).await?;
    timing["bytes"] = json!(bytes * streams * turns);
    Ok(timing)
}

async fn echoes(handle: Handle, peer: PeerId, streams: u64, bytes: u64) -> Result<(), Failure> {
    let one = async || traffic::echo(open_to(&handle, peer, traffic::ECHO).await?, bytes).await;
    futures::future::try_join_all((0..streams).map(|_| one())).await.map(|_| ())
}

fn address_of(request: &Request) -> Result<Multiaddr, Failure> {
    request.required("address")?.parse().map_err(|error| fail("bad_request", format!("address: {error}")))
}

pub async fn dial(running: &Running, request: &Request) -> Answer {
    let start = Instant::now();
    let peer = connect(&running.handle, address_of(request)?).await?;
    let micros = start.elapsed().as_micros() as u64;
    let (security, muxer) = how(running, peer);
    Ok(json!({"peer": peer.to_string(), "security": security, "muxer": muxer, "micros": micros}))
}

/// Only TCP connections are secured and multiplexed by protocols that have a name.
fn how(running: &Running, peer: PeerId) -> (&'static str, &'static str) {
    match running.secured.lock().expect("no panic").get(&peer) {
        Some(security) => (security, "/yamux/1.0.0"),
        None => ("", ""),
    }
}

pub async fn hang_up(handle: &Handle, request: &Request) -> Answer {
    let peer = connected(handle, request).await?;
    let closed = handle
        .with(move |node| {
            let _ = node.swarm.disconnect_peer_id(peer);
            node.connections.get(&peer).map_or(0, Vec::len)
        })
        .await?;
    handle.until(move |node| (!node.is_connected(&peer)).then_some(())).await?;
    Ok(json!({"closed": closed}))
}

async fn next_pings(handle: &Handle, peer: PeerId, count: usize) -> Result<Vec<u64>, Failure> {
    let pings = handle
        .until(move |node| {
            if !node.is_connected(&peer) {
                return Some(vec![Err("the connection has closed".to_string())]);
            }
            let seen = node.pings.entry(peer).or_default();
            (seen.len() >= count).then(|| seen.clone())
        })
        .await?;
    let newest = pings.into_iter().rev().take(count);
    newest.map(|each| each.map(micros).map_err(|error| fail("failed", error))).collect()
}

fn micros(duration: Duration) -> u64 {
    duration.as_micros() as u64
}

/// rust-libp2p pings by itself, every so often: the answer is the next ones.
pub async fn ping(handle: &Handle, request: &Request) -> Answer {
    let peer = connected(handle, request).await?;
    let count = request.number("count", 1, 1000)? as usize;
    handle.with(move |node| node.pings.remove(&peer)).await?;
    Ok(json!({"micros": next_pings(handle, peer, count).await?}))
}

pub async fn identify(handle: &Handle, request: &Request) -> Answer {
    let peer = connected(handle, request).await?;
    let info = handle.until(move |node| node.identified.get(&peer).cloned()).await?;
    let texts = |all: &[Multiaddr]| all.iter().map(Multiaddr::to_string).collect::<Vec<_>>();
    Ok(json!({
        "agent": info.agent_version,
        "protocolVersion": info.protocol_version,
        "protocols": info.protocols.iter().map(|each| each.to_string()).collect::<Vec<_>>(),
        "addresses": texts(&info.listen_addrs),
        "observed": info.observed_addr.to_string(),
    }))
}

pub async fn handshakes(running: &Running, request: &Request) -> Answer {
    let address = address_of(request)?;
    let handle = running.handle.clone();
    let turn = move || handshake(handle.clone(), address.clone()).boxed();
    rounds(request.number("count", 1, 100_000)?, turn).await
}

async fn handshake(handle: Handle, address: Multiaddr) -> Result<(), Failure> {
    let peer = connect(&handle, address).await?;
    // The dialler is the first to be done; an answer proves that both are. The first ping goes out at once.
    next_pings(&handle, peer, 1).await?;
    handle.with(move |node| node.swarm.disconnect_peer_id(peer)).await?.ok();
    handle.until(move |node| (!node.is_connected(&peer)).then_some(())).await
}

pub async fn rounds(count: u64, turn: impl Fn() -> BoxFuture<'static, Result<(), Failure>>) -> Answer {
    let begin = Instant::now();
    let mut all = vec![];
    for _ in 0..count {
        let start = Instant::now();
        turn().await?;
        all.push(micros(start.elapsed()));
    }
    let total = micros(begin.elapsed());
    all.sort_unstable();
    let at = |percent: usize| all.get((all.len() * percent / 100).min(all.len().saturating_sub(1))).copied().unwrap_or(0);
    Ok(json!({"micros": total, "p50Micros": at(50), "p99Micros": at(99)}))
}

pub async fn peers(running: &Running) -> Answer {
    let (peers, discovered) = running.handle.with(|node| (all_connections(node), all_discovered(node))).await?;
    let peers: Vec<_> = peers
        .into_iter()
        .map(|(peer, mut connections)| {
            let (security, muxer) = how(running, peer);
            for each in &mut connections {
                each["security"] = json!(security);
                each["muxer"] = json!(muxer);
            }
            json!({"peer": peer.to_string(), "connections": connections})
        })
        .collect();
    Ok(json!({"peers": peers, "discovered": discovered}))
}

fn all_connections(node: &Node) -> Vec<(PeerId, Vec<Value>)> {
    let one = |Connection { endpoint, .. }: &Connection| {
        let (address, direction) = match endpoint {
            ConnectedPoint::Dialer { address, .. } => (address, "outbound"),
            ConnectedPoint::Listener { send_back_addr, .. } => (send_back_addr, "inbound"),
        };
        json!({"address": address.to_string(), "direction": direction, "streams": 0})
    };
    node.connections.iter().map(|(peer, all)| (*peer, all.iter().map(one).collect())).collect()
}

fn all_discovered(node: &Node) -> Vec<Value> {
    let texts = |all: &std::collections::HashSet<Multiaddr>| all.iter().map(Multiaddr::to_string).collect::<Vec<_>>();
    node.discovered.iter().map(|(peer, all)| json!({"peer": peer.to_string(), "addresses": texts(all)})).collect()
}
