import { setMaxListeners } from 'node:events'

// The JSON lines of libp2p/peer/PROTOCOL.md: reads requests, runs them at the same time, writes one answer each.
const MAX_LINE = 65_536
const MAX_RUNNING = 64
const MAX_TIMEOUT = 600_000

export class PeerError extends Error {
  constructor (code, detail) {
    super(detail)
    this.code = code
  }
}

export class Lines {
  constructor (operations, onEnd) {
    this.operations = operations
    this.onEnd = onEnd
    this.running = 0
    this.rest = Buffer.alloc(0)
    this.skipping = false
  }

  listen () {
    process.stdin.on('data', chunk => this.take(chunk))
    process.stdin.on('end', () => this.onEnd())
  }

  take (chunk) {
    let bytes = Buffer.concat([this.rest, chunk])
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      if (this.skipping) {
        this.skipping = false
      } else if (end + 1 > MAX_LINE) {
        this.refuse(null, 'too_long', `A line may have ${MAX_LINE} bytes.`)
      } else {
        this.onLine(bytes.subarray(0, end).toString('utf8'))
      }
      bytes = bytes.subarray(end + 1)
    }
    if (!this.skipping && bytes.length >= MAX_LINE) {
      this.refuse(null, 'too_long', `A line may have ${MAX_LINE} bytes.`)
      this.skipping = true
    }
    this.rest = this.skipping ? Buffer.alloc(0) : Buffer.from(bytes)
  }

  onLine (line) {
    if (line.trim() === '') {
      return
    }
    let request
    try {
      request = JSON.parse(line)
    } catch {
      this.refuse(null, 'bad_request', 'The line is not JSON.')
      return
    }
    const id = request?.id
    if (!Number.isSafeInteger(id) || id < 0) {
      this.refuse(null, 'bad_request', 'A request is an object with a whole number as id.')
    } else if (typeof request.op !== 'string') {
      this.refuse(id, 'bad_request', 'A request names its op.')
    } else if (!Object.hasOwn(this.operations, request.op)) {
      this.refuse(id, 'unknown_op', `There is no op ${JSON.stringify(request.op.slice(0, 100))}.`)
    } else if (this.running >= MAX_RUNNING) {
      this.refuse(id, 'busy', `At most ${MAX_RUNNING} requests run at once.`)
    } else {
      this.run(id, request)
    }
  }

  async run (id, request) {
    this.running++
    const signal = AbortSignal.timeout(Math.min(request.timeoutMillis ?? 60_000, MAX_TIMEOUT))
    setMaxListeners(0, signal)
    const late = new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new PeerError('timeout', 'The time for the request is over.')))
    })
    try {
      const fields = await Promise.race([this.operations[request.op](request, signal), late])
      this.write({ id, ok: true, ...fields })
    } catch (err) {
      this.refuse(id, err instanceof PeerError ? err.code : codeOf(err), `${err?.name ?? 'Error'}: ${err?.message ?? err}`)
    } finally {
      this.running--
    }
    if (request.op === 'stop') {
      this.onEnd()
    }
  }

  refuse (id, code, detail) {
    this.write({ id, ok: false, error: { code, detail: detail.slice(0, 500) } })
  }

  write (answer) {
    process.stdout.write(JSON.stringify(answer) + '\n')
  }
}

function codeOf (err) {
  switch (err?.name) {
    case 'StreamResetError':
      return 'reset'
    case 'TimeoutError':
      return 'timeout'
    default:
      return 'failed'
  }
}
