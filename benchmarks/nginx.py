"""What a cached page costs behind the shipped nginx configuration: `python -m benchmarks.nginx`.

Starts nginx as the current user on high loopback ports with deploy/nginx.conf, its paths and ports replaced and TLS
left out, in front of granian. The yardstick is the same page as a pre-gzipped file served by the same nginx, with the
same headers; the same file without them, which no page with a content policy may be, is shown beside it.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import unquote
from urllib.request import Request, urlopen

from benchmarks import databases, processor
from benchmarks.load import burst
from benchmarks.pages import AS_BROWSERS, pages
from benchmarks.server import free_port, serving

ARTICLES = 1_000
BAR = 1.5  # times the CPU of the same page as a file

FRAME = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
    server {{
        listen 127.0.0.1:{file_port};
        root {folder}/files;
        sendfile on;
        tcp_nopush on;
        open_file_cache max=10000 inactive=5m;
        open_file_cache_valid 30s;
        gzip_static on;
        location / {{ {headers} }}
        location /bare/ {{ alias {folder}/files/; }}
    }}
}}
"""
NGINX_WRITES = {"connection", "content-encoding", "content-length", "content-type", "date", "etag", "server"}


def main() -> None:
    options = arguments()
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        raise SystemExit("This benchmark needs nginx: apt install nginx-light (it is run as you, on high ports).")
    var = options.var.resolve()
    folder = var / "nginx"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    site, cached_port, file_port = free_port(), free_port(), free_port()
    with databases.server(var) as url:
        environment = databases.prepare(url, ARTICLES, var, site)
        environment["SITE_URL"] = f"http://127.0.0.1:{cached_port}"
        databases.manage(environment, "collectstatic", "--no-input", "--verbosity=0")
        configuration = folder / "nginx.conf"
        adapted = adapt(databases.ROOT / "deploy" / "nginx.conf", folder, var, site, cached_port)
        paths = dict(pages(environment["DATABASE_URL"]))["article"][: options.stories]
        with serving(environment, site) as upstream:
            facts = {"folder": folder, "types": "/etc/nginx/mime.types", "site": adapted, "file_port": file_port}
            configuration.write_text(FRAME.format(**facts, headers=headers_of(site, paths[0])))
            with running(nginx, configuration) as pid:
                files = write_files(folder / "files", cached_port, paths)
                check(cached_port, paths[0], environment["DATABASE_URL"])
                ways = {
                    "cache": (cached_port, paths),
                    "file": (file_port, files),
                    "bare file": (file_port, [f"/bare{file}" for file in files]),
                }
                compare(pid, upstream, ways, options)


def headers_of(port: int, path: str) -> str:
    """What Mohit says with a page, as nginx would say it with a file."""
    headers = urlopen(f"http://127.0.0.1:{port}{path}").headers.items()
    return " ".join(f'add_header {name} "{value}";' for name, value in headers if name.lower() not in NGINX_WRITES)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.nginx", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="cache and file take turns (default 7)")
    parser.add_argument("--requests", type=int, default=40_000, help="a round (default 40000)")
    parser.add_argument("--connections", type=int, default=16, help="at a time (default 16)")
    parser.add_argument("--stories", type=int, default=1, help="different pages, in turn (default 1)")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def adapt(shipped: Path, folder: Path, var: Path, site: int, port: int) -> str:
    """The shipped configuration with other paths and ports, and without TLS; nothing else is changed."""
    text = shipped.read_text()
    for pattern, replacement in (
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{site};"),
        (r"/var/cache/nginx/mohit", str(folder / "cache")),
        (r"alias /srv/mohit/var/", f"alias {var}/"),
        (r"root /srv/mohit/deploy/errors;", f"root {shipped.parent / 'errors'};"),
        (r"server \{\s*listen 80;.*?\n\}\n", ""),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"\n\s*ssl_[^;]+;[^\n]*", ""),
        (r"server_name [^;]+;", "server_name 127.0.0.1;"),
        # Mohit is asked for the port too, or its redirects would miss it.
        (r"Host \$host;", "Host $http_host;"),
    ):
        text, count = re.subn(pattern, replacement.replace("\\", "\\\\"), text, flags=re.DOTALL)
        if not count:
            raise SystemExit(f"deploy/nginx.conf no longer has {pattern}")
    return text


