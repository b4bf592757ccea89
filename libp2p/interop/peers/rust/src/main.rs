//! A rust-libp2p peer that is told what to do by the JSON lines of libp2p/peer/PROTOCOL.md.
mod connections;
mod discovery;
mod host;
mod lines;
mod node;
mod streams;
mod traffic;

use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use libp2p::PeerId;
use serde_json::json;
use tokio::sync::mpsc;

use crate::host::Secured;
use crate::lines::{Answer, Failure, Request, fail};
use crate::node::Handle;

/// A host that runs, and what is known of it from outside.
pub struct Running {
    pub handle: Handle,
    pub secured: Secured,
}

type Host = Arc<OnceLock<Running>>;

#[tokio::main]
async fn main() {
    let host: Host = Arc::default();
    let operations = move |op: String, request: Request| {
        let host = host.clone();
        let known = [
            "start", "stop", "dial", "hangup", "ping", "identify", "echo", "perf", "reset", "peers", "stats", "handshakes", "crowd",
            "provide", "find", "put", "get", "findpeer", "sub", "pub", "topic",
        ];
        known.contains(&op.as_str()).then(|| Box::pin(async move { run(&op, request, &host).await }) as _)
    };
    lines::listen(Arc::new(operations)).await;
    std::process::exit(0);
}

async fn run(op: &str, request: Request, host: &Host) -> Answer {
    if op == "start" {
        return start(&request, host).await;
    }
    let running = host.get().ok_or_else(|| fail("not_started", "Ask for start first."))?;
    match op {
        "dial" => connections::dial(running, &request).await,
        "hangup" => connections::hang_up(&running.handle, &request).await,
        "ping" => connections::ping(&running.handle, &request).await,
        "identify" => connections::identify(&running.handle, &request).await,
        "handshakes" => connections::handshakes(running, &request).await,
        "peers" => connections::peers(running).await,
        "echo" => connections::echo(&running.handle, &request).await,
        "perf" => {
            let (upload, download) = (request.number("upload", 0, 1 << 40)?, request.number("download", 0, 1 << 40)?);
            traffic::perf(connections::open(&running.handle, &request, traffic::PERF).await?, upload, download).await
        }
        "reset" => {
            let by_us = request.required("by")? == "us";
            let protocol = if by_us { traffic::ECHO } else { traffic::RESET };
            traffic::reset(connections::open(&running.handle, &request, protocol).await?, by_us).await
        }
        "stats" => stats(&running.handle).await,
        "provide" => discovery::provide(&running.handle, &request).await,
        "find" => discovery::find(&running.handle, &request).await,
        "put" => discovery::put(&running.handle, &request).await,
        "get" => discovery::get(&running.handle, &request).await,
        "findpeer" => discovery::find_peer(&running.handle, &request).await,
        "sub" => discovery::subscribe(&running.handle, &request).await,
        "pub" => discovery::publish(&running.handle, &request).await,
        "topic" => discovery::topic(&running.handle, &request).await,
        "stop" => Ok(json!({})),
        _ => Err(fail("not_supported", "This peer is one peer only.")),
    }
}

async fn start(request: &Request, host: &Host) -> Answer {
    if host.get().is_some() {
        return Err(fail("already_started", "This peer runs already."));
    }
    let (inbound, mut opened) = mpsc::unbounded_channel();
    let secured = Secured::default();
    let swarm = host::create(request, inbound, secured.clone())?;
    let id = *swarm.local_peer_id();
    let listening = request.texts("listen", &[])?.len();
    let handle = node::run(swarm);
    tokio::spawn(async move {
        while let Some((protocol, stream)) = opened.recv().await {
            tokio::spawn(async move { traffic::serve(protocol.as_ref(), stream).await });
        }
    });
    let known = handle.until(move |node| {
        let addresses: Vec<_> = node.swarm.listeners().map(|each| format!("{each}/p2p/{id}")).collect();
        (addresses.len() >= listening).then_some(addresses)
    });
    let addresses = tokio::time::timeout(Duration::from_secs(10), known)
        .await
        .map_err(|_| fail("failed", "The host does not listen."))??;
    let running = Running { handle, secured };
    host.set(running).map_err(|_| fail("already_started", "This peer runs already."))?;
    Ok(json!({"peer": id.to_string(), "addresses": addresses, "agent": "rust-libp2p"}))
}

async fn stats(handle: &Handle) -> Answer {
    let (connections, dht) = handle
        .with(|node| {
            let connections: usize = node.connections.values().map(Vec::len).sum();
            let dht = node.swarm.behaviour_mut().dht.as_mut().map(|dht| dht.kbuckets().map(|each| each.num_entries()).sum::<usize>());
            (connections, dht)
        })
        .await?;
    let mut answer = json!({
        "echoes": traffic::ECHOES.load(Ordering::Relaxed),
        "resets": traffic::RESETS.load(Ordering::Relaxed),
        "connections": connections,
        "streams": traffic::OPEN.load(Ordering::Relaxed),
    });
    if let Some(peers) = dht {
        answer["dhtPeers"] = json!(peers);
    }
    Ok(answer)
}

pub fn peer_of(text: &str, name: &str) -> Result<PeerId, Failure> {
    text.parse().map_err(|error| fail("bad_request", format!("{name}: {error}")))
}
