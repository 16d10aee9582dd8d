"""`criterio ingest`, `show` and `corpus` as a person runs them, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from small_law import SmallLaw
from sqlalchemy.orm import Session

from assistant.consultations.draft import Basis, ConsultationDraft
from assistant.consultations.models import Consultation
from tools.database import make_engine, migrate

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
import typer
import criterio
criterio.COMMAND_MODULES = ("ingest.commands",)
if __name__ == "__main__":
    criterio.main()
"""


class Shell:
    """Runs the command against one state directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script = folder / "criterio_ingest.py"
        self.script.write_text(PROGRAM)
        editorial = folder / "editorial"
        (editorial / "headings").mkdir(parents=True)
        (editorial / "sources.yaml").write_text((ROOT / "corpus" / "sources.yaml").read_text())
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CRITERIO_STATE_DIR": str(folder / "var"),
            "CRITERIO_EDITORIAL_DIR": str(editorial),
        }
        self.environment.pop("CRITERIO_CORPUS_DIR", None)

    def __call__(self, *arguments: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(self.script), *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.environment, cwd=self.folder, check=False
        )
        assert done.returncode == expect, done.stderr + done.stdout
        return done

    def json(self, *arguments: object, expect: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", expect=expect).stdout)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def law_file(tmp_path: Path) -> Path:
    law = SmallLaw(title="Ley del Seguro Social", published="21 de diciembre de 1995").front()
    law.article("Artículo 1.", "El cuaderno:").item("I.", "Es azul;").item("II.", "Se deroga.")
    law.article("Artículo 2 A.", "Conforme a la fracción I del artículo 1 de esta Ley.").article(
        "Artículo 3.", "(Se deroga)."
    )
    law.centred("TRANSITORIOS").article("PRIMERO.", "Entra en vigor.")
    return law.save(tmp_path / "ley.pdf")


def test_ingest_reports_what_it_read(shell: Shell, law_file: Path) -> None:
    report = shell.json("ingest", law_file, "--no-index")
    (document,) = report["instruments"]
    assert report["published"]
    assert document["instrument"] == "LSS"
    assert document["provisions"] == {"article": 3, "paragraph": 4, "fraction": 2, "transitorio": 1}
    assert document["derogated"] == 1
    again = shell.json("ingest", law_file, "--no-index")
    assert again["unchanged"]
    assert not again["published"]


def test_ingest_says_it_in_spanish_too(shell: Shell, law_file: Path) -> None:
    said = shell("ingest", law_file, "--no-index").stdout
    assert "LSS (2024-02-10): 3 artículos, 1 transitorio, 4 párrafos, 2 fracciones; 1 derogados" in said


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("vacio.pdf", b"", "ARCHIVO_VACIO"),
        ("foto.pdf", b"GIF89a", "NO_ES_PDF"),
        ("nota.txt", b"hola", "DOCUMENTO_NO_RECONOCIDO"),
    ],
)
def test_a_bad_file_is_one_sentence_and_exit_2(shell: Shell, tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = shell("ingest", tmp_path / name, "--no-index", expect=2)
    assert f"Error {code}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var" / "CURRENT").exists()
    report = json.loads(shell("ingest", tmp_path / name, "--no-index", "--json", expect=2).stdout)
    assert report["errors"][0]["code"] == code


def test_the_wrong_law_is_refused(shell: Shell, law_file: Path) -> None:
    report = shell.json("ingest", law_file, "--source", "CFF", "--no-index", expect=2)
    assert report["errors"][0]["code"] == "LEY_EQUIVOCADA"


def test_show_before_any_ingest_says_what_to_do(shell: Shell) -> None:
    done = shell("show", "LSS:1", expect=2)
    assert "Error CORPUS_AUSENTE" in done.stderr
    assert "criterio ingest" in done.stderr


def test_show_takes_ids_labels_and_citations(shell: Shell, law_file: Path) -> None:
    shell("ingest", law_file, "--no-index")
    for written in ("LSS:2-A", "LSS:2 A", "lss:2A", "artículo 2 A de la LSS"):
        shown = shell.json("show", written)
        assert (shown["id"], shown["provision"]) == ("LSS:2-A", "2 A")
    assert shown["text"] == "Conforme a la fracción I del artículo 1 de esta Ley."
    assert [reference["id"] for reference in shown["references"]] == ["LSS:1/I"]
    assert shell.json("show", "LSS:1/I")["text"] == "I. Es azul;"
    assert shell.json("show", "LSS:1")["referenced_by"] == ["LSS:2-A"]


def test_show_of_what_does_not_exist_names_the_nearest(shell: Shell, law_file: Path) -> None:
    shell("ingest", law_file, "--no-index")
    error = shell.json("show", "LSS:2 Z", expect=1)["error"]
    assert error["code"] == "DISPOSICION_DESCONOCIDA"
    assert "LSS:2-A" in error["nearest"]


def test_a_batch_goes_on_over_what_it_cannot_answer(shell: Shell, law_file: Path, tmp_path: Path) -> None:
    shell("ingest", law_file, "--no-index")
    rows = [
        {"id": 1, "instrument": "LSS", "provision": "2 A"},
        {"id": "b", "instrument": "LSS", "provision": "40 Z"},
        {"id": "c", "instrument": "NADA", "provision": "1"},
        {"id": "d", "instrument": "LSS", "provision": "Transitorio Primero"},
        {"id": "LSS:1/II"},
    ]
    batch = tmp_path / "lote.jsonl"
    batch.write_text("\n".join(map(json.dumps, rows)) + "\nno es json\n", encoding="utf-8")
    answers = [json.loads(line) for line in shell("show", "--batch", batch).stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "b", "c", "d", "LSS:1/II", None]
    assert answers[0]["text"].startswith("Conforme")
    assert [answers[place]["error"]["code"] for place in (1, 2, 5)] == [
        "DISPOSICION_DESCONOCIDA",
        "ORDENAMIENTO_DESCONOCIDO",
        "LINEA_INVALIDA",
    ]
    assert answers[3]["provision_id"] == "LSS:T/1995-12-21/Primero"
    assert answers[4]["status"] == "derogado"


def test_list_gives_articles_and_transitorios_with_their_status(shell: Shell, law_file: Path) -> None:
    shell("ingest", law_file, "--no-index")
    listed = shell.json("corpus", "list", "--instrument", "LSS")["provisions"]
    assert [(row["provision"], row["status"]) for row in listed] == [
        ("1", "vigente"),
        ("2 A", "vigente"),
        ("3", "derogado"),
        ("Transitorio Primero", "vigente"),
    ]


def test_show_as_of_a_day_gives_no_wording_that_is_not_held(shell: Shell, law_file: Path) -> None:
    shell("ingest", law_file, "--no-index")
    assert shell.json("show", "LSS:1", "--as-of", "2000-01-01")["id"] == "LSS:1"
    error = shell.json("show", "LSS:1", "--as-of", "1990-01-01", expect=1)["error"]
    assert error["code"] == "REDACCION_NO_DISPONIBLE"
    assert shell.json("show", "LSS:1", "--as-of", "ayer", expect=2)["error"]["code"] == "FECHA_INVALIDA"


def test_headings_that_point_nowhere_are_found(shell: Shell, law_file: Path, tmp_path: Path) -> None:
    shell("ingest", law_file, "--no-index")
    headings = tmp_path / "editorial" / "headings" / "a.yaml"
    headings.write_text('LSS:1:\n  heading: "De qué color es"\n  questions: ["¿De qué color es?"]\n')
    assert shell.json("corpus", "check") == {"headings": 1, "unknown": [], "derogated": []}
    headings.write_text(headings.read_text() + 'LSS:99:\n  heading: "Nada"\n  questions: ["¿Qué?"]\n')
    assert shell.json("corpus", "check", expect=1)["unknown"] == ["LSS:99"]


def test_what_changed_between_two_texts_and_which_headings_it_touches(
    shell: Shell, law_file: Path, tmp_path: Path
) -> None:
    shell("ingest", law_file, "--no-index")
    later = SmallLaw(
        title="Ley del Seguro Social", published="21 de diciembre de 1995", last_reform="01-01-2026"
    ).front()
    later.article("Artículo 1.", "El cuaderno:").item("I.", "Es rojo;").item("II.", "Se deroga.")
    shell("ingest", later.save(tmp_path / "nueva.pdf"), "--no-index")
    (tmp_path / "editorial" / "headings" / "a.yaml").write_text(
        'LSS:1/I:\n  heading: "Color"\n  questions: ["¿Color?"]\n'
    )
    (tmp_path / "criterio.txt").write_text(
        "Criterio FICT-9/2026\nAsunto: Prueba\n\n1. El artículo 1 de la Ley del Seguro Social se lee aquí.\n"
    )
    shell("ingest", tmp_path / "criterio.txt", "--no-index")
    found = shell.json("corpus", "diff", "LSS")
    assert (found["changes"][0]["id"], found["changes"][0]["kind"]) == ("LSS:1", "reforma")
    assert found["headings"] == ["LSS:1/I"]
    assert list(found["questions"]) == ["LSS:1/I"]
    assert found["criteria"] == ["CRIT-FICT--9-2026:1"]
    assert found["provisions"] == []
    assert "[-azul;-] {+rojo;+}" in shell("corpus", "diff", "LSS").stdout


def test_the_whole_command_also_names_the_open_consultations(shell: Shell, law_file: Path, tmp_path: Path) -> None:
    """Ingest knows nothing of drafts: `criterio` passes in who does."""
    shell.script = ROOT / "criterio.py"
    shell("ingest", law_file, "--no-index")
    later = SmallLaw(title="Ley del Seguro Social", published="21 de diciembre de 1995", last_reform="01-01-2026")
    changed = later.front().article("Artículo 1.", "El cuaderno es rojo.").article("Artículo 2 A.", "Y nada más.")
    shell("ingest", changed.save(tmp_path / "nueva.pdf"), "--no-index")
    assert shell.json("corpus", "diff", "LSS")["drafts"] == {}
    url = f"sqlite:///{tmp_path / 'var' / 'criterio.db'}"
    migrate(url)
    draft = ConsultationDraft(subject="Color", provisions=[Basis(id="LSS:1/I", quote="Es azul;")])
    engine = make_engine(url)
    moment = datetime.fromisoformat("2026-03-01T10:00:00-06:00")
    with Session(engine) as session:
        session.add(
            Consultation(
                state="borrador",
                question="¿Color?",
                subject="Color",
                author="redactor",
                ooad="01",
                subdelegacion="01",
                draft=draft.model_dump(mode="json"),
                created=moment,
            )
        )
        session.commit()
    engine.dispose()
    assert shell.json("corpus", "diff", "LSS")["drafts"] == {"consulta 1": ["LSS:1"]}
    assert "consulta 1: LSS:1" in shell("corpus", "diff", "LSS").stdout
