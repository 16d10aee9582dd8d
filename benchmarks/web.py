"""The chat page on a slow machine and network: CPU four times slower, 10 Mbit/s with 40 ms of latency.

Time to the first paint and until one can type, bytes transferred, layout shift of a turn, and memory over 200 turns,
beside the same figures of `/healthz` (an almost empty document of the same server) under the same limits.

Run: `python -m benchmarks.web [http://server]`; without an address it starts a server on the indexed state.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

TIMES = 7
TURNS = 200
QUESTIONS = ("40-A", "numeral 27 supervisión", "art 304 B fracción II", "¿qué bienes no se pueden embargar?")
SLOW_NETWORK = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
# Both observers start before the page: what shifts while it loads counts too.
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@contextmanager
def server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "criterio", "serve", "--port", str(port)], env=os.environ)
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            if httpx.get(f"{address}/readyz", timeout=60).status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.25)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(10)


def slow_page(browser: Browser) -> tuple[Page, list[int]]:
    """A page without cache under the limits, and the sizes of what it receives."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    received: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    return page, received


class Load(NamedTuple):
    """Milliseconds to the first paint and until it is usable, and bytes received."""

    painted: float
    usable: float
    size: int


def load(browser: Browser, address: str, usable: str) -> Load:
    """One load, usable when the script `usable` is true."""
    page, received = slow_page(browser)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    while not page.evaluate(usable):
        time.sleep(0.005)
    spent = (time.perf_counter() - began) * 1000
    page.wait_for_load_state("networkidle")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    page.context.close()
    return Load(painted, spent, sum(received))


def median(browser: Browser, address: str, usable: str) -> Load:
    runs = [load(browser, address, usable) for _ in range(TIMES)]
    painted, usable_in = (statistics.median(times) for times in zip(*(run[:2] for run in runs), strict=True))
    return Load(painted, usable_in, max(run.size for run in runs))


def ask(page: Page, question: str) -> float:
    """Milliseconds from Enter to the whole answer on the screen."""
    page.get_by_label("Su pregunta").fill(question)
    before = page.locator(".stamp").count()
    began = time.perf_counter()
    page.keyboard.press("Enter")
    page.locator(".stamp").nth(before).wait_for(timeout=60_000)
    return (time.perf_counter() - began) * 1000


def turns(browser: Browser, address: str) -> None:
    page, _ = slow_page(browser)
    page.goto(address)
    slow = [ask(page, question) for question in QUESTIONS]
    shift = page.evaluate("window.shift")
    print(f"a turn on the slow machine: median {statistics.median(slow):.0f} ms; layout shift {shift:.3f} (good < 0.1)")
    page.context.close()


def memory(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    page.goto(address)
    heap = []
    for number in range(TURNS):
        ask(page, QUESTIONS[number % len(QUESTIONS)])
        if number in (9, TURNS - 1):
            session.send("HeapProfiler.collectGarbage")
            heap.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
    grown = heap[1] - heap[0]
    print(f"heap after 10 turns {heap[0]:.1f} MB, after {TURNS} {heap[1]:.1f} MB: {grown / (TURNS - 10):.4f} a turn")
    page.context.close()


def measure(address: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Falta Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        empty = median(browser, f"{address}/healthz", "document.readyState === 'complete'")
        # The module has run when the hidden button of a new conversation has been decided on: `data-turn` is set.
        for path in ("/", "/embed"):
            chat = median(browser, address + path, "document.querySelector('[data-stop]')?.dataset.turn !== undefined")
            print(f"{path} painted in {chat.painted:.0f} ms, usable in {chat.usable:.0f} ms, {chat.size} bytes")
        print(f"an empty document: {empty.painted:.0f} ms, {empty.usable:.0f} ms, {empty.size} bytes")
        turns(browser, address)
        memory(browser, address)
        browser.close()


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    with server() as address:
        measure(address)


if __name__ == "__main__":
    main()
