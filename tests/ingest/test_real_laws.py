"""The parser on the official PDFs: complete, verbatim, and the same by an independent reading."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from corpus.provisions import Provision, ProvisionKind, Status
from ingest.catalogue import Catalogue
from ingest.layout import BlockKind, lay_out
from ingest.pdf_text import read_pdf
from ingest.readers import ReadDocument, read_file

pytestmark = pytest.mark.laws

ARTICLES = {"LSS": 385, "CFF": 421, "LIF-2026": 34}
TRANSITORIOS = {
    "CFF": 180,
    "LIF-2026": 30,
    "LSS": 193,
    "LFPA": 24,
    "LFPCA": 40,
    "LINFONAVIT": 151,
    "LISSSTE": 129,
    "LSAR": 96,
}
MORE = {"LFPA": 119, "LFPCA": 132, "LINFONAVIT": 95, "LISSSTE": 259, "LSAR": 148}


@pytest.fixture(scope="session")
def laws(laws_dir: Path, catalogue: Catalogue) -> dict[str, ReadDocument]:
    documents = [read_file(path, catalogue, ocr=False) for path in sorted(laws_dir.glob("*.pdf"))]
    return {document.instrument.id: document for document in documents}


@pytest.fixture(scope="session")
def more_laws(more_laws_dir: Path, catalogue: Catalogue) -> dict[str, ReadDocument]:
    documents = [read_file(path, catalogue, ocr=False) for path in sorted(more_laws_dir.glob("*.pdf"))]
    return {document.instrument.id: document for document in documents}


@pytest.fixture(scope="session")
def provisions(laws: dict[str, ReadDocument]) -> dict[str, Provision]:
    return {provision.id: provision for document in laws.values() for provision in document.provisions}


def count(document: ReadDocument, kind: ProvisionKind) -> int:
    return sum(provision.kind is kind for provision in document.provisions)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe-]", "", text)


def test_every_article_is_there_and_none_is_invented(laws: dict[str, ReadDocument]) -> None:
    assert {name: count(law, ProvisionKind.ARTICLE) for name, law in laws.items()} == ARTICLES


def test_other_laws_of_the_house_style_are_read_by_the_same_rules(more_laws: dict[str, ReadDocument]) -> None:
    assert {name: count(law, ProvisionKind.ARTICLE) for name, law in more_laws.items()} == MORE


def test_nothing_but_one_odd_list_the_pictures_and_one_formula_is_left_to_explain(
    laws: dict[str, ReadDocument], more_laws: dict[str, ReadDocument]
) -> None:
    found = Counter(problem.code for law in (laws | more_laws).values() for problem in law.problems)
    assert found == {"LISTA_IRREGULAR": 1, "TABLA_EN_IMAGEN": 5 + 2 + 2 + 3, "SIGNOS_ILEGIBLES": 1}


def test_every_transitorio_of_every_decree_is_there(
    laws: dict[str, ReadDocument], more_laws: dict[str, ReadDocument]
) -> None:
    """Counted once by hand against another program's text, decree by decree."""
    assert {name: count(law, ProvisionKind.TRANSITORIO) for name, law in (laws | more_laws).items()} == TRANSITORIOS


def test_a_label_that_names_a_range_opens_the_one_whose_others_have_their_own(
    more_laws: dict[str, ReadDocument],
) -> None:
    texts = {p.id: p.text for p in more_laws["LINFONAVIT"].provisions}
    assert texts["LINFONAVIT:T/1994-07-22/Segundo"].startswith("Se deroga el artículo 108 segundo párrafo")
    assert "SEGUNDO A NOVENO" not in texts["LINFONAVIT:T/1994-07-22/Primero"]


def test_ids_are_unique(laws: dict[str, ReadDocument], more_laws: dict[str, ReadDocument]) -> None:
    for law in (laws | more_laws).values():
        ids = [provision.id for provision in law.provisions]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["lss.pdf", "cff.pdf", "lif_2026.pdf"])
def test_every_provision_stands_in_the_printed_text_in_order(
    laws_dir: Path, laws: dict[str, ReadDocument], name: str
) -> None:
    layout = lay_out(read_pdf(laws_dir / name))
    printed = squeezed("".join(b.text for b in layout.blocks if b.kind is BlockKind.TEXT))
    law = next(law for law in laws.values() if law.path.name == name)
    position = 0
    for root in (provision for provision in law.provisions if provision.is_root):
        position = printed.index(squeezed(root.text), position)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler no está")
@pytest.mark.parametrize("name", ["lss.pdf", "cff.pdf", "lif_2026.pdf"])
def test_another_program_extracts_the_same_letters(laws_dir: Path, name: str) -> None:
    done = subprocess.run(["pdftotext", "-raw", str(laws_dir / name), "-"], capture_output=True, check=True)
    theirs = Counter(char for char in done.stdout.decode() if char.isalpha())
    ours = Counter(char for line in read_pdf(laws_dir / name).lines for char in line.text if char.isalpha())
    assert ours == theirs


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler no está")
def test_an_independent_count_of_headings_agrees(more_laws: dict[str, ReadDocument]) -> None:
    heading = re.compile(r"^ {0,8}(?:Art[ií]culo|ART[IÍ]CULO) (\d+)", re.MULTILINE)
    for law in more_laws.values():
        done = subprocess.run(["pdftotext", "-layout", str(law.path), "-"], capture_output=True, check=True)
        body = re.split(r"\n +T ?R ?A ?N ?S ?I ?T ?O ?R ?I ?O ?S?\n", done.stdout.decode())[0]
        theirs = {int(found[1]) for found in heading.finditer(body)}
        ours = {int(re.match(r"\d+", p.number)[0]) for p in law.provisions if p.kind is ProvisionKind.ARTICLE}  # type: ignore[index]
        assert ours == set(range(1, max(ours) + 1))
        assert theirs >= ours


