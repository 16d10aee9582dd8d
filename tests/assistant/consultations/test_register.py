"""The register on SQLite and PostgreSQL: reach, versions, and two people who edit the same draft."""

from __future__ import annotations

import pytest

from assistant.consultations.differences import differences, merged
from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.register import Register
from corpus.errors import BadInput, Conflict, Forbidden, NotFound
from tools.caller import ANONYMOUS, Caller, Role

from .conftest import CHIEF, NORMATIVE, NOW, OTHER_WRITER, STRANGER, WRITER, Heard, new_consultation


def test_a_draft_is_kept_and_read_back(register: Register) -> None:
    row = register.add(new_consultation(), WRITER)
    held = register.get(row.id, WRITER)
    assert (held.state, held.version, held.ooad, held.subdelegacion) == ("borrador", 1, "01", "01")
    assert held.created == NOW
    assert ConsultationDraft.model_validate(held.draft).questions == ["¿Procede?"]


def test_two_people_who_edit_the_same_version_lose_nothing(register: Register) -> None:
    row = register.add(new_consultation(), WRITER)
    draft = ConsultationDraft.model_validate(row.draft)
    register.edit(row.id, 1, draft.model_copy(update={"background": "Lo del primero."}), WRITER)
    with pytest.raises(Conflict) as error:
        register.edit(row.id, 1, draft.model_copy(update={"background": "Lo del segundo."}), OTHER_WRITER)
    assert error.value.code == "BORRADOR_MODIFICADO"
    assert register.get(row.id, WRITER).draft["background"] == "Lo del primero."
    assert [version.version for version in register.versions(row.id, WRITER)] == [1, 2]


def test_every_version_is_kept_with_its_difference(register: Register) -> None:
    row = register.add(new_consultation(), WRITER)
    draft = ConsultationDraft.model_validate(row.draft)
    register.edit(row.id, 1, draft.model_copy(update={"opinion": "Sí procede."}), CHIEF)
    first, second = register.versions(row.id, WRITER)
    assert (first.author, second.author) == (WRITER.name, CHIEF.name)
    [change] = differences(first.draft, second.draft)
    assert (change.section, change.lines) == ("opinion", ("+Sí procede.",))


def test_of_what_two_people_wrote_nothing_is_lost() -> None:
    base = {"background": "a", "opinion": "b", "place": "c", "questions": ["x"]}
    theirs = {**base, "background": "Lo suyo", "opinion": "Su opinión", "place": "Igual"}
    mine = {**base, "opinion": "La mía", "questions": ["y"], "place": "Igual"}
    whole, both = merged(base, theirs, mine)
    assert whole == {"background": "Lo suyo", "opinion": "La mía", "place": "Igual", "questions": ["y"]}
    assert [(change.name, change.lines) for change in both] == [("opinión del área", ("Su opinión",))]


@pytest.mark.parametrize("caller", [STRANGER, NORMATIVE, ANONYMOUS])
def test_what_is_out_of_reach_does_not_exist(register: Register, heard: Heard, caller: Caller) -> None:
    row = register.add(new_consultation(), WRITER)
    with pytest.raises(NotFound) as hidden:
        register.get(row.id, caller)
    with pytest.raises(NotFound) as absent:
        register.get(row.id + 1000, caller)
    assert hidden.value.code == absent.value.code == "CONSULTA_DESCONOCIDA"
    assert heard.events[-1].result == "negado"
    assert register.visible(caller) == []


def test_one_who_only_consults_writes_nothing(register: Register) -> None:
    reader = Caller("consulta.uno", frozenset({Role.CONSULTA}), WRITER.territory)
    with pytest.raises(Forbidden) as error:
        register.add(new_consultation(), reader)
    assert error.value.code == "SIN_PERMISO_DE_REDACTAR"
    row = register.add(new_consultation(), WRITER)
    assert register.get(row.id, reader).id == row.id
    with pytest.raises(Forbidden):
        register.edit(row.id, 1, new_consultation().draft, reader)


def test_comments_stand_in_the_history_and_change_no_version(register: Register) -> None:
    row = register.add(new_consultation(), WRITER)
    register.comment(row.id, "Falta el importe.", CHIEF)
    assert [(event.action, event.detail) for event in register.events(row.id, WRITER)] == [
        ("crear", ""),
        ("comentar", "Falta el importe."),
    ]
    assert register.get(row.id, WRITER).version == 1


def test_a_draft_joins_the_consultation_that_asks_the_same(register: Register) -> None:
    kept, mine = register.add(new_consultation(), OTHER_WRITER), register.add(new_consultation(), WRITER)
    joined = register.join(mine.id, kept.id, WRITER)
    assert (joined.state, joined.joined_to) == ("cancelada", kept.id)
    assert register.events(kept.id, OTHER_WRITER)[-1].detail == f"se le une la consulta {mine.id}"
    for wrong in (mine.id, kept.id):
        with pytest.raises(BadInput) as error:
            register.join(kept.id, wrong, OTHER_WRITER)
        assert error.value.code == "UNION_INVALIDA"
    with pytest.raises(NotFound):
        register.join(kept.id, kept.id + 1000, OTHER_WRITER)
