// A js-libp2p peer that is told what to do by the JSON lines of libp2p/peer/PROTOCOL.md.
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { discovery, watchMessages } from './discovery.mjs'
import { createHost } from './host.mjs'
import { Lines, PeerError } from './lines.mjs'
import { ECHO, PERF, RESET, echo, ended, perf, served, serveEcho, servePerf, serveReset } from './streams.mjs'

const MANY = { maxInboundStreams: 100_000, maxOutboundStreams: 100_000 }
const discovered = new Map()
let host = null
let starting = false

const micros = start => Math.round((performance.now() - start) * 1000)

function running () {
  if (host == null) {
    throw new PeerError('not_started', 'Ask for start first.')
  }
  return host
}

function count (request, name, fallback, maximum = 100_000) {
  const value = request[name] ?? fallback
  if (!Number.isSafeInteger(value) || value < 0 || value > maximum) {
    throw new PeerError('bad_request', `${name} is a whole number from 0 to ${maximum}.`)
  }
  return value
}

function addressOf (request) {
  try {
    return multiaddr(request.address)
  } catch (err) {
    throw new PeerError('bad_request', `address: ${err.message}`)
  }
}

function connectionTo (request) {
  let peer
  try {
    peer = peerIdFromString(request.peer)
  } catch (err) {
    throw new PeerError('bad_request', `peer: ${err.message}`)
  }
  const connection = running().getConnections(peer).find(each => each.status === 'open')
  if (connection == null) {
    throw new PeerError('unknown_peer', 'There is no connection to that peer.')
  }
  return connection
}

function open (request, protocol, signal) {
  return connectionTo(request).newStream(protocol, { signal, maxOutboundStreams: MANY.maxOutboundStreams })
}

// Node 20's Promise.all with the first failure aborting the rest is all that is needed of a pool.
function times (n, task) {
  return Promise.all(Array.from({ length: n }, task))
}

function spread (durations) {
  const sorted = [...durations].sort((a, b) => a - b)
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50Micros: at(0.5), p99Micros: at(0.99) }
}

async function rounds (n, task) {
  const begin = performance.now()
  const durations = []
  for (let i = 0; i < n; i++) {
    const start = performance.now()
    await task()
    durations.push(micros(start))
  }
  return { micros: micros(begin), ...spread(durations) }
}

const operations = {
  ...discovery(running),

  async start (request) {
    if (host != null || starting) {
      throw new PeerError('already_started', 'This peer runs already.')
    }
    starting = true
    try {
      const created = await createHost(request)
      created.addEventListener('peer:discovery', event => {
        discovered.set(event.detail.id.toString(), event.detail.multiaddrs.map(each => each.toString()))
      })
      await created.handle(ECHO, serveEcho, MANY)
      await created.handle(RESET, stream => serveReset(stream).catch(() => {}), MANY)
      await created.handle(PERF, stream => servePerf(stream).catch(err => stream.abort(err)), MANY)
      await created.services.dht?.setMode(request.dht.mode ?? 'server')
      watchMessages(created)
      host = created
    } finally {
      starting = false
    }
    return {
      peer: host.peerId.toString(),
      addresses: host.getMultiaddrs().map(each => each.toString()),
      agent: host.services.identify.host?.agentVersion ?? 'js-libp2p'
    }
  },

  async dial (request, signal) {
    const start = performance.now()
    const connection = await running().dial(addressOf(request), { signal })
    return {
      peer: connection.remotePeer.toString(),
      security: connection.encryption ?? '',
      muxer: connection.multiplexer ?? '',
      micros: micros(start)
    }
  },

  async hangup (request, signal) {
    const all = running().getConnections(connectionTo(request).remotePeer)
    await Promise.all(all.map(each => each.close({ signal })))
    return { closed: all.length }
  },

  async ping (request, signal) {
    const connection = connectionTo(request)
    const all = []
    for (let i = count(request, 'count', 1); i > 0; i--) {
      const start = performance.now()
      await host.services.ping.ping(connection.remotePeer, { signal })
      all.push(micros(start))
    }
    return { micros: all }
  },

  async identify (request, signal) {
    const result = await running().services.identify.identify(connectionTo(request), { signal })
    return {
      agent: result.agentVersion ?? '',
      protocolVersion: result.protocolVersion ?? '',
      protocols: result.protocols,
      addresses: result.listenAddrs.map(each => each.toString()),
      observed: result.observedAddr?.toString()
    }
  },

  async echo (request, signal) {
    const bytes = count(request, 'bytes', 0, 2 ** 40)
    const streams = count(request, 'streams', 1)
    const turns = count(request, 'rounds', 1)
    const timing = await rounds(turns, () => times(streams, async () => echo(await open(request, ECHO, signal), bytes)))
    return { bytes: bytes * streams * turns, ...timing }
  },

  async perf (request, signal) {
    const upload = count(request, 'upload', 0, 2 ** 40)
    const download = count(request, 'download', 0, 2 ** 40)
    return perf(await open(request, PERF, signal), upload, download)
  },

  async reset (request, signal) {
    const byUs = request.by === 'us'
    const stream = await open(request, byUs ? ECHO : RESET, signal)
    const end = ended(stream)
    const answer = new Promise(resolve => stream.addEventListener('message', resolve, { once: true }))
    stream.send(new Uint8Array(1024))
    if (byUs) {
      await answer
      stream.abort(new Error('as asked'))
    }
    return { seen: await end }
  },

  async peers () {
    const all = new Map()
    for (const each of running().getConnections()) {
      const connections = all.get(each.remotePeer.toString()) ?? []
      connections.push({
        address: each.remoteAddr.toString(),
        direction: each.direction,
        security: each.encryption ?? '',
        muxer: each.multiplexer ?? '',
        streams: each.streams.length
      })
      all.set(each.remotePeer.toString(), connections)
    }
    return {
      peers: [...all].map(([peer, connections]) => ({ peer, connections })),
      discovered: [...discovered].map(([peer, addresses]) => ({ peer, addresses }))
    }
  },

  async stats () {
    const connections = running().getConnections()
    return {
      ...served,
      connections: connections.length,
      streams: connections.reduce((sum, each) => sum + each.streams.length, 0),
      dhtPeers: running().services.dht?.routingTable.size
    }
  },

  async handshakes (request, signal) {
    const address = addressOf(request)
    return rounds(count(request, 'count', 1), async () => {
      const connection = await running().dial(address, { signal, force: true })
      // The dialler is the first to be done; an answer proves that both are.
      await host.services.ping.ping(connection.remotePeer, { signal })
      await connection.close({ signal })
    })
  },

  async crowd () {
    throw new PeerError('not_supported', 'This peer is one peer only.')
  },

  async stop () {
    await running().stop()
    return {}
  }
}

// A stream that its other side has left must not end the process.
process.on('unhandledRejection', err => console.error('unhandled', err))
new Lines(operations, () => process.exit(0)).listen()
