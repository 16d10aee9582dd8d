"""Scores of hand-made answers whose values can be worked out by eye."""

from __future__ import annotations

from datetime import date

from assistant.answers import Answer, AnswerStatus, Citation, ToolCall
from assistant.evaluations.cases import Case
from evals.answers.scoring import score

EXPECT = {
    "status": "answered",
    "cites_all": ["CFF:21/p5"],
    "cites_any": ["LSS:40-A", "LSS:39"],
    "says": ["actualizacion", "207"],
    "never": ["exento"],
    "tool": {"name": "surcharges", "result": {"total": "10207.00"}},
}


def scored(text: str, cites: list[Citation], total: str, expect: dict[str, object] | None = None) -> dict[str, float]:
    expected = expect or EXPECT
    case = Case.model_validate(
        {"id": "A-X-001", "kind": "k", "question": "q", "date": date(2026, 1, 1), "expect": expected}
    )
    tools = [ToolCall(name="surcharges", result={"total": total})]
    answer = Answer(status=AnswerStatus.ANSWERED, answer=text, citations=cites, tools=tools)
    return score(case, answer, {"CFF:21": "Los recargos", "LSS:39": "La cuota"}.get)


def cite(provision: str, quote: str, start: int) -> Citation:
    parts = {"instrument": "", "provision": ""}
    return Citation(id=provision, quote=quote, start=start, end=start + len(quote), **parts)


def test_a_right_answer_is_correct() -> None:
    values = scored(
        "La actualización y 207.00", [cite("CFF:21/p5", "recargos", 4), cite("LSS:39", "La", 0)], "10207.00"
    )
    assert set(values.values()) == {1.0}


def test_a_figure_off_by_a_cent_is_wrong() -> None:
    values = scored("actualización 207", [cite("CFF:21/p5", "recargos", 4), cite("LSS:39", "La", 0)], "10207.01")
    assert (values["tool"], values["correct"]) == (0.0, 0.0)


def test_each_part_is_seen_apart() -> None:
    values = scored("exento", [cite("CFF:21/p4", "recargo ", 4), cite("CFF:99", "x", 0)], "10207.00")
    assert values["citation_recall"] == 1.0
    assert values["citation_precision"] == 0.5
    assert (values["pin"], values["quotes"], values["facts"], values["safe"]) == (0.0, 0.0, 0.0, 0.0)


def test_what_does_not_apply_is_absent_and_not_zero() -> None:
    assert scored("algo", [], "1", {"status": "answered"}) == {"correct": 1.0, "status": 1.0}


def test_an_alternative_counts_alone_and_is_not_owed_beside_what_is() -> None:
    owed = {"status": "answered", "cites_all": ["CFF:21"], "cites_any": ["LSS:39"]}
    either = {"status": "answered", "cites_any": ["LSS:40-A", "LSS:39"]}
    assert scored("", [cite("CFF:21/p5", "recargos", 4)], "1", owed)["citation_recall"] == 1.0
    assert scored("", [cite("LSS:39", "La", 0)], "1", owed)["citation_recall"] == 0.0
    assert scored("", [cite("LSS:39", "La", 0)], "1", either)["citation_recall"] == 1.0
    assert scored("", [], "1", either)["citation_recall"] == 0.0


def test_capitals_in_an_expectation_do_not_hide_what_it_looks_for() -> None:
    values = scored("El CÓDIGO", [], "1", {"status": "answered", "says": ["Codigo"], "never": ["EL CODIGO"]})
    assert (values["facts"], values["safe"]) == (1.0, 0.0)
