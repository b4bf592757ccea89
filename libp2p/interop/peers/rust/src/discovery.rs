//! What a peer does with the DHT and with pubsub when asked to.
use std::collections::HashMap;

use libp2p::gossipsub::IdentTopic;
use libp2p::kad::{Quorum, Record, RecordKey};
use libp2p::{Multiaddr, PeerId, gossipsub, kad};
use serde_json::json;

use crate::lines::{Answer, Failure, Request, fail};
use crate::node::{Handle, Node, Query};
use crate::{host, peer_of};

type Dht = kad::Behaviour<kad::store::MemoryStore>;

/// Begins a query, and waits until `enough` says that it has brought what was wanted, or until it is over.
async fn query(
    handle: &Handle,
    begin: impl FnOnce(&mut Dht) -> Result<kad::QueryId, String> + Send + 'static,
    enough: impl Fn(&Query) -> bool + Send + Clone + 'static,
) -> Result<Query, Failure> {
    let begun = handle.with(move |node| node.swarm.behaviour_mut().dht.as_mut().map(begin)).await?;
    let begun = begun.ok_or_else(|| fail("not_supported", "This peer was started without dht."))?;
    let id = begun.map_err(|error| fail("failed", error))?;
    let over = move |node: &mut Node| {
        let query = node.queries.get(&id)?;
        (query.over || enough(query)).then(|| node.queries.remove(&id)).flatten()
    };
    handle.until(over).await
}

/// Keys of providers are digests: on the wire a sha2-256 multihash.
fn digest_key(request: &Request) -> Result<RecordKey, Failure> {
    let digest = host::bits(request.required("key")?, "key")?;
    Ok(RecordKey::new(&[&[0x12, 0x20], &digest[..]].concat()))
}

pub async fn provide(handle: &Handle, request: &Request) -> Answer {
    let key = digest_key(request)?;
    let done = query(handle, |dht| dht.start_providing(key).map_err(|error| error.to_string()), |_| false).await?;
    done.failure.map_or(Ok(json!({})), |failure| Err(fail("failed", failure)))
}

/// rust-libp2p tells who provides, and leaves addresses to whoever dials: so we ask for each provider too.
pub async fn find(handle: &Handle, request: &Request) -> Answer {
    let key = digest_key(request)?;
    let count = request.number("count", 20, 1000)? as usize;
    let found = query(handle, |dht| Ok(dht.get_providers(key)), move |query| query.providers.len() >= count).await?;
    let mut providers = vec![];
    for peer in found.providers.into_iter().take(count) {
        providers.push(json!({"peer": peer.to_string(), "addresses": addresses_of(handle, peer).await?}));
    }
    Ok(json!({"providers": providers}))
}

async fn addresses_of(handle: &Handle, peer: PeerId) -> Result<Vec<String>, Failure> {
    let closest = query(handle, move |dht| Ok(dht.get_closest_peers(peer)), |_| false).await?;
    let found: HashMap<_, _> = closest.peers.into_iter().map(|each| (each.peer_id, each.addrs)).collect();
    Ok(found.get(&peer).map(|all| all.iter().map(Multiaddr::to_string).collect()).unwrap_or_default())
}

pub async fn put(handle: &Handle, request: &Request) -> Answer {
    let key = RecordKey::new(&request.required("key")?);
    let value = hex(request, "value")?;
    let begin = |dht: &mut Dht| dht.put_record(Record::new(key, value), Quorum::One).map_err(|error| error.to_string());
    let done = query(handle, begin, |_| false).await?;
    done.failure.map_or(Ok(json!({})), |failure| Err(fail("failed", failure)))
}

pub async fn get(handle: &Handle, request: &Request) -> Answer {
    let key = RecordKey::new(&request.required("key")?);
    let found = query(handle, |dht| Ok(dht.get_record(key)), |_| false).await?;
    // There are no validators here; what the others do is to prefer the greatest.
    match found.values.into_iter().max() {
        Some(value) => Ok(json!({"value": digits(&value)})),
        None => Err(fail("not_found", found.failure.unwrap_or_default())),
    }
}

pub async fn find_peer(handle: &Handle, request: &Request) -> Answer {
    let peer = peer_of(request.required("target")?, "target")?;
    match addresses_of(handle, peer).await? {
        none if none.is_empty() => Err(fail("not_found", "Nobody knows that peer.")),
        addresses => Ok(json!({"addresses": addresses})),
    }
}

async fn pubsub<T: Send + 'static>(
    handle: &Handle,
    task: impl FnOnce(&mut gossipsub::Behaviour) -> Result<T, String> + Send + 'static,
) -> Result<T, Failure> {
    let done = handle.with(|node| node.swarm.behaviour_mut().pubsub.as_mut().map(task)).await?;
    let done = done.ok_or_else(|| fail("not_supported", "This peer was started without pubsub."))?;
    done.map_err(|error| fail("failed", error))
}

pub async fn subscribe(handle: &Handle, request: &Request) -> Answer {
    let topic = IdentTopic::new(request.required("topic")?);
    pubsub(handle, move |pubsub| pubsub.subscribe(&topic).map_err(|error| error.to_string())).await?;
    Ok(json!({}))
}

pub async fn publish(handle: &Handle, request: &Request) -> Answer {
    let topic = IdentTopic::new(request.required("topic")?);
    let data = hex(request, "data")?;
    pubsub(handle, move |pubsub| pubsub.publish(topic, data).map_err(|error| error.to_string())).await?;
    Ok(json!({}))
}

pub async fn topic(handle: &Handle, request: &Request) -> Answer {
    let topic = IdentTopic::new(request.required("topic")?).hash();
    let wanted = topic.clone();
    let (peers, mesh) = pubsub(handle, move |pubsub| {
        let of_topic = pubsub.all_peers().filter(|(_, topics)| topics.contains(&&topic));
        let peers: Vec<_> = of_topic.map(|(peer, _)| peer.to_string()).collect();
        Ok((peers, pubsub.mesh_peers(&topic).map(PeerId::to_string).collect::<Vec<_>>()))
    })
    .await?;
    let of_topic = move |node: &mut Node| {
        let one = |message: &gossipsub::Message| {
            json!({"from": message.source.map(|peer| peer.to_string()), "data": digits(&message.data)})
        };
        node.messages.iter().filter(|message| message.topic == wanted).map(one).collect::<Vec<_>>()
    };
    Ok(json!({"peers": peers, "mesh": mesh, "messages": handle.with(of_topic).await?}))
}

fn hex(request: &Request, name: &str) -> Result<Vec<u8>, Failure> {
    host::bytes(request.required(name)?).ok_or_else(|| fail("bad_request", format!("{name} is hex digits.")))
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
