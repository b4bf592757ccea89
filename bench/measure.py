"""What every comparison needs: processes and their CPU time, the load generator, tables."""

import os
import pathlib
import re
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request

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


def start(running, peer):
    """Has the peer stopped at the end, also when what comes next fails."""
    running.callback(peer.stop)
    return peer


def row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def spread(values):
    return f"{statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f})"