@contextmanager
def running(nginx: str, configuration: Path) -> Iterator[int]:
    """The pid of nginx's master process."""
    process = subprocess.Popen([nginx, "-c", str(configuration), "-p", str(configuration.parent), "-g", "daemon off;"])
    try:
        time.sleep(1)
        if process.poll() is not None:
            raise SystemExit("nginx did not start; the lines above say why.")
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def write_files(folder: Path, port: int, paths: list[str]) -> list[str]:
    """The addresses of the pages as pairs of files, packed as Mohit packs them: as long as the pages' own."""
    addresses = []
    for path in paths:
        page = urlopen(f"http://127.0.0.1:{port}{path}").read()
        addresses.append(f"{path.rstrip('/')}.html")
        file = folder / unquote(addresses[-1]).lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page)
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(page, 6, mtime=0))
    return addresses


def check(port: int, path: str, address: str) -> None:
    """Say what the cache does, and stop if it does not do what deploy/README.md says."""

    def ask(where: str, **headers: str) -> object:
        return urlopen(Request(f"http://127.0.0.1:{port}{where}", headers=headers))

    facts = {}
    packed = ask(path, **{"Accept-Encoding": "gzip"})
    facts["a second reader gets"] = packed.headers["X-Cache"]
    facts["packed by Mohit, stored so"] = packed.headers["Content-Encoding"]
    page = gzip.decompress(packed.read())
    plain = ask(path, **{"Accept-Encoding": "identity"})
    facts["without gzip, unpacked, the same page"] = (
        plain.headers["X-Cache"] == "HIT" and plain.headers.get("Content-Encoding") is None and plain.read() == page
    )
    facts["another browser's spelling of Accept-Encoding"] = ask(path, **{"Accept-Encoding": "br, gzip"}).headers[
        "X-Cache"
    ]
    facts["the content policy is kept"] = "default-src 'none'" in packed.headers["Content-Security-Policy"]
    facts["the sign-in page"] = ask("/admin/login/").headers.get("X-Cache") or "not cached"
    style = re.search(rb'rel="stylesheet" href="([^"]+)"', page)[1].decode()
    served = ask(style, **{"Accept-Encoding": "gzip"})
    facts["a style sheet, packed, from the disk"] = (
        served.headers["Content-Encoding"] == "gzip" and "immutable" in served.headers["Cache-Control"]
    )
    wanted = ["HIT", "gzip", True, "HIT", True, "not cached", True]
    print(json.dumps(facts, ensure_ascii=False, indent=1))
    if list(facts.values()) != wanted:
        raise SystemExit(f"The configuration does not keep its promises: {wanted} was wanted.")


def compare(pid: int, upstream: int, ways: dict[str, tuple[int, list[str]]], options: object) -> None:
    family, above = processor.family(pid), processor.family(upstream)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    speed: dict[str, list[float]] = {name: [] for name in ways}
    asked = processor.seconds(above)
    for number in range(options.rounds + 1):
        for name, (port, wanted) in ways.items():
            before = processor.seconds(family)
            result = burst(port, wanted, options.requests, options.connections, AS_BROWSERS)
            if result.statuses != {200}:
                raise SystemExit(f"{name} answered {result.statuses}")
            if number:  # the first round warms up
                spent[name].append((processor.seconds(family) - before) / options.requests * 1000)
                speed[name].append(result.per_second)
        print(f"round {number} of {options.rounds}", file=sys.stderr)
    print(f"\nCPU of nginx a request, median of {options.rounds} rounds of {options.requests}:")
    for name in spent:
        print(f"  {name:<9} {median(spent[name]):.4f} ms   {median(speed[name]):.0f} requests/s (the visitor's limit)")
    cached = median(spent["cache"])
    print(f"  ratio     {cached / median(spent['file']):.2f}   (the bar is {BAR})")
    print(f"  to a bare file  {cached / median(spent['bare file']):.2f}")
    print(f"Mohit itself used {processor.seconds(above) - asked:.2f} s meanwhile, renewing pages once a minute.")


if __name__ == "__main__":
    main()
