"""Parts of a draft that a model writes over real HTTP: what verifies is kept as a version, the rest never enters."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from assistant.consultations.draft import MISSING, ConsultationDraft
from assistant.consultations.office import Beginning, Office, open_office
from assistant.fake_model.server import FakeModelServer
from assistant.library import Library
from corpus.settings import Settings

from .conftest import NOW, WRITER

ASKED = "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?"


def _office(library: Library, state: Path, folder: Path, **settings: object) -> Office:
    database = f"sqlite:///{folder / 'c.db'}"
    values = {"state_dir": state, "database_url": database, "model_timeout_s": 5, **settings}
    return open_office(Settings(**values), lambda: NOW, library)  # type: ignore[arg-type]


def _begun(office: Office) -> tuple[int, ConsultationDraft, list[str]]:
    row = asyncio.run(office.begin(Beginning(ASKED), WRITER))
    told = [event.detail for event in office.register.events(row.id, WRITER) if event.action == "redactar"]
    return row.id, ConsultationDraft.model_validate(row.draft), told


def test_what_a_capable_model_writes_is_verified_cited_and_shown_as_a_version(
    library: Library, laws_state: Path, tmp_path: Path, fake_models: FakeModelServer
) -> None:
    office = _office(library, laws_state, tmp_path, composer="prose", model_url=fake_models.url, model_name="capaz")
    identifier, draft, told = _begun(office)
    first, conclusion = draft.opinion.split("\n")
    assert first.endswith("]")
    assert any(first.partition(" [")[0][:40] in basis.quote for basis in draft.provisions)
    assert draft.opinion_basis
    assert set(draft.opinion_basis) <= {basis.id for basis in draft.provisions}
    # The conclusion is the person's: until it is written the draft does not advance.
    assert MISSING in conclusion
    assert "FALTA_DATO" in [check.code for check in office.drafting.checks(office.register.get(identifier, WRITER))]
    assert told == [
        "capaz. revisado: 1 de 1 oraciones pasaron la verificación. opinion: 1 de 1 oraciones pasaron la verificación."
    ]
    assert [row.version for row in office.register.versions(identifier, WRITER)] == [1, 2]
    changed = {change.section: change.lines for change in office.differences(identifier, 1, 2, WRITER)}
    assert any(line.startswith("+") and "[" in line for line in changed["opinion"])
    asked = [body["messages"][-1]["content"] for body in fake_models.received[-2:]]
    assert ['"revisado"' in asked[0], '"opinion"' in asked[1]] == [True, True]
    office.close()


@pytest.mark.parametrize("model", ["cortado", "json-roto", "se-niega", "inventa-citas", "credulo", "no-existe"])
def test_what_a_faulty_model_writes_never_enters_and_the_history_says_so(
    library: Library, laws_state: Path, tmp_path: Path, fake_models: FakeModelServer, model: str
) -> None:
    office = _office(library, laws_state, tmp_path, composer="prose", model_url=fake_models.url, model_name=model)
    identifier, draft, told = _begun(office)
    assert draft.opinion == MISSING
    assert len(office.register.versions(identifier, WRITER)) == 1
    assert len(told) == 1
    assert "Queda el texto de la plantilla." in told[0] or "opinion: 0 de " in told[0]
    office.close()


def test_a_level_that_only_quotes_writes_nothing(
    library: Library, laws_state: Path, tmp_path: Path, fake_models: FakeModelServer
) -> None:
    before = len(fake_models.received)
    office = _office(library, laws_state, tmp_path, composer="selector", model_url=fake_models.url, model_name="capaz")
    _identifier, draft, told = _begun(office)
    assert (draft.opinion, told) == (MISSING, [])
    assert all('"seccion"' not in str(body) for body in fake_models.received[before:])
    office.close()


def test_what_a_person_wrote_is_never_touched(
    library: Library, laws_state: Path, tmp_path: Path, fake_models: FakeModelServer
) -> None:
    office = _office(library, laws_state, tmp_path, composer="prose", model_url=fake_models.url, model_name="capaz")
    identifier, draft, _told = _begun(office)
    mine = draft.model_copy(update={"opinion": "Conviene fijar un criterio."})
    row = office.register.edit(identifier, 2, mine, WRITER)
    assert office.writer is not None
    again = asyncio.run(office.drafting.write(row, office.writer, WRITER))
    assert (again.version, again.draft["opinion"]) == (3, "Conviene fijar un criterio.")
    office.close()
