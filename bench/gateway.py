"""Granary's gateway beside nginx, Verdaccio and no mirror at all, in one run.

The figure is CPU time per request (user and system time of the server's processes, divided by the requests that wrk
counted): hosts are noisy, and requests a second say more about the load generator. Server and generator have a core each.
Rounds rotate the order; tables show the median, and the lowest and highest of the rounds.
"""

import argparse
import contextlib
import hashlib
import http.client
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

from measure import cost, free_port, pin, row, spread, start, wait_for, wrk
from npm_ci import cold_npm_ci
from servers import Granary, Nginx, Verdaccio

SIZES = {"2 KB": 2 << 10, "128 KB": 128 << 10, "1 MiB": 1 << 20, "32 MiB": 32 << 20}


def files_upstream(folder, running):
    """Plain files with their checksums, as an upstream of the format raw."""
    folder.mkdir(parents=True)
    sums = []
    for name, size in SIZES.items():
        file = name.replace(" ", "") + ".bin"
        content = os.urandom(size)
        (folder / file).write_bytes(content)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {file}\n")
    (folder / "SHA256SUMS").write_text("".join(sums))
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", folder],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running.callback(server.terminate)
    wait_for(f"http://127.0.0.1:{port}/SHA256SUMS")
    return f"http://127.0.0.1:{port}"


def check(url, expected=None):
    """Asks as the load will: several times on one connection, each answer byte for byte."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    for _ in range(3):
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        digest = hashlib.sha256(answer.read()).hexdigest()
        if answer.status != 200 or (expected and digest != expected):
            raise SystemExit(f"{url} gave {answer.status} and wrong bytes")
        expected = digest
    connection.close()
    return digest


def hot_path(work, rounds, seconds):
    with contextlib.ExitStack() as running:
        upstream = files_upstream(work / "files", running)
        settings = f'[[upstream]]\nformat = "raw"\nname = "files"\nurl = "{upstream}/"\n'
        granary = start(running, Granary(work / "granary", settings))
        nginx = start(running, Nginx(work / "nginx", upstream))
        row(["size", "Granary µs", "nginx proxy_cache µs", "ratio", "Granary req/s", "nginx req/s"])
        row(["---"] + ["---:"] * 5)
        for name in SIZES:
            file = name.replace(" ", "") + ".bin"
            urls = {granary: f"{granary.url}/raw/files/{file}", nginx: f"{nginx.url}/{file}"}
            digest = hashlib.sha256((work / "files" / file).read_bytes()).hexdigest()
            for url in urls.values():
                check(url, digest)
            connections = 4 if SIZES[name] > 1 << 24 else 32
            costs, rates = {granary: [], nginx: []}, {granary: [], nginx: []}
            for peer in urls:
                pin(peer.pid, 0)
                wrk(urls[peer], seconds, connections)
            for turn in range(rounds):
                for peer in (list(urls) if turn % 2 == 0 else list(reversed(urls))):
                    micros, rate = cost(peer.pid, urls[peer], seconds, connections)
                    costs[peer].append(micros)
                    rates[peer].append(rate)
            ratio = statistics.median(costs[granary]) / statistics.median(costs[nginx])
            row([name, spread(costs[granary]), spread(costs[nginx]), f"{ratio:.2f}",
                 f"{max(rates[granary]):.0f}", f"{max(rates[nginx]):.0f}"])


def etag(url):
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as answer:
        answer.read()
        return answer.headers["ETag"]


def beside_verdaccio(work, registry, rounds, seconds):
    with contextlib.ExitStack() as running:
        granary = start(running, Granary(work / "granary-npm"))
        verdaccio = start(running, Verdaccio(work / "verdaccio", registry))
        bases = {granary: granary.url + "/npm", verdaccio: verdaccio.url}
        questions = {
            "tarball, 4 KB": ("/left-pad/-/left-pad-1.3.0.tgz", False),
            "packument of express": ("/express", False),
            "packument, 304": ("/express", True),
        }
        row(["request", "Granary µs", "Verdaccio µs", "times fewer"])
        row(["---"] + ["---:"] * 3)
        for name, (path, conditional) in questions.items():
            costs = {granary: [], verdaccio: []}
            for turn in range(rounds + 1):
                for peer, base in bases.items():
                    url = base + path
                    headers = ["Accept: application/json", "Accept-Encoding: gzip"]
                    if conditional:
                        headers = ["Accept: application/json", "If-None-Match: " + etag(url)]
                    else:
                        check(url)
                    pin(peer.pid, 0)
                    micros, _ = cost(peer.pid, url, seconds, 32, headers)
                    if turn > 0:
                        costs[peer].append(micros)
            fewer = statistics.median(costs[verdaccio]) / statistics.median(costs[granary])
            row([name, spread(costs[granary]), spread(costs[verdaccio]), f"{fewer:.0f}"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=["hot", "verdaccio", "npm-ci"],
                        help="hot, verdaccio, npm-ci; all by default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6)
    options = parser.parse_args()
    registry = subprocess.run(["npm", "config", "get", "registry"], check=True, capture_output=True,
                              text=True, cwd=tempfile.gettempdir()).stdout.strip()
    work = pathlib.Path(tempfile.mkdtemp(prefix="granary-bench-"))
    try:
        if "hot" in options.parts:
            print("\n## Hot path, CPU microseconds per request\n")
            hot_path(work, options.rounds, options.seconds)
        if "verdaccio" in options.parts:
            print("\n## Beside Verdaccio, CPU microseconds per request\n")
            beside_verdaccio(work, registry, options.rounds, options.seconds)
        if "npm-ci" in options.parts:
            print("\n## npm ci\n")
            cold_npm_ci(work, registry, options.rounds)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
