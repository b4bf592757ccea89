//! The one task that owns the swarm. Others hand it closures and wait for what these return.
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use futures::StreamExt;
use libp2p::core::ConnectedPoint;
use libp2p::swarm::{ConnectionId, SwarmEvent};
use libp2p::{Multiaddr, PeerId, Swarm, gossipsub, identify, kad, mdns, ping};
use tokio::sync::{mpsc, oneshot, watch};

use crate::host::{Behaviour, BehaviourEvent};
use crate::lines::{Failure, fail};

/// Messages of pubsub that are kept for whoever asks.
const KEPT: usize = 10_000;

pub struct Connection {
    pub id: ConnectionId,
    pub endpoint: ConnectedPoint,
}

/// What an operation of the DHT has brought so far.
#[derive(Default)]
pub struct Query {
    pub providers: HashSet<PeerId>,
    pub peers: Vec<kad::PeerInfo>,
    pub values: Vec<Vec<u8>>,
    pub failure: Option<String>,
    pub over: bool,
}

pub struct Node {
    pub swarm: Swarm<Behaviour>,
    pub connections: HashMap<PeerId, Vec<Connection>>,
    pub dialled: HashMap<ConnectionId, Result<PeerId, String>>,
    pub identified: HashMap<PeerId, identify::Info>,
    pub pings: HashMap<PeerId, Vec<Result<Duration, String>>>,
    pub discovered: HashMap<PeerId, HashSet<Multiaddr>>,
    pub queries: HashMap<kad::QueryId, Query>,
    pub messages: Vec<gossipsub::Message>,
}

type Task = Box<dyn FnOnce(&mut Node) + Send>;

/// How the rest of the program reaches the node.
#[derive(Clone)]
pub struct Handle {
    tasks: mpsc::UnboundedSender<Task>,
    changes: watch::Receiver<u64>,
}

impl Handle {
    /// Runs `task` on the node.
    pub async fn with<T: Send + 'static>(&self, task: impl FnOnce(&mut Node) -> T + Send + 'static) -> Result<T, Failure> {
        let (reply, result) = oneshot::channel();
        let task = Box::new(move |node: &mut Node| {
            let _ = reply.send(task(node));
        });
        self.tasks.send(task).map_err(|_| fail("failed", "The host has stopped."))?;
        result.await.map_err(|_| fail("failed", "The host has stopped."))
    }

    /// Asks `question` of the node after each of its events, until it returns something.
    pub async fn until<T: Send + 'static>(
        &self,
        question: impl Fn(&mut Node) -> Option<T> + Send + Clone + 'static,
    ) -> Result<T, Failure> {
        let mut changes = self.changes.clone();
        loop {
            changes.mark_unchanged();
            if let Some(found) = self.with(question.clone()).await? {
                return Ok(found);
            }
            changes.changed().await.map_err(|_| fail("failed", "The host has stopped."))?;
        }
    }
}

pub fn run(swarm: Swarm<Behaviour>) -> Handle {
    let (tasks, mut asked) = mpsc::unbounded_channel::<Task>();
    let (changed, changes) = watch::channel(0);
    tokio::spawn(async move {
        let mut node = Node::new(swarm);
        loop {
            tokio::select! {
                event = node.swarm.select_next_some() => {
                    node.on_event(event);
                    changed.send_modify(|count| *count += 1);
                }
                task = asked.recv() => match task {
                    Some(task) => task(&mut node),
                    None => return,
                }
            }
        }
    });
    Handle { tasks, changes }
}

impl Node {
    fn new(swarm: Swarm<Behaviour>) -> Self {
        Node {
            swarm,
            connections: HashMap::new(),
            dialled: HashMap::new(),
            identified: HashMap::new(),
            pings: HashMap::new(),
            discovered: HashMap::new(),
            queries: HashMap::new(),
            messages: vec![],
        }
    }

