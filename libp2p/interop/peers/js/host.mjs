// Builds a js-libp2p host from the fields of a start request.
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { generateKeyPair, generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { gossipsub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { mdns } from '@libp2p/mdns'
import { ping } from '@libp2p/ping'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { createLibp2p } from 'libp2p'
import { PeerError } from './lines.mjs'

const UNBOUNDED = 100_000
const MANY = { maxInboundStreams: 64, maxOutboundStreams: 64 }

export function bytesOfHex (text, name) {
  if (typeof text !== 'string' || !/^[0-9a-fA-F]{64}$/.test(text)) {
    throw new PeerError('bad_request', `${name} is 64 hex digits.`)
  }
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function all (names, known, what) {
  return names.map(name => {
    if (!Object.hasOwn(known, name)) {
      throw new PeerError('not_supported', `There is no ${what} ${JSON.stringify(name)}.`)
    }
    return known[name]
  })
}

async function quic () {
  try {
    return (await import('@chainsafe/libp2p-quic')).quic()
  } catch (err) {
    throw new PeerError('not_supported', `QUIC has no library for this machine: ${err.message}`)
  }
}

function protector (request, transports) {
  if (request.psk == null) {
    return {}
  }
  if (transports.includes('quic')) {
    throw new PeerError('bad_request', 'A private network has no QUIC.')
  }
  const hex = Buffer.from(bytesOfHex(request.psk, 'psk')).toString('hex')
  return { connectionProtector: preSharedKey({ psk: Buffer.from(`/key/swarm/psk/1.0.0/\n/base16/\n${hex}`) }) }
}

function discovery (request) {
  if (request.mdns == null) {
    return {}
  }
  return { peerDiscovery: [mdns({ port: request.mdns.port ?? 5353, interval: request.mdns.intervalMillis ?? 10_000 })] }
}

// The greatest value is the best one, in all peers.
function greatest (key, values) {
  return values.reduce((best, each, at) => Buffer.compare(each, values[best]) > 0 ? at : best, 0)
}

function dht (request) {
  if (request.dht == null) {
    return {}
  }
  return {
    dht: kadDHT({
      protocol: `${request.dht.prefix ?? '/ipfs'}/kad/1.0.0`,
      clientMode: request.dht.mode === 'client',
      // The default leaves out all addresses of loopback.
      peerInfoMapper: passthroughMapper,
      validators: { granary: async () => {} },
      selectors: { granary: greatest }
    })
  }
}

function pubsub (request) {
  if (request.pubsub == null) {
    return {}
  }
  return {
    pubsub: gossipsub({
      globalSignaturePolicy: request.pubsub.signing === 'none' ? 'StrictNoSign' : 'StrictSign',
      allowPublishToZeroTopicPeers: true,
      // All peers of a test are at one address, for which the default punishes them.
      scoreParams: { IPColocationFactorWeight: 0 }
    })
  }
}

export async function createHost (request) {
  const transports = request.transports ?? ['tcp']
  const limits = request.limits ?? {}
  const offered = { tcp: tcp(), quic: transports.includes('quic') ? await quic() : null }
  return createLibp2p({
    privateKey: request.keySeed == null
      ? await generateKeyPair('Ed25519')
      : await generateKeyPairFromSeed('Ed25519', bytesOfHex(request.keySeed, 'keySeed')),
    addresses: { listen: request.listen ?? [] },
    transports: all(transports, offered, 'transport'),
    connectionEncrypters: all(request.security ?? ['noise'], { noise: noise(), tls: tls() }, 'security'),
    streamMuxers: [yamux({ maxInboundStreams: limits.streamsPerConnection ?? UNBOUNDED, maxOutboundStreams: UNBOUNDED, maxEarlyStreams: 1024 })],
    services: { identify: identify(MANY), identifyPush: identifyPush(MANY), ping: ping(MANY), ...dht(request), ...pubsub(request) },
    connectionGater: { denyDialMultiaddr: () => false },
    // The defaults refuse what a test does on purpose: many connections from one address at once.
    connectionManager: {
      inboundConnectionThreshold: UNBOUNDED,
      maxIncomingPendingConnections: 2000,
      maxConnections: limits.connections ?? UNBOUNDED
    },
    connectionMonitor: { enabled: false },
    ...protector(request, transports),
    ...discovery(request)
  })
}
