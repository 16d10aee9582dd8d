"""Fifty people at once over real server processes, and the same while something fails.

Every request must end in an answer or a refusal with a code; what the server said it kept must be there afterwards,
in the database and in the sealed audit log; the first event should come within a second and memory should not grow.
The comparison is `/healthz` of the same servers in the same minutes: what the machine itself costs.

    python -m benchmarks.load [--people 50] [--seconds 60] [--processes 1] [--pause 5]
                              [--fault none|kill|database|disk|model|clock] [--small-disk DIR] [--faketime LIB]
                              [--logs DIR]

`--fault disk` wants a small file system of its own (`mount -t tmpfs -o size=60m none DIR`); `--fault clock` wants the
library of libfaketime.
The corpus is that of `CRITERIO_STATE_DIR` (var/test by default), linked and never written; the database is new.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from api.auth.access import Access
from api.policy import Action
from benchmarks.under_load import checks, faults
from benchmarks.under_load.people import Person, Told
from benchmarks.under_load.servers import Server
from corpus.settings import Settings
from tools.caller import Caller, Role, Territory

ACTIONS = (Action.CONSULTAR, Action.CONVERSAR, Action.REDACTAR)
GRACE_SECONDS = 35.0


def linked_state(folder: Path) -> Path:
    """A state directory with the corpus of another and nothing else of it."""
    source = Path(os.environ.get("CRITERIO_STATE_DIR", "var/test")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("generations", "models"):
        (folder / name).symlink_to(source / name)
    shutil.copyfile(source / "CURRENT", folder / "CURRENT")
    return folder


def accounts(settings: Settings, people: int) -> list[str]:
    """A key for each person, of an account of their own."""
    access, now, keys = Access(settings), int(time.time()), []
    roles = frozenset({Role.REDACTOR})
    for number in range(people):
        access.accounts.add(Caller(f"persona{number}", roles, Territory(False, "01")), "", now)
        keys.append(access.tokens.create(access.accounts.find(f"persona{number}"), "carga", ACTIONS, 1, now)[1])
    return keys


@contextmanager
def postgres() -> Iterator[object]:
    """A real PostgreSQL server, from its package."""
    import pgserver

    folder = Path(tempfile.mkdtemp(prefix="criterio-carga-pg-"))
    server = pgserver.get_server(folder)
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def work(servers: list[Server], keys: list[str], told: Told, seconds: float, pause: float) -> list[float]:
    """Everybody works; the seconds that `/healthz` took meanwhile."""
    until = time.monotonic() + seconds
    people = [
        Person(servers[n % len(servers)].url, key, told, pause, n).work(until) for n, key in enumerate(keys)
    ]  # fmt: skip
    health: list[float] = []

    async def probe() -> None:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while time.monotonic() < until:
                began = time.monotonic()
                try:
                    await client.get(f"{servers[0].url}/healthz")
                    health.append(time.monotonic() - began)
                except httpx.TransportError:
                    pass  # it is down, which the people tell too
                await asyncio.sleep(0.5)

    await asyncio.gather(probe(), *people)
    return health


def percentile(values: list[float], part: float) -> float:
    """Nearest rank."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))] if values else float("nan")


