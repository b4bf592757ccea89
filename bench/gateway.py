"""Granary's gateway beside nginx, Verdaccio and no mirror at all, in one run.

The figure is CPU time per request (user and system time of the server's processes, divided by the requests that wrk
counted): hosts are noisy, and requests a second say more about the load generator. Server and generator have a core each.
Rounds rotate the order; tables show the median, and the lowest and highest of the rounds.
"""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIZES = {"2 KB": 2 << 10, "128 KB": 128 << 10, "1 MiB": 1 << 20, "32 MiB": 32 << 20}
VERDACCIO = "6.8.0"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, seconds=60):
    deadline = time.time() + seconds
    while time.time() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} does not answer")


def processes(pid):
    """The process and all below it."""
    found = [pid]
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += processes(int(path.parent.name))
    return found


def cpu_seconds(pid):
    total = 0
    for each in processes(pid):
        fields = pathlib.Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pin(pid, core):
    for each in processes(pid):
        subprocess.run(["taskset", "-acp", str(core), str(each)], check=True, stdout=subprocess.DEVNULL)


def wrk(url, seconds, connections, headers=()):
    """Requests done; any answer that is not 2xx or 3xx ends the run."""
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    out = subprocess.run(command + [url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out:
        raise SystemExit(f"{url} gave errors:\n{out}")
    return int(re.search(r"(\d+) requests in", out).group(1))


def cost(pid, url, seconds, connections, headers=()):
    """CPU microseconds per request."""
    before = cpu_seconds(pid)
    requests = wrk(url, seconds, connections, headers)
    return (cpu_seconds(pid) - before) * 1e6 / requests, requests / seconds


class Granary:
    def __init__(self, folder, settings=""):
        self.data = folder
        self.port = free_port()
        self.data.mkdir(parents=True)
        (self.data / "granary.toml").write_text(settings)
        subprocess.run(
            [ROOT / "granary", "up", "--data", self.data, "--port", str(self.port), "--detach"],
            check=True, stdout=subprocess.DEVNULL)
        status = json.loads(subprocess.run(
            [ROOT / "granary", "status", "--data", self.data, "--json"],
            check=True, capture_output=True, text=True).stdout)
        self.pid = next(c["pid"] for c in status["components"] if c["name"] == "fetch-verify")
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self):
        subprocess.run([ROOT / "granary", "down", "--data", self.data], check=True, stdout=subprocess.DEVNULL)


class Nginx:
    def __init__(self, folder, upstream):
        folder.mkdir(parents=True)
        self.port = free_port()
        (folder / "nginx.conf").write_text(f"""
            worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; daemon off; user root;
            events {{ worker_connections 1024; }}
            http {{
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
              client_body_temp_path {folder}/body; proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/f;
              uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
              proxy_cache_path {folder}/cache levels=1:2 keys_zone=files:10m max_size=10g inactive=1d;
              server {{
                listen 127.0.0.1:{self.port};
                location / {{
                  proxy_pass {upstream}; proxy_cache files; proxy_cache_valid 200 1d; proxy_cache_lock on;
                  proxy_cache_use_stale updating error timeout http_500 http_502 http_503;
                }}
              }}
            }}""")
        self.process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder])
        self.pid = self.process.pid
        self.url = f"http://127.0.0.1:{self.port}"
        wait_for(self.url + "/")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


class Verdaccio:
    def __init__(self, folder, registry):
        folder.mkdir(parents=True)
        self.port = free_port()
        # One of its dependencies is asked for by a tag, which not every mirror of the registry has.
        (folder / "package.json").write_text(json.dumps({
            "name": "bench", "version": "1.0.0",
            "dependencies": {"verdaccio": VERDACCIO}, "overrides": {"node-fetch": "2.6.7"}}))
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=folder,
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (folder / "config.yaml").write_text(f"""
storage: {folder}/storage
auth: {{htpasswd: {{file: {folder}/users}}}}
uplinks: {{main: {{url: {registry}}}}}
packages: {{'**': {{access: $all, proxy: main}}}}
log: {{type: stdout, format: json, level: error}}
""")
        self.process = subprocess.Popen(
            ["node", folder / "node_modules/verdaccio/bin/verdaccio", "-c", folder / "config.yaml",
             "-l", f"127.0.0.1:{self.port}"], stdout=subprocess.DEVNULL)
        self.pid = self.process.pid
        self.url = f"http://127.0.0.1:{self.port}"
        wait_for(self.url + "/-/ping")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def start(running, peer):
    """Has the peer stopped at the end, also when what comes next fails."""
    running.callback(peer.stop)
    return peer


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


