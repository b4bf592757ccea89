"""How long `npm ci` takes with no cache of its own: with no mirror, and through a gateway that holds nothing of it."""

import contextlib
import json
import shutil
import statistics
import subprocess
import time

from measure import row, spread, start
from servers import Granary

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
