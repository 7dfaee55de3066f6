"""Load from outside Python: wrk where it is installed, else autocannon. Each request is another customer's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from bench.gateway.places import LOAD_CORE, NODE, Server, World, pinned

_WRK_SCRIPT = """
local requests, turn = {}, 0
init = function()
%s
end
request = function() turn = turn %% #requests + 1; return requests[turn] end
done = function(summary, latency, _)
    local e = summary.errors
    print("RESULT", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99))
end
"""


class Measured(NamedTuple):
    """Requests a second, server CPU a request in µs, and latency in ms."""

    rate: float
    cpu_us: float
    p50_ms: float
    p99_ms: float


class LoadFailed(Exception):
    """A server answered something else than 200, or nothing."""


def measure(server: Server, world: World, *, connections: int, seconds: int) -> Measured:
    """Load the home query. Raises LoadFailed."""
    cpu = server.cpu_seconds()
    run = _wrk if shutil.which("wrk") else _autocannon
    requests, duration, p50, p99 = run(server, world, connections, seconds)
    return Measured(requests / duration, (server.cpu_seconds() - cpu) / max(requests, 1) * 1e6, p50, p99)


def _wrk(server: Server, world: World, connections: int, seconds: int) -> tuple[int, float, float, float]:
    lines = []
    for viewer in server.viewers(world):
        headers, body = server.request("home", world, viewer)
        pairs = ", ".join(f"[{_lua(name)}] = {_lua(value)}" for name, value in headers.items())
        lines.append(f'requests[#requests + 1] = wrk.format("POST", "/graphql", {{{pairs}}}, {_lua(body.decode())})')
    script = world.folder / f"{server.name}-{server.store}.lua"
    script.write_text(_WRK_SCRIPT % "\n".join(lines))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script), f"http://127.0.0.1:{server.port}/graphql"]
    output = subprocess.run(pinned(command, LOAD_CORE), capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT\t(\S+)\t(\S+)\t(\S+)\t(\S+)\t(\S+)", output)
    if found is None or float(found[3]) or not float(found[1]):
        raise LoadFailed(f"{server.name} on {server.store}: {output}")
    requests, duration, _, p50, p99 = (float(one) for one in found.groups())
    return int(requests), duration / 1e6, p50 / 1e3, p99 / 1e3


def _autocannon(server: Server, world: World, connections: int, seconds: int) -> tuple[int, float, float, float]:
    requests = []
    for viewer in server.viewers(world):
        headers, body = server.request("home", world, viewer)
        requests.append({"method": "POST", "headers": headers, "body": body.decode()})
    file = world.folder / "autocannon.json"
    options = {"url": f"http://127.0.0.1:{server.port}/graphql", "connections": connections, "duration": seconds, "requests": requests}
    file.write_text(json.dumps(options))
    command = pinned(["node", str(Path(NODE / "load.mjs")), str(file)], LOAD_CORE)
    result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if result["wrong"] or not result["requests"]:
        raise LoadFailed(f"{server.name} on {server.store}: {result}")
    return result["requests"], result["seconds"], result["p50"], result["p99"]


def _lua(text: str) -> str:
    return json.dumps(text)
