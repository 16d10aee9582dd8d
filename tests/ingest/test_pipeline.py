"""From files to a published generation: atomic, repeatable, with history."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from small_law import SmallLaw

from corpus import generations
from corpus.errors import BadInput, Conflict, CriterioError, Unavailable
from corpus.generations import Generation
from corpus.store import CorpusStore
from ingest.catalogue import Catalogue
from ingest.changes import compare, word_diff
from ingest.pipeline import Options, collect, ingest
from ingest.progress import silent
from ingest.workers import Limits

ROOT = Path(__file__).resolve().parents[2]
OLD_RATE = "La tasa será del dos por ciento mensual sobre el saldo insoluto del cuaderno."
NEW_RATE = "La tasa será del tres por ciento mensual sobre el saldo insoluto del cuaderno."


def first_edition(folder: Path, name: str = "ley.pdf") -> Path:
    law = SmallLaw(last_reform="10-02-2020").front()
    law.article("Artículo 1.", "Es de orden público.").article("Artículo 2.", OLD_RATE)
    law.note("Artículo reformado DOF 10-02-2020").article("Artículo 3.", "Se pagará el día diecisiete.")
    return law.save(folder / name)


def second_edition(folder: Path, name: str = "ley2.pdf") -> Path:
    law = SmallLaw(last_reform="05-06-2024").front()
    law.article("Artículo 1.", "Es de orden público.").article("Artículo 2.", NEW_RATE)
    law.note("Artículo reformado DOF 10-02-2020, 05-06-2024").article("Artículo 3.", "Se deroga.")
    law.note("Artículo derogado DOF 05-06-2024").article("Artículo 4.", "Nuevo.").note(
        "Artículo adicionado DOF 05-06-2024"
    )
    return law.save(folder / name)


def run(state: Path, files: list[Path], catalogue: Catalogue, options: Options, **more: Any) -> Any:
    return ingest(state, files, catalogue, options, silent, **more)


def open_current(state: Path) -> CorpusStore:
    return CorpusStore.open(generations.current(state).corpus_path)


def test_a_later_text_keeps_the_earlier_one(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    state = tmp_path / "var"
    run(state, [first_edition(tmp_path)], catalogue, options)
    report = run(state, [second_edition(tmp_path)], catalogue, options)
    assert report.standing == {("LC", "2024-06-05"): "más reciente"}
    with open_current(state) as store:
        assert store.get("LC:2").text == NEW_RATE
        assert store.get("LC:2", as_of=date(2024, 6, 5)).text == NEW_RATE
        assert store.get("LC:2", as_of=date(2024, 6, 4)).text == OLD_RATE
        assert store.get("LC:2", as_of=date(2020, 2, 9)) is None
        assert store.get("LC:2/p1", as_of=date(2024, 6, 4)).text == OLD_RATE
        assert store.get("LC:4", as_of=date(2024, 6, 4)) is None
        assert store.get("LC:1", as_of=date(2001, 1, 1)).text == "Es de orden público."
        assert store.get("LC:1", as_of=date(1999, 1, 1)) is None
        assert [p.version for p in store.versions("LC:2")] == ["2020-02-10", "2024-06-05"]
        assert store.versions("LC:2")[0].valid_to == date(2024, 6, 5)
        assert [r.id for r in store.roots(as_of=date(2022, 1, 1))] == ["LC:1", "LC:2", "LC:3"]
        _, _, changes = compare(store, "LC")
    assert [(c.id, c.kind) for c in changes] == [("LC:2", "reforma"), ("LC:3", "derogación"), ("LC:4", "adición")]
    assert "[-dos-] {+tres+}" in word_diff(changes[0].before, changes[0].after)


def test_a_change_that_the_publisher_does_not_note_began_with_the_text_that_has_it(
    tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    def edition(last_reform: str, rate: str, second: str, second_note: str = "") -> Path:
        law = (
            SmallLaw(last_reform=last_reform)
            .front()
            .article("Artículo 1.", rate)
            .note("Artículo reformado DOF 10-02-2020")
        )
        law.article("Artículo 2.", "Se castiga:").item("I.", "No escribir;").item("II.", second)
        if second_note:
            law.note(second_note)
        return law.save(tmp_path / f"ley-{last_reform}.pdf")

    state = tmp_path / "var"
    run(state, [edition("10-02-2020", OLD_RATE, "No borrar.")], catalogue, options)
    gone = edition("05-06-2024", NEW_RATE, "(Se deroga).", "Fracción derogada DOF 05-06-2024")
    run(state, [gone], catalogue, options)
    with open_current(state) as store:
        for ident in ("LC:1", "LC:1/p1"):
            assert store.get(ident, as_of=date(2024, 6, 4)).text == OLD_RATE
            assert store.get(ident, as_of=date(2024, 6, 5)).text == NEW_RATE
        assert store.get("LC:2/II", as_of=date(2024, 6, 4)).text == "II. No borrar."
        assert store.get("LC:2/I").valid_from == date(1999, 3, 3)
        changes = {change.id: change for change in compare(store, "LC")[2]}
    assert changes["LC:2"].nodes == {"LC:2/II": "derogación"}
    assert changes["LC:2"].touches("LC:2/II")
    assert not changes["LC:2"].touches("LC:2/I")


def test_an_older_text_becomes_history_and_the_newer_stays(
    tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    state = tmp_path / "var"
    run(state, [second_edition(tmp_path)], catalogue, options)
    report = run(state, [first_edition(tmp_path)], catalogue, options)
    assert list(report.standing.values()) == ["anterior"]
    with open_current(state) as store:
        assert store.get("LC:2").text == NEW_RATE
        assert store.get("LC:2", as_of=date(2021, 1, 1)).text == OLD_RATE


def test_unchanged_input_does_nothing(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    state, file = tmp_path / "var", first_edition(tmp_path)
    first = run(state, [file], catalogue, options)
    began = time.perf_counter()
    again = run(state, [file], catalogue, replace(options, now=datetime(2027, 1, 1, tzinfo=UTC)))
    assert time.perf_counter() - began < 2
    assert (again.published, again.generation) == (False, first.generation)
    assert again.unchanged == ["ley.pdf"]


def test_the_same_files_give_the_same_corpus(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    file = first_edition(tmp_path)
    for name in ("a", "b"):
        run(tmp_path / name, [file], catalogue, options)
    hashes = [generations.current(tmp_path / name).manifest["corpus_hash"] for name in ("a", "b")]
    assert hashes[0] == hashes[1]


def test_one_bad_file_and_nothing_is_written(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    state, bad = tmp_path / "var", tmp_path / "mala.pdf"
    bad.write_bytes(b"<html>No encontrado</html>")
    report = run(state, [first_edition(tmp_path), bad], catalogue, options)
    assert [error.code for _, error in report.errors] == ["NO_ES_PDF"]
    assert not report.published
    assert generations.find_current(state) is None
    kept = run(state, [first_edition(tmp_path), bad], catalogue, replace(options, keep_going=True))
    assert kept.published
    assert len(kept.errors) == 1


def test_a_gap_in_the_numbering_keeps_the_law_out(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    law = SmallLaw().front().article("Artículo 1.", "Uno.").article("Artículo 3.", "Tres.")
    file = law.save(tmp_path / "ley.pdf")
    report = run(tmp_path / "var", [file], catalogue, options)
    assert [error.code for _, error in report.errors] == ["TEXTO_INCOMPLETO"]
    assert not report.published
    assert run(tmp_path / "var", [file], catalogue, replace(options, allow_gaps=True)).published


def test_a_reader_keeps_its_generation_while_others_are_published(
    tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    state = tmp_path / "var"
    run(state, [first_edition(tmp_path)], catalogue, options)
    with open_current(state) as reader:
        for _ in range(4):
            run(state, [second_edition(tmp_path)], catalogue, replace(options, force=True))
        assert reader.get("LC:2").text == OLD_RATE
        assert len(list((state / "generations").iterdir())) == 3
    run(state, [second_edition(tmp_path)], catalogue, replace(options, force=True))
    assert len(list((state / "generations").iterdir())) == 2


def test_an_index_that_fails_leaves_the_old_corpus(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    state = tmp_path / "var"
    run(state, [first_edition(tmp_path)], catalogue, options)

    def broken(generation: Generation, store: CorpusStore, progress: object) -> dict[str, Any]:
        (generation.path / "chroma").mkdir()
        raise Unavailable("MODELO_AUSENTE", "No está el modelo.")

    with pytest.raises(Unavailable):
        run(state, [second_edition(tmp_path)], catalogue, options, index=broken)
    with open_current(state) as store:
        assert store.get("LC:2").text == OLD_RATE
    assert len(list((state / "generations").iterdir())) == 1


def test_only_one_writer_at_a_time(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    with generations.writing(tmp_path / "var"), pytest.raises(Conflict) as refusal:
        run(tmp_path / "var", [first_edition(tmp_path)], catalogue, options)
    assert refusal.value.code == "INGESTA_EN_CURSO"


def test_a_state_that_cannot_be_written_is_refused(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    blocked = tmp_path / "archivo"
    blocked.write_text("no es carpeta")
    with pytest.raises(Unavailable) as refusal:
        run(blocked / "var", [first_edition(tmp_path)], catalogue, options)
    assert refusal.value.code == "ESTADO_SOLO_LECTURA"


def test_a_file_that_costs_too_much_time_or_memory_costs_only_itself(
    tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    file = first_edition(tmp_path)
    slow = run(tmp_path / "a", [file], catalogue, replace(options, limits=Limits(seconds=0.0)))
    assert [error.code for _, error in slow.errors] == ["ARCHIVO_EXCEDE_LIMITE"]
    assert not slow.published


def test_a_document_must_be_what_the_caller_says(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    file = first_edition(tmp_path)
    report = run(tmp_path / "var", [file], catalogue, options, expected={file: "LSS"})
    assert [error.code for _, error in report.errors] == ["LEY_EQUIVOCADA"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "nada.pdf", "RUTA_INEXISTENTE"),
        (lambda folder: _file(folder / "ley.docm", b"x"), "FORMATO_NO_ADMITIDO"),
        (lambda folder: folder, "CARPETA_SIN_DOCUMENTOS"),
    ],
)
def test_paths_that_lead_nowhere_are_refused(tmp_path: Path, make: Any, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        collect([make(tmp_path)])
    assert refusal.value.code == code


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_hostile_files_get_a_clear_refusal(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    good = first_edition(tmp_path).read_bytes()
    files = {
        "vacio.pdf": (b"", "ARCHIVO_VACIO"),
        "html.pdf": (b"<!doctype html><title>404</title>", "NO_ES_PDF"),
        "cortado.pdf": (b"%PDF-1.7\n" + b"\x00" * 400, "PDF_DANADO"),
        "sin_texto.pdf": (_blank_pdf(tmp_path), "PDF_SIN_TEXTO"),
        "cifrado.pdf": (_encrypted_pdf(tmp_path), "PDF_CIFRADO"),
        "carta.pdf": (_letter_pdf(tmp_path), "NO_ES_LEY"),
        "binario.txt": (b"\xff\xfe\x00", "TEXTO_ILEGIBLE"),
        "nota.txt": (b"Hola.", "DOCUMENTO_NO_RECONOCIDO"),
        "falso.txt": (good, "EXTENSION_NO_CORRESPONDE"),
    }
    folder = tmp_path / "malos"
    folder.mkdir()
    paths = [_file(folder / name, data) for name, (data, _) in files.items()]
    report = run(tmp_path / "var", paths, catalogue, options)
    assert {name: error.code for name, error in report.errors} == {n: code for n, (_, code) in files.items()}
    assert all(isinstance(error, CriterioError) and error.hint for _, error in report.errors)
    assert generations.find_current(tmp_path / "var") is None


def _canvas(path: Path, **options: Any) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    return Canvas(str(path), **options)


def _blank_pdf(folder: Path) -> bytes:
    canvas = _canvas(folder / "blanco.pdf")
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    return (folder / "blanco.pdf").read_bytes()


def _encrypted_pdf(folder: Path) -> bytes:
    canvas = _canvas(folder / "clave.pdf", encrypt="secreto")
    canvas.drawString(70, 700, "Artículo 1. Nada.")
    canvas.save()
    return (folder / "clave.pdf").read_bytes()


def _letter_pdf(folder: Path) -> bytes:
    canvas = _canvas(folder / "carta.pdf")
    canvas.drawString(70, 700, "Estimado señor: le escribo para saludarlo.")
    canvas.save()
    return (folder / "carta.pdf").read_bytes()


def test_a_file_with_fewer_pages_than_it_says_is_incomplete(
    tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    law = SmallLaw().front().article("Artículo 1.", "Uno.").page_break().article("Artículo 2.", "Dos.")
    law.save(tmp_path / "entera.pdf")
    import pypdfium2

    document = pypdfium2.PdfDocument(tmp_path / "entera.pdf")
    del document[1]
    document.save(tmp_path / "cortada.pdf")
    document.close()
    report = run(tmp_path / "var", [tmp_path / "cortada.pdf"], catalogue, options)
    assert [error.code for _, error in report.errors] == ["PDF_INCOMPLETO"]


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ingest.catalogue import Catalogue
from ingest.pipeline import Options, ingest
from ingest.progress import silent
if __name__ == "__main__":
    state, root, *files = map(Path, sys.argv[1:])
    options = Options(datetime(2026, 3, 1, tzinfo=UTC), processes=1, force=True)
    print("lista", flush=True)
    while True:
        ingest(state, files, Catalogue.load(root / "corpus"), options, silent)
"""


