"""A server as `criterio serve` starts it, asked once for each kind of thing; `test_sockets.py` watches."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import httpx


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "criterio", "serve", "--port", str(port)])
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client:
        try:
            for _ in range(600):
                try:
                    client.get("/healthz")
                    break
                except httpx.TransportError:
                    time.sleep(0.2)
            question = "¿en qué plazo se pagan las cuotas?"
            client.post("/api/v1/ask", json={"question": question}).raise_for_status()
            for page in ("/", "/corpus/LSS:39", "/calculos", "/docs", "/metrics", "/readyz"):
                client.get(page).raise_for_status()
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
