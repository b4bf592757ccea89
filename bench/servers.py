"""Granary and the servers that it is measured beside, each with the process to measure (pid), its address (url) and stop()."""

import json
import pathlib
import signal
import subprocess

from measure import free_port, wait_for

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERDACCIO = "6.8.0"


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
