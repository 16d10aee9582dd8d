"""A law changes: the open consultations that rest on it are named, on either database, and no others."""

from __future__ import annotations

from pathlib import Path

from assistant.consultations.draft import Alternative, Basis, ConsultationDraft
from assistant.consultations.pointing import drafts_pointing_at
from assistant.consultations.register import NewConsultation, Register
from assistant.consultations.workflow import State
from tools.database import migrate, transaction

from .conftest import WRITER


def add(register: Register, **parts: object) -> int:
    draft = ConsultationDraft.model_validate({"subject": "Asunto de prueba", "questions": ["¿Procede?"], **parts})
    return register.add(NewConsultation("¿Procede?", draft, "Garantías", "Cobro"), WRITER).id


def test_a_draft_is_named_by_what_it_cites(register: Register, database: str) -> None:
    framework = add(register, provisions=[Basis(id="CFF:21/p5", label="CFF 21", quote="Los recargos")])
    opinion = add(register, opinion="Procede.", opinion_basis=["CFF:66-A/V"])
    prose = add(register, background="Conforme al artículo 21 del Código Fiscal de la Federación.")
    choice = add(register, alternatives=[Alternative(text="Aplicar el artículo 66-A del CFF.")])
    other = add(register, provisions=[Basis(id="LSS:40-A", label="LSS 40 A", quote="Los patrones")])
    found = drafts_pointing_at(database, {"CFF:21", "CFF:66-A"})
    assert found == {
        f"consulta {framework}": ["CFF:21"],
        f"consulta {opinion}": ["CFF:66-A"],
        f"consulta {prose}": ["CFF:21"],
        f"consulta {choice}": ["CFF:66-A"],
    }
    assert f"consulta {other}" in drafts_pointing_at(database, {"LSS:40-A"})


def test_what_is_closed_is_not_read_again(register: Register, database: str) -> None:
    identifier = add(register, provisions=[Basis(id="CFF:21", label="CFF 21", quote="Los recargos")])
    row = register.get(identifier, WRITER)
    with transaction(register.factory) as session:
        register.change(session, row, row.version, state=State.CANCELLED.value)
    assert drafts_pointing_at(database, {"CFF:21"}) == {}


def test_a_state_without_consultations_has_none_and_stays_without(tmp_path: Path) -> None:
    absent = tmp_path / "var" / "criterio.db"
    assert drafts_pointing_at(f"sqlite:///{absent}", {"CFF:21"}) == {}
    assert not absent.exists()
    url = f"sqlite:///{tmp_path / 'vieja.db'}"
    migrate(url)
    migrate(url, "base")
    assert drafts_pointing_at(url, {"CFF:21"}) == {}
