// What a peer does with the DHT and with pubsub when asked to.
import { peerIdFromString } from '@libp2p/peer-id'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { PeerError } from './lines.mjs'

const SHA2_256 = 0x12
const RAW = 0x55
const KEPT = 10_000
const messages = []

export function watchMessages (host) {
  host.services.pubsub?.addEventListener('message', event => {
    if (messages.length < KEPT) {
      messages.push(event.detail)
    }
  })
}

function dhtOf (host) {
  if (host.services.dht == null) {
    throw new PeerError('not_supported', 'This peer was started without dht.')
  }
  return host.services.dht
}

function pubsubOf (host) {
  if (host.services.pubsub == null) {
    throw new PeerError('not_supported', 'This peer was started without pubsub.')
  }
  return host.services.pubsub
}

function bytesOf (request, name) {
  const text = request[name]
  if (typeof text !== 'string' || text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new PeerError('bad_request', `${name} is hex digits.`)
  }
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function textOf (request, name) {
  if (typeof request[name] !== 'string') {
    throw new PeerError('bad_request', `${name} is a string.`)
  }
  return request[name]
}

function digestKey (request) {
  const digest = bytesOf(request, 'key')
  if (digest.length !== 32) {
    throw new PeerError('bad_request', 'key is 64 hex digits.')
  }
  return CID.createV1(RAW, Digest.create(SHA2_256, digest))
}

const peerAndAddresses = peer => ({ peer: peer.id.toString(), addresses: peer.multiaddrs.map(each => each.toString()) })

export function discovery (running) {
  return {
    async provide (request, signal) {
      for await (const _ of dhtOf(running()).provide(digestKey(request), { signal }));
      return {}
    },

    async find (request, signal) {
      const count = request.count ?? 20
      const found = new Map()
      for await (const event of dhtOf(running()).findProviders(digestKey(request), { signal })) {
        for (const each of event.name === 'PROVIDER' ? event.providers : []) {
          found.set(each.id.toString(), peerAndAddresses(each))
        }
        if (found.size >= count) {
          break
        }
      }
      return { providers: [...found.values()].slice(0, count) }
    },

    async put (request, signal) {
      const key = new TextEncoder().encode(textOf(request, 'key'))
      let taken = 0
      for await (const event of dhtOf(running()).put(key, bytesOf(request, 'value'), { signal })) {
        taken += event.name === 'PEER_RESPONSE' && event.messageName === 'PUT_VALUE' ? 1 : 0
      }
      if (taken === 0) {
        throw new PeerError('failed', 'Nobody took the value.')
      }
      return {}
    },

    async get (request, signal) {
      const key = new TextEncoder().encode(textOf(request, 'key'))
      let best = null
      for await (const event of dhtOf(running()).get(key, { signal })) {
        if (event.name === 'VALUE' && (best == null || Buffer.compare(event.value, best) > 0)) {
          best = event.value
        }
      }
      if (best == null) {
        throw new PeerError('not_found', 'Nobody has that value.')
      }
      return { value: Buffer.from(best).toString('hex') }
    },

    async findpeer (request, signal) {
      const target = peerIdFromString(textOf(request, 'target'))
      for await (const event of dhtOf(running()).findPeer(target, { signal })) {
        if (event.name === 'FINAL_PEER') {
          return { addresses: event.peer.multiaddrs.map(each => each.toString()) }
        }
      }
      throw new PeerError('not_found', 'Nobody knows that peer.')
    },

    async sub (request) {
      pubsubOf(running()).subscribe(textOf(request, 'topic'))
      return {}
    },

    async pub (request) {
      await pubsubOf(running()).publish(textOf(request, 'topic'), bytesOf(request, 'data'))
      return {}
    },

    async topic (request) {
      const pubsub = pubsubOf(running())
      const topic = textOf(request, 'topic')
      return {
        peers: pubsub.getSubscribers(topic).map(each => each.toString()),
        mesh: pubsub.getMeshPeers(topic),
        messages: messages
          .filter(each => each.topic === topic)
          .map(each => ({ from: each.from?.toString(), data: Buffer.from(each.data).toString('hex') }))
      }
    }
  }
}
