"""Two server processes over one PostgreSQL and one state: drafts, numbers and a new corpus while people ask."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.auth.access import Access
from api.policy import Action
from assistant.consultations.numbering import next_sequence
from corpus.settings import Settings
from tools.caller import Caller, Role, Territory
from tools.database import make_engine, migrate, sessions, transaction

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
ROOT = Path(__file__).parents[2]
ASKED = "¿Quién supervisa la notificación de los créditos?"


def _take_numbers(url: str) -> list[int]:
    factory = sessions(make_engine(url))
    found = []
    for _ in range(25):
        with transaction(factory) as session:
            found.append(next_sequence(session, "390101", 2026))
    return found


def test_numbers_given_by_four_processes_have_no_gap_and_no_repetition(fresh_postgres: str) -> None:
    migrate(fresh_postgres)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        given = [number for numbers in pool.map(_take_numbers, [fresh_postgres] * 4) for number in numbers]
    assert sorted(given) == list(range(1, 101))


@contextmanager
def _serving(environment: dict[str, str], log: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as written:
        command = [sys.executable, "-m", "criterio", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=written)
    try:
        for _ in range(240):
            try:
                if httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).is_success:
                    break
            except httpx.TransportError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def test_two_servers_share_drafts_and_take_a_new_corpus_without_a_failed_question(
    indexed_state: Path, fresh_postgres: str, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "models").symlink_to(indexed_state / "models")
    shutil.copytree(indexed_state / "cache", state / "cache")
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(state), "CRITERIO_DATABASE_URL": fresh_postgres}
    ingest = [sys.executable, "-m", "criterio", "ingest", "corpus/manual"]
    subprocess.run(ingest, cwd=ROOT, env=environment, check=True, capture_output=True)
    settings = Settings(state_dir=state, database_url=fresh_postgres)
    access, now = Access(settings), int(time.time())
    access.accounts.add(Caller("ana", frozenset({Role.REDACTOR}), Territory(False, "01")), "", now)
    actions = (Action.CONSULTAR, Action.REDACTAR)
    _, key = access.tokens.create(access.accounts.find("ana"), "prueba", actions, 1, now)
    client = httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=120, trust_env=False)
    with client, _serving(environment, tmp_path / "a.log") as one, _serving(environment, tmp_path / "b.log") as two:

        def ask(server: str) -> httpx.Response:
            return client.post(f"{server}/api/v1/ask", json={"question": ASKED})

        def draft(number: int) -> int:
            made = client.post(f"{(one, two)[number % 2]}/api/v1/consultations", json={"question": ASKED})
            assert made.status_code == 201, made.text
            return int(made.json()["id"])

        before = {ask(server).json()["corpus_version"] for server in (one, two)}
        assert len(before) == 1
        with ThreadPoolExecutor(4) as pool:
            drafts = list(pool.map(draft, range(8)))
        assert len(set(drafts)) == 8
        assert {row["id"] for row in client.get(f"{two}/api/v1/consultations").json()} >= set(drafts)

        done, failed, asked = threading.Event(), [], 0
        building = subprocess.Popen([*ingest, "--force"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        threading.Thread(target=lambda: (building.wait(), done.set()), daemon=True).start()
        while not done.is_set():
            for server in (one, two):
                answer = ask(server)
                asked += 1
                if answer.status_code != 200:
                    failed.append(answer.text)
        assert building.returncode == 0
        after = {ask(server).json()["corpus_version"] for server in (one, two)}
    assert failed == []
    assert asked > 4
    assert len(after) == 1
    assert after != before, "both serve the new corpus without a restart"
    access.audit.verify()
    subjects = {row.subject for row in access.audit.rows()}
    assert {f"consulta {number}" for number in drafts} <= subjects
