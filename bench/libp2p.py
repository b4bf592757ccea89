"""Our libp2p beside js-libp2p and go-libp2p, in one run: each implementation talks to itself over loopback.

All are scripted peers that speak the JSON lines of libp2p/peer/PROTOCOL.md, so that each measures itself by the same rules.
Rounds rotate the order; the table shows the median and, in brackets, the lowest and highest round. CPU is user and system
time of both processes together: the clock says more about what else the machine does.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "target" / "libp2p"
TICKS = os.sysconf("SC_CLK_TCK")
STACKS = {
    "Noise": {"transports": ["tcp"], "security": ["noise"], "listen": ["/ip4/127.0.0.1/tcp/0"]},
    "TLS": {"transports": ["tcp"], "security": ["tls"], "listen": ["/ip4/127.0.0.1/tcp/0"]},
    "QUIC": {"transports": ["quic"], "security": ["tls"], "listen": ["/ip4/127.0.0.1/udp/0/quic-v1"]},
}


class Refused(Exception):
    pass


class Peer:
    def __init__(self, command, folder, log):
        self.log = open(log, "ab")
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        self.id = 0
        self.answers = {}
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            answer = json.loads(line)
            with self.changed:
                self.answers[answer["id"]] = answer
                self.changed.notify_all()

    def ask(self, op, seconds=180, **fields):
        self.id += 1
        request = {"id": self.id, "op": op, "timeoutMillis": seconds * 1000, **fields}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        with self.changed:
            if not self.changed.wait_for(lambda: request["id"] in self.answers, seconds + 5):
                raise Refused(f"{op}: no answer")
            answer = self.answers.pop(request["id"])
        if not answer["ok"]:
            raise Refused(f"{op}: {answer['error']['code']}: {answer['error']['detail']}")
        return answer

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def build(command, folder):
    log = OUT / "build.log"
    with open(log, "ab") as output:
        if subprocess.run(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL).returncode != 0:
            raise SystemExit(f"{' '.join(map(str, command))} failed, see {log}")


def java_peer():
    java = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    build(["mvn", "-B", "-Dquick", "-pl", "libp2p/peer", "-am", "package"], ROOT)
    flags = ["-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    return [java, *flags, "-jar", ROOT / "libp2p/peer/target/granary-libp2p-peer.jar"], ROOT


def js_peer():
    folder = OUT / "js"
    shutil.copytree(ROOT / "libp2p/interop/peers/js", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    build(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"], folder)
    return ["node", "--import", "./polyfill.mjs", "peer.mjs"], folder


def go_peer():
    program = OUT / "go-peer"
    build(["go", "build", "-mod=mod", "-buildvcs=false", "-o", program, "."], ROOT / "libp2p/interop/peers/go")
    return [program], OUT


PEERS = {"java": java_peer, "js": js_peer, "go": go_peer}


class Bench:
    def __init__(self, options):
        self.options = options
        OUT.mkdir(parents=True, exist_ok=True)
        self.commands = {name: PEERS[name]() for name in options.peers.split(",")}

    def peer(self, name):
        command, folder = self.commands[name]
        return Peer(command, folder, OUT / f"{name}.log")

    def pair(self, name, stack, measure):
        """What `measure(dialler, listener, started)` gives for two fresh peers; None where they have no such stack."""
        with self.peer(name) as listener, self.peer(name) as dialler:
            try:
                started = listener.ask("start", **STACKS[stack])
                dialler.ask("start", **{**STACKS[stack], "listen": []})
                return measure(dialler, listener, started)
            except Refused as refused:
                print(f"  {name} over {stack}: {refused}", file=sys.stderr)
                return None

    def stream(self, dialler, listener, started):
        size = self.options.mebibytes << 20
        dialler.ask("dial", address=started["addresses"][0])
        # Windows grow and code is compiled before anything is timed.
        dialler.ask("perf", peer=started["peer"], upload=min(size, 64 << 20), download=0)
        before = dialler.cpu() + listener.cpu()
        times = dialler.ask("perf", peer=started["peer"], upload=size, download=0)
        cpu = dialler.cpu() + listener.cpu() - before
        return size / (times["uploadMicros"] + times["downloadMicros"]), cpu / (size / (1 << 30))

    def requests(self, dialler, _, started):
        dialler.ask("dial", address=started["addresses"][0])
        dialler.ask("echo", peer=started["peer"], bytes=32768, rounds=self.options.requests // 4)
        times = dialler.ask("echo", peer=started["peer"], bytes=32768, rounds=self.options.requests)
        return times["p50Micros"] / 1000, times["p99Micros"] / 1000

    def handshakes(self, dialler, _, started):
        dialler.ask("handshakes", address=started["addresses"][0], count=self.options.handshakes // 4)
        times = dialler.ask("handshakes", address=started["addresses"][0], count=self.options.handshakes)
        return (self.options.handshakes * 1e6 / times["micros"],)

    def rounds(self, measure):
        """Results by (peer, stack), each a list of one tuple a round."""
        results = {}
        names = list(self.commands)
        for turn in range(self.options.rounds):
            for name in names[turn % len(names):] + names[:turn % len(names)]:
                for stack in STACKS:
                    result = self.pair(name, stack, measure)
                    if result is not None:
                        results.setdefault((name, stack), []).append(result)
        return results

    def idle(self):
        """Heap of a Java peer before and after it was given idle connections by go-libp2p, in MB."""
        if not {"java", "go"} <= set(self.commands):
            return None
        with self.peer("java") as listener, self.peer("go") as crowd:
            started = listener.ask("start", **STACKS["Noise"])
            crowd.ask("start", **{**STACKS["Noise"], "listen": []})
            before = listener.ask("stats")["heapBytes"]
            crowd.ask("crowd", address=started["addresses"][0], count=self.options.idle)
            after = listener.ask("stats")
            return before / 1e6, after["heapBytes"] / 1e6, after["connections"]


def shown(results, name, stack, index, digits):
    values = [each[index] for each in results.get((name, stack), [])]
    if not values:
        return "–"
    text = f"{statistics.median(values):.{digits}f}"
    return text if len(values) == 1 else f"{text} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mebibytes", type=int, default=1024, help="of the one stream")
    parser.add_argument("--handshakes", type=int, default=400)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--idle", type=int, default=1000, help="connections")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="java,js,go")
    options = parser.parse_args()
    bench = Bench(options)
    print("building is done, measuring", file=sys.stderr)
    streams, requests, handshakes = (bench.rounds(each) for each in (bench.stream, bench.requests, bench.handshakes))
    print(f"| peer, stack | one stream of {options.mebibytes} MiB, MB/s | CPU s per GiB, both ends "
          "| 32 KiB there and back, p50 ms | p99 ms | handshakes with a ping, per s |")
    print("|---|---|---|---|---|---|")
    for stack in STACKS:
        for name in bench.commands:
            print(f"| {name}, {stack} | {shown(streams, name, stack, 0, 0)} | {shown(streams, name, stack, 1, 2)} "
                  f"| {shown(requests, name, stack, 0, 2)} | {shown(requests, name, stack, 1, 2)} "
                  f"| {shown(handshakes, name, stack, 0, 0)} |")
    heap = bench.idle()
    if heap:
        print(f"\n{heap[2]} idle connections over Noise: heap {heap[0]:.1f} MB before, {heap[1]:.1f} MB with them "
              f"({(heap[1] - heap[0]) * 1000 / max(1, heap[2]):.1f} kB each)")


if __name__ == "__main__":
    main()