def report(
    told: Told, health: list[float], servers: list[Server], events: int, missing: list[str], back: float
) -> bool:
    """Print the figures beside the aims; whether everything that must hold on any machine held."""
    base = percentile(health, 0.5)
    for kind, seconds in sorted(told.seconds.items()):
        p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
        print(f"{kind:<22}{len(seconds):>6}   p50 {p50:.3f} s   p95 {p95:.3f} s   {p50 / base:.1f} x /healthz")
    asked = told.seconds.get("ask, first event", []) + told.seconds.get("converse, first event", [])
    first_event = percentile(asked, 0.95)
    aim = "met" if first_event < 1 else "missed"
    print(f"first event of a question, p95: {first_event:.3f} s (aim: under 1 s: {aim})")
    loads = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"/healthz meanwhile, p50: {base * 1000:.1f} ms; load average {loads} on {os.cpu_count()} cores")
    for number, server in enumerate(servers):
        first, last = checks.memory_of(server)
        grown = f"{last - first:+.0f} MB, {(last / first - 1) * 100:+.1f} % (aim: flat)"
        print(f"process {number}: {first:.0f} to {last:.0f} MB, {grown}; started again {server.restarts} times")
    answered = sum(len(told.seconds[kind]) for kind in told.seconds if not kind.endswith("first event"))
    print(f"requests answered: {answered}")
    for title, counted in (("clear refusals", told.errors), ("UNCLEAR (aim: 0)", told.unclear)):
        print(f"{title}: {sum(counted.values())}")
        for what, count in counted.most_common(12):
            print(f"    {count} x {what}")
    print(f"acknowledged: {len(told.consultations)} drafts, {len(told.exchanges)} exchanges; lost: {len(missing)}")
    for what in missing[:5]:
        print(f"    {what}")
    print(f"audit chain whole over {events} events; it answers {back:.1f} s after the last of the load")
    return not told.unclear and not missing


def main() -> int:
    """Run; 1 when something was lost or unclear."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--fault", choices=("none", "kill", "database", "disk", "model", "clock"), default="none")
    parser.add_argument("--small-disk", type=Path)
    parser.add_argument("--faketime", type=Path)
    parser.add_argument("--logs", type=Path, help="folder where the logs of the servers stay")
    given = parser.parse_args()
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="criterio-carga-")))
        state = linked_state((given.small_disk if given.fault == "disk" else root) / f"state-{os.getpid()}")
        stack.callback(shutil.rmtree, state, ignore_errors=True)
        changes = {
            "CRITERIO_STATE_DIR": str(state),
            "CRITERIO_RATE_PER_MINUTE": "1000000",
            "CRITERIO_COMPOSER": "extractive",
        }
        strikes: faults.Strikes | None = None
        if given.fault == "database":
            server = stack.enter_context(postgres())
            changes["CRITERIO_DATABASE_URL"] = server.get_uri()  # type: ignore[attr-defined]
            strikes = faults.database_restarts(server)
        elif given.fault == "disk":
            strikes = faults.disk_fills(given.small_disk)
        elif given.fault == "model":
            url, listening = faults.silent_model()
            stack.enter_context(listening)
            changes |= {
                "CRITERIO_COMPOSER": "selector",
                "CRITERIO_MODEL_URL": url,
                "CRITERIO_MODEL_NAME": "mudo",
                "CRITERIO_MODEL_TIMEOUT_S": "3",
            }
        elif given.fault == "clock":
            offset = root / "offset"
            strikes = faults.clock_jumps(offset)
            changes |= {
                "LD_PRELOAD": str(given.faketime),
                "FAKETIME_TIMESTAMP_FILE": str(offset),
                "FAKETIME_CACHE_DURATION": "1",
            }
            changes["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        settings = Settings(state_dir=state, database_url=changes.get("CRITERIO_DATABASE_URL", ""))
        keys = accounts(settings, given.people)
        servers = [Server({**os.environ, **changes}, (given.logs or root) / f"{n}.log") for n in range(given.processes)]
        for one in servers:
            stack.callback(one.stop)
            one.wait_ready()
        if given.fault == "kill":
            strikes = faults.killed(servers)
        for one in servers:
            one.memory.clear()
        told, end = Told(), threading.Event()
        striking = threading.Thread(target=strikes, args=(end,)) if strikes else None
        if striking:
            striking.start()
        health = asyncio.run(work(servers, keys, told, given.seconds, given.pause))
        end.set()
        if striking:
            striking.join()
        began = time.monotonic()
        for one in servers:
            one.wait_ready()
        back = time.monotonic() - began
        events, missing = checks.lost(told, settings, servers[0])
        print(f"{given.people} people, {given.seconds:.0f} s, {given.processes} processes, fault: {given.fault}")
        return 0 if report(told, health, servers, events, missing, back) else 1


if __name__ == "__main__":
    sys.exit(main())
