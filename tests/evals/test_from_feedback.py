"""An opinion becomes a case of a file that the evaluation reads, through the command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from assistant.answers import Answer, AnswerStatus
from assistant.conversations.desk import ConversationDesk
from assistant.conversations.opinions import Reason
from corpus.errors import BadInput, Conflict, NotFound
from corpus.settings import Settings
from evals.answers.cases import load_set
from evals.answers.commands import from_feedback
from tools.caller import Caller, Role

ANA = Caller("ana", frozenset({Role.REDACTOR}))
LATE = datetime.fromisoformat("2026-11-20T23:30:00-06:00")


@pytest.fixture
def desk(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationDesk:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    monkeypatch.setenv("CRITERIO_STATE_DIR", str(settings.state_dir))
    monkeypatch.setenv("CRITERIO_DATABASE_URL", url)
    return ConversationDesk(url, lambda: LATE, 0)


def say(desk: ConversationDesk, reason: Reason, comment: str = "") -> None:
    """Two turns, and an opinion of the second."""
    answer = Answer(status=AnswerStatus.ANSWERED, answer="Sí.", corpus_version="g1")
    identifier = desk.conversations.start(ANA).id
    desk.conversations.add(identifier, ANA, "¿Qué plazo hay?", answer)
    row = desk.conversations.keep(desk.conversations.place(identifier, ANA), ANA, "¿Y si no paga?", answer)
    desk.opinions.give(identifier, row.id, ANA, reason, comment)


def test_an_opinion_becomes_a_case_that_the_set_reads(desk: ConversationDesk, tmp_path: Path) -> None:
    say(desk, Reason.WRONG_CITATION, "Era el 39 C: «aviso».")
    say(desk, Reason.USEFUL)
    out = tmp_path / "sets" / "answers-own-opinion.yaml"
    from_feedback(1, out, cites=["LSS:39-C"], says=["cuarenta y ocho"])
    from_feedback(2, out)
    first, second = load_set("own", out.parent).cases
    assert (first.id, second.id) == ("A-OPI-001", "A-OPI-002")
    assert (first.question, first.before) == ("¿Y si no paga?", ("¿Qué plazo hay?",))
    assert (first.kind, first.date) == ("follow_up", LATE.date())
    assert first.expect.cites_all == ("LSS:39-C",)
    assert first.expect.says == ("cuarenta y ocho",)
    assert first.reference.startswith("Era el 39 C: «aviso».")
    assert second.expect.status is AnswerStatus.ANSWERED
    assert not second.reviewed_by
    assert "ana" not in out.read_text("utf-8")
    with pytest.raises(Conflict, match="A-OPI-001"):
        from_feedback(1, out, cites=["LSS:39-C"])


def test_what_cannot_become_a_case_leaves_the_file_alone(desk: ConversationDesk, tmp_path: Path) -> None:
    say(desk, Reason.INCOMPLETE)
    out = tmp_path / "answers-own-opinion.yaml"
    with pytest.raises(NotFound, match="opinión 7"):
        from_feedback(7, out)
    with pytest.raises(BadInput, match="falta decir qué se espera"):
        from_feedback(1, out)
    with pytest.raises(BadInput, match="LSS:9999 no está"):
        from_feedback(1, out, cites=["LSS:9999"])
    with pytest.raises(BadInput, match="expresión"):
        from_feedback(1, out, says=["("])
    assert not out.exists()