    fn on_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        match event {
            SwarmEvent::ConnectionEstablished { peer_id, connection_id, endpoint, .. } => {
                if endpoint.is_dialer() {
                    self.dialled.insert(connection_id, Ok(peer_id));
                }
                let connection = Connection { id: connection_id, endpoint };
                self.connections.entry(peer_id).or_default().push(connection);
            }
            SwarmEvent::ConnectionClosed { peer_id, connection_id, num_established, .. } => {
                let left = self.connections.entry(peer_id).or_default();
                left.retain(|each| each.id != connection_id);
                if num_established == 0 {
                    self.connections.remove(&peer_id);
                    self.identified.remove(&peer_id);
                    self.pings.remove(&peer_id);
                }
            }
            SwarmEvent::OutgoingConnectionError { connection_id, error, .. } => {
                self.dialled.insert(connection_id, Err(error.to_string()));
            }
            SwarmEvent::Behaviour(event) => self.on_behaviour_event(event),
            _ => {}
        }
    }

    fn on_behaviour_event(&mut self, event: BehaviourEvent) {
        match event {
            BehaviourEvent::Identify(identify::Event::Received { peer_id, info, .. }) => {
                self.on_identified(peer_id, info);
            }
            BehaviourEvent::Ping(ping::Event { peer, result, .. }) => {
                let pings = self.pings.entry(peer).or_default();
                // Only the newest are ever asked for.
                if pings.len() >= 1000 {
                    pings.clear();
                }
                pings.push(result.map_err(|failure| failure.to_string()));
            }
            BehaviourEvent::Mdns(mdns::Event::Discovered(found)) => {
                for (peer, address) in found {
                    self.discovered.entry(peer).or_default().insert(address);
                }
            }
            BehaviourEvent::Dht(kad::Event::OutboundQueryProgressed { id, result, step, .. }) => {
                let query = self.queries.entry(id).or_default();
                query.on_result(result);
                query.over |= step.last;
            }
            BehaviourEvent::Pubsub(gossipsub::Event::Message { message, .. }) if self.messages.len() < KEPT => {
                self.messages.push(message);
            }
            _ => {}
        }
    }

    /// rust-libp2p leaves it to the application to tell the DHT of whom identify has found.
    fn on_identified(&mut self, peer: PeerId, info: identify::Info) {
        if let Some(dht) = self.swarm.behaviour_mut().dht.as_mut() {
            let spoken = dht.protocol_names().iter().any(|name| info.protocols.contains(name));
            for address in info.listen_addrs.iter().filter(|_| spoken) {
                dht.add_address(&peer, address.clone());
            }
        }
        self.identified.insert(peer, info);
    }

    pub fn is_connected(&self, peer: &PeerId) -> bool {
        self.connections.contains_key(peer)
    }
}

impl Query {
    fn on_result(&mut self, result: kad::QueryResult) {
        use kad::{GetClosestPeersOk, GetProvidersOk, GetRecordOk, QueryResult};
        match result {
            QueryResult::GetProviders(Ok(GetProvidersOk::FoundProviders { providers, .. })) => self.providers.extend(providers),
            QueryResult::GetRecord(Ok(GetRecordOk::FoundRecord(found))) => self.values.push(found.record.value),
            QueryResult::GetClosestPeers(Ok(GetClosestPeersOk { peers, .. })) => self.peers = peers,
            QueryResult::GetProviders(Err(error)) => self.failure = Some(error.to_string()),
            QueryResult::GetRecord(Err(error)) => self.failure = Some(error.to_string()),
            QueryResult::GetClosestPeers(Err(error)) => self.failure = Some(error.to_string()),
            QueryResult::StartProviding(Err(error)) => self.failure = Some(error.to_string()),
            QueryResult::PutRecord(Err(error)) => self.failure = Some(error.to_string()),
            QueryResult::Bootstrap(Err(error)) => self.failure = Some(error.to_string()),
            _ => {}
        }
    }
}
