// What goes over streams: the pattern, echo, perf and reset, as either side.
import { PeerError } from './lines.mjs'

export const ECHO = '/granary/echo/1.0.0'
export const RESET = '/granary/reset/1.0.0'
export const PERF = '/perf/1.0.0'

const CHUNK = 65_536
// A prime, so that no frame size divides it and a lost or doubled frame shows.
const PERIOD = 251
const PATTERN = Buffer.from(Array.from({ length: CHUNK + PERIOD }, (_, i) => i % PERIOD))

export const served = { echoes: 0, resets: 0 }

// A stream's own iterator never ends when the remote had ended before it began, which is so for most short streams. And a
// stream says that it has ended although what came with its protocol's name was put back into its buffer.
async function * chunks (stream) {
  const queue = []
  const isOver = () => stream.readableEnded && stream.readBufferLength === 0
  let ended = isOver()
  let failure = null
  let wake = () => {}
  const onMessage = event => { queue.push(event.data); ended ||= isOver(); wake() }
  const onEnd = () => { ended = isOver(); wake() }
  const onClose = event => { ended = true; failure ??= event.error; wake() }
  stream.addEventListener('message', onMessage)
  stream.addEventListener('end', onEnd)
  stream.addEventListener('close', onClose)
  try {
    while (true) {
      while (queue.length > 0) {
        yield queue.shift()
      }
      if (failure != null) {
        throw failure
      }
      if (ended) {
        return
      }
      await new Promise(resolve => { wake = resolve })
    }
  } finally {
    stream.removeEventListener('message', onMessage)
    stream.removeEventListener('end', onEnd)
    stream.removeEventListener('close', onClose)
  }
}

export function * parts (chunk) {
  if (chunk instanceof Uint8Array) {
    yield chunk
  } else {
    yield * chunk
  }
}

// The stream's own onDrain() resolves at once from its second use on.
function drained (stream) {
  if (!stream.writableNeedsDrain) {
    return Promise.resolve()
  }
  return new Promise((resolve, reject) => {
    const finish = () => {
      stream.removeEventListener('drain', finish)
      stream.removeEventListener('close', fail)
      resolve()
    }
    const fail = event => {
      stream.removeEventListener('drain', finish)
      reject(event.error ?? new PeerError('reset', 'The stream closed while it was written to.'))
    }
    stream.addEventListener('drain', finish, { once: true })
    stream.addEventListener('close', fail, { once: true })
  })
}

async function send (stream, bytes) {
  if (!stream.send(bytes)) {
    await drained(stream)
  }
}

async function sendPattern (stream, total) {
  for (let sent = 0; sent < total; sent += CHUNK) {
    const offset = sent % PERIOD
    // A copy: the muxer keeps what it is given until it is sent.
    await send(stream, Uint8Array.prototype.slice.call(PATTERN, offset, offset + Math.min(CHUNK, total - sent)))
  }
}

function compare (part, position) {
  for (let at = 0; at < part.length; at += CHUNK) {
    const length = Math.min(CHUNK, part.length - at)
    const offset = (position + at) % PERIOD
    if (PATTERN.compare(part, at, at + length, offset, offset + length) !== 0) {
      throw new PeerError('corrupt', `The echo differs between bytes ${position + at} and ${position + at + length}.`)
    }
  }
}

function checkEnd (stream) {
  if (stream.status === 'reset' || stream.status === 'aborted') {
    throw new PeerError('reset', 'The stream was reset.')
  }
}

export async function echo (stream, total) {
  const answered = (async () => {
    let received = 0
    for await (const chunk of chunks(stream)) {
      for (const part of parts(chunk)) {
        compare(part, received)
        received += part.length
      }
    }
    checkEnd(stream)
    if (received !== total) {
      throw new PeerError('corrupt', `${received} of ${total} bytes came back.`)
    }
  })()
  answered.catch(err => stream.abort(err))
  await sendPattern(stream, total)
  await stream.close()
  await answered
}

export async function perf (stream, upload, download) {
  const start = performance.now()
  let uploaded = start
  const answered = (async () => {
    let received = 0
    for await (const chunk of chunks(stream)) {
      received += chunk.byteLength
    }
    checkEnd(stream)
    if (received !== download) {
      throw new PeerError('corrupt', `${received} of ${download} bytes came.`)
    }
  })()
  answered.catch(err => stream.abort(err))
  const head = Buffer.alloc(8)
  head.writeBigUInt64BE(BigInt(download))
  await send(stream, head)
  await sendPattern(stream, upload)
  await stream.close()
  uploaded = performance.now()
  await answered
  const end = performance.now()
  return { uploadMicros: Math.round((uploaded - start) * 1000), downloadMicros: Math.round((end - uploaded) * 1000) }
}

// Resolves to how this side saw the stream end.
export function ended (stream) {
  return new Promise(resolve => {
    stream.addEventListener('close', event => resolve(event.error == null ? 'end' : 'reset'))
    stream.addEventListener('remoteCloseWrite', () => setTimeout(() => resolve('end'), 200))
  })
}

export async function serveEcho (stream) {
  try {
    for await (const chunk of chunks(stream)) {
      for (const part of parts(chunk)) {
        await send(stream, part)
      }
    }
    checkEnd(stream)
    await stream.close()
    served.echoes++
  } catch {
    served.resets++
    stream.abort(new Error('echo failed'))
  }
}

export async function serveReset (stream) {
  for await (const _ of chunks(stream)) {
    stream.abort(new Error('as asked'))
  }
}

export async function servePerf (stream) {
  const head = Buffer.alloc(8)
  let read = 0
  for await (const chunk of chunks(stream)) {
    for (const part of parts(chunk)) {
      read += Buffer.from(part.buffer, part.byteOffset, part.length).copy(head, Math.min(read, 8))
    }
  }
  await sendPattern(stream, Number(head.readBigUInt64BE()))
  await stream.close()
}