def _kill_at(delay: float, script: Path, state: Path, file: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(script), str(state), str(ROOT), str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"lista\n"  # a busy machine takes its time to begin
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("rounds", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_any_moment_the_next_run_completes(
    tmp_path: Path, catalogue: Catalogue, options: Options, rounds: int
) -> None:
    state, script = tmp_path / "var", tmp_path / "killed.py"
    script.write_text(KILLED)
    run(state, [first_edition(tmp_path)], catalogue, options)
    file = second_edition(tmp_path)
    for step in range(rounds):
        _kill_at(0.9 * step / rounds, script, state, file)
        with open_current(state) as store:
            assert store.get("LC:2").text in (OLD_RATE, NEW_RATE)
            assert store.get("LC:2", as_of=date(2021, 1, 1)).text == OLD_RATE
    report = run(state, [file], catalogue, replace(options, force=True))
    assert report.published
    with open_current(state) as store:
        assert store.get("LC:2").text == NEW_RATE
    leftovers = [p for p in (state / "generations").iterdir() if not (p / "manifest.json").exists()]
    assert leftovers == []


def test_another_program_reads_again_what_was_kept(
    tmp_path: Path, catalogue: Catalogue, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, first = tmp_path / "var", first_edition(tmp_path)
    run(state, [first], catalogue, options)
    shutil.move(first, tmp_path / "perdida.pdf")
    monkeypatch.setattr("ingest.pipeline.fingerprint", lambda: "otro")
    report = run(state, [second_edition(tmp_path)], catalogue, options)
    assert sorted(document.instrument.version for document in report.documents) == ["2020-02-10", "2024-06-05"]


def test_a_picture_is_kept_beside_the_source(tmp_path: Path, catalogue: Catalogue, options: Options) -> None:
    law = SmallLaw().front().article("Artículo 1.", "Conforme a la tabla:").picture().para("Después.")
    run(tmp_path / "var", [law.save(tmp_path / "ley.pdf")], catalogue, options)
    with open_current(tmp_path / "var") as store:
        (picture,) = json.loads(store.get("LC:1").extras["pictures"])
    image = (tmp_path / "var" / "sources" / picture["file"]).read_bytes()
    assert image.startswith(b"\x89PNG")
    assert picture["confidence"] is None or picture["confidence"] <= 1