def row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def spread(values):
    return f"{statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


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


def lock(folder, dependencies, registry):
    """A project with its lock file."""
    (folder / "package.json").write_text(
        json.dumps({"name": "bench", "version": "1.0.0", "dependencies": dependencies}))
    (folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n")
    subprocess.run(["npm", "install", "--registry", registry, "--no-audit", "--no-fund"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def locked(folder):
    """Names and versions in a lock file."""
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    return {(path.rsplit("node_modules/", 1)[-1], entry["version"]) for path, entry in packages.items() if path}


def npm_ci(folder, registry):
    """Seconds of one `npm ci` with nothing cached."""
    shutil.rmtree(folder / "node_modules", ignore_errors=True)
    shutil.rmtree(folder / "cache", ignore_errors=True)
    start = time.time()
    subprocess.run(["npm", "ci", "--registry", registry, "--cache", folder / "cache", "--no-audit", "--no-fund"],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.time() - start


# What `npm ci` is measured with: projects that share little with each other and with what the gateway worked on before.
PROJECTS = [
    {"@hapi/hapi": "21.3.9", "@hapi/inert": "7.1.0", "joi": "17.12.3", "@hapi/vision": "7.0.3", "request": "2.88.2"},
    {"@aws-sdk/client-s3": "3.556.0"},
    {"socket.io": "4.7.5", "passport": "0.7.0", "mongoose": "8.3.1", "nodemailer": "6.9.13", "ioredis": "5.3.2"},
    {"web3": "4.7.0"},
]
# What it worked on before: the first makes 400 packages, all of them 1,600.
EARLIER = [
    {"cssnano": "6.0.1", "svelte": "4.2.1", "eslint": "8.57.0", "jest": "29.7.0"},
    {"webpack": "5.91.0", "@babel/preset-env": "7.24.0", "mocha": "10.4.0", "stylelint": "16.3.0"},
    {"@angular/cli": "17.3.0", "typescript": "5.4.5", "rollup": "4.14.0", "vite": "5.2.8"},
    {"nx": "18.2.0", "react-scripts": "5.0.1"},
]


def locks(work, name, sets, registry):
    folders = []
    for index, dependencies in enumerate(sets):
        folder = work / f"{name}-{index}"
        folder.mkdir()
        lock(folder, dependencies, registry)
        folders.append(folder)
    return folders


def beside_direct(projects, registry, gateway):
    """Seconds of one `npm ci` for each project: with no mirror, as the mean of one before and one after; through the gateway."""
    direct = through = 0
    for project in projects:
        before = npm_ci(project, registry)
        through += npm_ci(project, gateway.url + "/npm/")
        direct += (before + npm_ci(project, registry)) / 2
    return direct, through


def cold_npm_ci(work, registry, rounds):
    projects = locks(work, "project", PROJECTS, registry)
    earlier = locks(work, "earlier", EARLIER, registry)
    wanted = [locked(project) for project in projects]
    times = {}

    def measure(name, turn, before, chosen):
        with contextlib.ExitStack() as running:
            gateway = start(running, Granary(work / f"granary-{len(before)}-{turn}"))
            for folder in before:
                npm_ci(folder, gateway.url + "/npm/")
            times.setdefault(name, []).append(beside_direct(chosen, registry, gateway))
            if before:
                times.setdefault("held", []).append(beside_direct(chosen, registry, gateway))

    for turn in range(rounds):
        measure("cold, the gateway's first requests", turn, [], projects[:1])
        for count in (1, len(earlier)):
            done = len(set().union(*(locked(folder) for folder in earlier[:count])))
            measure(f"cold, after {done} packages", turn, earlier[:count], projects)
    held = set().union(*(locked(folder) for folder in earlier))
    print(f"{len(projects)} projects, {sum(map(len, wanted))} packages, "
          f"{sum(len(each & held) for each in wanted)} of them held after all earlier ones\n")
    row(["npm ci", "seconds with no mirror", "seconds through Granary", "beside"])
    row(["---", "---:", "---:", "---:"])
    for name, pairs in times.items():
        direct, through = zip(*pairs)
        ratios = [(after / before - 1) * 100 for before, after in pairs]
        row([name, spread(direct), spread(through), f"{statistics.median(ratios):+.0f} %"])


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