@pytest.mark.parametrize(
    ("provision_id", "start"),
    [
        ("CFF:21/p1", "Cuando no se cubran las contribuciones"),
        ("CFF:21/p5", "Los recargos se causarán por cada mes o fracción que transcurra"),
        ("CFF:12/p5", "No obstante lo dispuesto en los párrafos anteriores, si el último día del plazo"),
        ("CFF:17-A/p5", "Cuando el resultado de la operación a que se refiere el primer párrafo"),
        ("CFF:20/p8", "Los pagos que se hagan se aplicarán a los créditos más antiguos"),
        ("CFF:20/II", "II. Recargos."),
        ("CFF:26/p2", "La responsabilidad solidaria comprenderá los accesorios, con excepción de las multas."),
        ("CFF:26/IV/f", "f) Identidad parcial o total de los trabajadores afiliados"),
        ("CFF:26/X/p4/a", "a) Imponer decisiones en las asambleas"),
        ("CFF:66/p3/I", "I. El contribuyente presentará la solicitud"),
        ("CFF:144/p2", "Cuando el contribuyente hubiere interpuesto en tiempo y forma"),
        ("CFF:151/II/p4", "Si la exigibilidad se origina por cese de la prórroga"),
        ("LSS:39-C/p3", "Las cédulas de liquidación que formule el Instituto deberán ser pagadas"),
        ("LSS:40/p3", "Dichas notificaciones surtirán sus efectos el día hábil siguiente"),
        ("LSS:9/p2", "A falta de norma expresa en esta Ley"),
        ("LSS:251/XXXVIII", "XXXVIII. Las demás que le otorguen esta Ley"),
        ("LSS:227/I/p2", "Para efectos del cálculo de las cuotas"),
        ("LSS:73/t1", "Prima media En por cientos"),
        ("LSS:168/II/a/t1", "Salario base de cotización del trabajador Cuota Patronal"),
        ("LSS:T/1995-12-21/Vigésimo Séptimo", "El pago de las cuotas obrero patronales respecto del seguro de retiro"),
        ("LIF-2026:11/II/3", "3. De los pagos a plazos en parcialidades superiores a 24 meses"),
        ("LIF-2026:1/t1", "CONCEPTO Ingreso Estimado"),
        ("LIF-2026:T/2025-11-07/Séptimo", "Con el fin de promover el saneamiento de los créditos adeudados"),
    ],
)
def test_a_provision_is_found_where_lawyers_count_it(
    provisions: dict[str, Provision], provision_id: str, start: str
) -> None:
    assert provisions[provision_id].text.startswith(start)


@pytest.mark.parametrize(
    "provision_id", ["CFF:32-B-Quáter", "CFF:17-H-Bis", "CFF:156-Bis", "CFF:151-Bis", "CFF:4-A", "CFF:5-A", "CFF:237"]
)
def test_odd_headings_have_their_article(provisions: dict[str, Provision], provision_id: str) -> None:
    assert provisions[provision_id].kind is ProvisionKind.ARTICLE


def test_a_heading_repeated_by_an_errata_does_not_overwrite_the_law(provisions: dict[str, Provision]) -> None:
    assert provisions["CFF:21"].pages == (33, 34)
    assert provisions["LSS:227"].pages == (67, 67)
    assert "Artículo 192 de este Código." in provisions["CFF:173"].text


def test_no_note_nor_page_furniture_is_in_any_text(provisions: dict[str, Provision]) -> None:
    note = re.compile(
        r"(?:Párrafo|Fracción|Artículo|Inciso)s? (?:reformad|adicionad|derogad)[oa]s? DOF|^\d\d-\d\d-\d{4}"
        r"|CÁMARA DE DIPUTADOS DEL H|\b\d+ de \d{2,3}$|Última Reforma DOF",
        re.MULTILINE,
    )
    assert [p.id for p in provisions.values() if p.is_root and note.search(p.text)] == []


def test_the_source_is_left_as_printed(provisions: dict[str, Provision]) -> None:
    assert "contribuyebnte (sic)" in provisions["CFF:21"].text


def test_derogated_articles_are_counted_as_such(provisions: dict[str, Provision]) -> None:
    gone = [p for p in provisions.values() if p.kind is ProvisionKind.ARTICLE and p.status is Status.DEROGADO]
    assert provisions["CFF:203"] in gone
    assert len([p for p in gone if p.instrument == "CFF"]) > 80


def test_a_wording_without_note_is_dated_only_where_notes_are_complete(provisions: dict[str, Provision]) -> None:
    assert str(provisions["LSS:4"].valid_from) == "1995-12-21"
    assert provisions["CFF:21/p1"].valid_from is None
    assert provisions["CFF:21/p1"].extras["held_from"] == "2021-11-12"
    assert str(provisions["CFF:21/p10"].valid_from) == "2021-11-12"
    assert str(provisions["LSS:251/XXXVII"].valid_from) == "2024-04-23"
