"""Conversations over each database that the program supports, at a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.answers import Answer, AnswerStatus, Citation, Sentence, Verdict
from assistant.conversations.opinions import Opinions
from assistant.conversations.store import Conversations
from tools.caller import Caller, Role, Territory
from tools.database import make_engine, migrate, sessions

ANA = Caller("ana", frozenset({Role.REDACTOR}), Territory(ooad="01", subdelegaciones=frozenset({"01"})))
BETO = Caller("beto", frozenset({Role.CONSULTA}), Territory(ooad="01", subdelegaciones=frozenset({"01", "02"})))
CARLA = Caller("carla", frozenset({Role.REDACTOR}), Territory(ooad="01", subdelegaciones=frozenset({"02"})))
EVA = Caller("eva", frozenset({Role.EVALUADOR}), Territory(ooad="09"))


class Clock:
    """A moment that a test moves."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-20T10:00:00-06:00")

    def __call__(self) -> datetime:
        return self.now

    def days(self, count: int) -> None:
        self.now += timedelta(days=count)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pgserver", reason="pgserver no está instalado")
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'c.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    migrate(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    migrate(url, "base")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(engine: Engine, clock: Clock) -> Conversations:
    return Conversations(sessions(engine), clock, days=30)


@pytest.fixture
def opinions(engine: Engine, clock: Clock, conversations: Conversations) -> Opinions:
    return Opinions(conversations, sessions(engine), clock)


def answer(text: str = "Hay quince días.", cited: str = "LSS:39", figure: str = "") -> Answer:
    sentences = [Sentence(text=text, citations=[cited], role="quote")]
    if figure:
        sentences.append(Sentence(text=figure, role="figure"))
    citation = Citation(
        id=cited,
        instrument="LSS",
        provision="39",
        label="artículo 39 de la Ley del Seguro Social",
        quote="Las cuotas obrero patronales se causan por mensualidades vencidas",
        page=17,
        version="2025-12-15",
        verified=True,
        verdict=Verdict.VERIFICADA,
    )
    return Answer(
        status=AnswerStatus.ANSWERED, answer=text, sentences=sentences, citations=[citation], corpus_version="g1"
    )
