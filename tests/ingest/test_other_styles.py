"""Ways of printing that other federal laws have: headings in words, titles of articles, annexes, ranges, gaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_law import SmallLaw

from corpus.provisions import InstrumentKind, Provision, ProvisionKind, Status
from ingest.catalogue import Catalogue
from ingest.pipeline import Options, ingest
from ingest.progress import silent
from ingest.readers import ReadDocument, read_file
from ingest.report import fatal_problems

WORDS = "El cuaderno se abre por la primera hoja y se cierra por la última cuando ya no queda nada más que escribir"


def read(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> ReadDocument:
    return read_file(law.save(tmp_path / "ley.pdf"), catalogue, ocr=False)


def by_id(document: ReadDocument) -> dict[str, Provision]:
    return {provision.id.partition(":")[2]: provision for provision in document.provisions}


def roots(document: ReadDocument) -> list[str]:
    return [provision.id.partition(":")[2] for provision in document.provisions if provision.is_root]


def codes(document: ReadDocument) -> list[str]:
    return [problem.code for problem in document.problems]


@pytest.mark.parametrize("printed", ["Artículo Único.", "ARTICULO UNICO.-", "ARTÍCULO ÚNICO.-"])
def test_the_only_article_of_a_law(law: SmallLaw, tmp_path: Path, catalogue: Catalogue, printed: str) -> None:
    law.article(printed, "Los cuadernos:").item("I.", WORDS).item("II.", WORDS).centred("TRANSITORIO")
    law.article("ÚNICO.-", WORDS)
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["Único", "T/1999-03-03/Único"]
    assert by_id(document)["Único/II"].text == f"II. {WORDS}"
    assert not document.problems


def test_articles_numbered_in_words_go_by_their_figure(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("ARTICULO PRIMERO.-", WORDS).article("ARTICULO SEGUNDO.-", WORDS).article("Artículo Tercero.", WORDS)
    law.centred("TRANSITORIOS").article("ARTÍCULO PRIMERO.-", WORDS)
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["1", "2", "3", "T/1999-03-03/Primero"]
    assert by_id(document)["2"].label == "Artículo Segundo"


def test_a_decree_that_enacts_the_law_is_none_of_its_articles(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("ARTÍCULO ÚNICO.-", "Se expide la Ley de los Cuadernos, para quedar como sigue:")
    law.centred("CAPÍTULO ÚNICO").article("ARTÍCULO 1.-", WORDS).article("ARTÍCULO 2.-", WORDS)
    assert roots(read(law, tmp_path, catalogue)) == ["1", "2"]


@pytest.mark.parametrize(
    ("printed", "ident"),
    [
        ("ARTICULO 5o.-", "5"),
        ("Art. 5o.", "5"),
        ("ART. 5o.-", "5"),
        ("Artículo 4 Bis.", "4-Bis"),
        ("Artículo 4 Bis 1.-", "4-Bis-1"),
        ("ARTÍCULO 4 BIS-4.-", "4-Bis-4"),
        ("Artículo 4 Ter.", "4-Ter"),
        ("Artículo 4o. Quáter.-", "4-Quáter"),
        ("Artículo 4-A-1.-", "4-A-1"),
        ("Artículo 4o.-A Bis.-", "4-A-Bis"),
        ("Artículo 4 Quinquies.", "4-Quinquies"),
        ("Artículo 4 quinquies.-", "4-Quinquies"),
        ("ARTICULO 4 QUATER.-", "4-Quáter"),
        ("Artículo 4 sexies.", "4-Sexies"),
        ("ARTICULO 4°.-A.-", "4-A"),
        ("Artículo 4 Nonies.-", "4-Nonies"),
    ],
)
def test_labels_of_other_laws(law: SmallLaw, tmp_path: Path, catalogue: Catalogue, printed: str, ident: str) -> None:
    for number in (1, 2, 3, 4):
        law.article(f"Artículo {number}o.-", WORDS)
    document = read(law.article(printed, WORDS), tmp_path, catalogue)
    assert roots(document) == ["1", "2", "3", "4", ident]
    assert by_id(document)[ident].text == WORDS
    assert not document.problems


def test_an_article_whose_number_is_not_understood_stops_the_law(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 1 vicies.-", WORDS).article("Artículo 2.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert codes(document) == ["ARTICULO_SIN_LEER"]
    assert fatal_problems(document)


def test_a_lone_repealed_fraction_is_of_the_article_and_not_of_the_inciso_above(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", "Los plazos:").item("a)", WORDS).item("b)", WORDS).item("II.-", "(Se deroga).")
    assert "1/II" in by_id(read(law.article("Artículo 2.", WORDS), tmp_path, catalogue))


def test_divisions_without_accents_only_ones_and_apartados(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.centred("LIBRO PRIMERO").centred("TITULO UNICO").centred("CAPITULO ÚNICO").centred("De las hojas")
    law.article("Artículo 1.", WORDS).centred("Apartado A").centred("De las pastas").article("Artículo 2.", WORDS)
    law.centred("Apartado B").article("Artículo 3.", WORDS).centred("SECCION UNICA").article("Artículo 4.", WORDS)
    found = by_id(read(law, tmp_path, catalogue))
    chapter = ("LIBRO PRIMERO", "TITULO UNICO", "CAPITULO ÚNICO. De las hojas")
    assert found["1"].hierarchy == chapter
    assert found["2"].hierarchy == (*chapter, "Apartado A. De las pastas")
    assert found["3"].hierarchy == (*chapter, "Apartado B")
    assert found["4"].hierarchy == (*chapter, "SECCION UNICA")


def test_a_heading_without_number_over_an_article_belongs_to_no_article(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.centred("CAPÍTULO I").article("Artículo 1.", WORDS).centred("DISPOSICIONES COMUNES").article(
        "Artículo 2.", WORDS
    )
    law.centred("CAPÍTULO II").article("Artículo 3.", WORDS)
    found = by_id(read(law, tmp_path, catalogue))
    assert found["1"].text == WORDS
    assert found["2"].hierarchy == ("CAPÍTULO I", "DISPOSICIONES COMUNES")
    assert found["3"].hierarchy == ("CAPÍTULO II",)


@pytest.mark.parametrize("stop", [".-", ")", ".", "-", ".—", ")—"])
def test_fractions_with_any_stop(law: SmallLaw, tmp_path: Path, catalogue: Catalogue, stop: str) -> None:
    law.article("Artículo 1.", "Los cuadernos:")
    for label in ("I", "II", "III", "IV"):
        law.item(f"{label}{stop}", WORDS)
    document = read(law, tmp_path, catalogue)
    assert [name for name in by_id(document) if "/" in name] == ["1/p1", "1/I", "1/II", "1/III", "1/IV"]
    assert not document.problems


def test_incisos_and_what_lies_below_them(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", "Los cuadernos:").item("I.-", WORDS)
    law.item("a.-", WORDS, 106, 128).item("i)", WORDS, 128, 150).item("ii)", WORDS, 128, 150)
    law.item("b.-", WORDS, 106, 128).item("1.", WORDS, 128, 150).item("2.", WORDS, 128, 150)
    law.item("II.-", WORDS).item("a)", WORDS, 106, 128).item("b)", WORDS, 106, 128)
    document = read(law, tmp_path, catalogue)
    assert [name for name in by_id(document) if name.startswith("1/I")] == [
        "1/I",
        "1/I/a",
        "1/I/a/i",
        "1/I/a/ii",
        "1/I/b",
        "1/I/b/1",
        "1/I/b/2",
        "1/II",
        "1/II/a",
        "1/II/b",
    ]
    assert by_id(document)["1/I/a/ii"].label == "Artículo 1, fracción I, inciso a), subinciso ii)"


@pytest.mark.parametrize("letters", [("A.", "B."), ("Apartado A.", "Apartado B.-")])
def test_apartados_with_fractions_inside_an_article(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, letters: tuple[str, str]
) -> None:
    law.article("Artículo 1.", "Hay dos clases:")
    for letter in letters:
        law.item(letter, "Cuadernos:", 84, 106).item("I.", WORDS, 106, 128).item("II.", WORDS, 106, 128)
    found = by_id(read(law, tmp_path, catalogue))
    assert [name for name in found if name.count("/") == 2] == ["1/A/I", "1/A/II", "1/B/I", "1/B/II"]
    assert found["1/B/I"].label == "Artículo 1, apartado B, fracción I"


@pytest.mark.parametrize("face", ["Helvetica-Bold", "Helvetica-Oblique"])
def test_the_title_of_an_article_is_text_but_no_paragraph(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, face: str
) -> None:
    for number, title in enumerate(("Objeto.", "Definiciones.", "Supletoriedad."), 1):
        law.article(f"Artículo {number}.", title, face=face).para(WORDS).item("I.", WORDS).item("II.", WORDS)
    law.article("Artículo 4.", "Se deroga.")
    document = read(law, tmp_path, catalogue)
    found = by_id(document)
    assert found["2"].text.startswith(f"Definiciones.\n{WORDS}\nI.")
    assert found["2"].extras["rubric"] == "Definiciones."
    assert found["2/p1"].text == WORDS
    assert found["4"].status is Status.DEROGADO
    assert not document.problems


def test_one_bold_line_in_a_law_without_titles_is_a_paragraph(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", "Aviso importante.", face="Helvetica-Bold").para(WORDS)
    law.article("Artículo 3.", WORDS)
    assert by_id(read(law, tmp_path, catalogue))["2/p1"].text == "Aviso importante."


def test_an_annex_before_the_transitorios_is_reported_and_enters_no_article(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", WORDS).centred("ANEXO 1").para("Tarifa de cuadernos.")
    law.centred("TRANSITORIOS").article("PRIMERO.-", WORDS)
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["1", "2", "T/1999-03-03/Primero"]
    assert by_id(document)["2"].text == WORDS
    assert codes(document) == ["ANEXO_SIN_LEER"]


def test_an_annex_after_the_transitorios_is_no_article(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).centred("TRANSITORIOS").article("PRIMERO.-", WORDS)
    law.centred("ANEXO").para("Tarifa de cuadernos.").article("Artículo 2.", "Del anexo.")
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["1", "T/1999-03-03/Primero"]
    assert by_id(document)["T/1999-03-03/Primero"].text == WORDS


def test_a_reglamento_is_one(tmp_path: Path, catalogue: Catalogue) -> None:
    law = SmallLaw(title="Reglamento de la Ley de los Cuadernos").front()
    law.centred("CAPÍTULO I").article("ARTÍCULO 1.", WORDS).centred("TRANSITORIOS").article("PRIMERO.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert (document.instrument.id, document.instrument.kind) == ("RLC", InstrumentKind.REGLAMENTO)


def test_a_transitorio_without_ordinal_is_the_only_one(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).centred("TRANSITORIO").para(WORDS)
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["1", "T/1999-03-03/Único"]
    assert by_id(document)["T/1999-03-03/Único"].text == WORDS


def test_a_transitorio_that_no_heading_announces_is_none_of_the_last_article(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    document = read(law.article("Artículo 1.", WORDS).article("TRANSITORIO ÚNICO.-", WORDS), tmp_path, catalogue)
    assert roots(document) == ["1", "T/1999-03-03/Único"]
    assert by_id(document)["1"].text == WORDS


def test_transitorio_unico_may_be_the_heading(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    document = read(law.article("Artículo 1.", WORDS).centred("TRANSITORIO ÚNICO").para(WORDS), tmp_path, catalogue)
    assert roots(document) == ["1", "T/1999-03-03/Único"]


@pytest.mark.parametrize("label", ["Artículos 2o. a 4o.", "ARTICULOS 2 A 4.-", "Artículos 2° al 4°.—"])
def test_a_range_of_repealed_articles(law: SmallLaw, tmp_path: Path, catalogue: Catalogue, label: str) -> None:
    law.article("Artículo 1.", WORDS).article(label, "(Se derogan).").article("Artículo 5.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["1", "2", "3", "4", "5"]
    assert not document.problems


def test_letter_spaced_headings_are_divisions(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.centred("L I B R O  P R I M E R O").article("Artículo 1.", WORDS)
    law.centred("C A P Í T U L O  II").centred("De las hojas").article("Artículo 2.", WORDS)
    found = by_id(read(law, tmp_path, catalogue))
    assert found["1"].text == WORDS
    assert found["2"].hierarchy == ("LIBRO PRIMERO", "CAPÍTULO II. De las hojas")


def test_a_numbered_division_in_bold_at_the_margin_is_none_of_the_article_above(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).title_of_decree("CAPÍTULO II DE LAS HOJAS").article("Artículo 2.", WORDS)
    found = by_id(read(law, tmp_path, catalogue))
    assert found["1"].text == WORDS
    assert found["2"].hierarchy == ("CAPÍTULO II DE LAS HOJAS",)


def test_incisos_of_the_old_alphabet_and_beyond_z(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    letters = [*"abc", "ch", *"defghijkl", "ll", *"mnñopqrstuvwxyz", "aa", "bb"]
    law.article("Artículo 1.", "Los colores:")
    for letter in letters:
        law.item(f"{letter})", "Un color.")
    document = read(law, tmp_path, catalogue)
    assert [name for name in by_id(document) if name.startswith("1/")] == ["1/p1", *(f"1/{name}" for name in letters)]
    assert not document.problems


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("(Derogado, D.O.F. 10 de febrero de 2000).", Status.DEROGADO),
        ("Derogado por decreto publicado en el Diario Oficial el 3 de mayo de 1999.", Status.DEROGADO),
        ("Se deroga la Ley publicada en el Diario Oficial el 3 de mayo de 1999.", Status.VIGENTE),
    ],
)
def test_an_article_repealed_in_its_own_words(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, text: str, status: Status
) -> None:
    assert by_id(read(law.article("Artículo 1.", text), tmp_path, catalogue))["1"].status is status


def test_bases_with_feminine_ordinals_are_a_list(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", "Las bases:").item("1a.", WORDS).item("2a.-", WORDS)
    assert list(by_id(read(law, tmp_path, catalogue))) == ["1", "1/p1", "1/1", "1/2"]


def test_text_before_the_first_transitorio_is_reported(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).centred("TRANSITORIOS").para("Hay que decir algo.").article("PRIMERO.-", WORDS)
    document = read(law, tmp_path, catalogue)
    assert roots(document) == ["1", "T/1999-03-03/Primero"]
    assert codes(document) == ["TEXTO_SIN_TRANSITORIO"]


def test_a_range_of_transitorios(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).centred("TRANSITORIOS").article("PRIMERO.-", WORDS)
    law.article("SEGUNDO A CUARTO.-", WORDS).article("TERCERO.-", WORDS).article("CUARTO.-", WORDS)
    law.article("QUINTO Y SEXTO.-", "(Se derogan).").article("SÉPTIMO.-", WORDS)
    found = by_id(read(law, tmp_path, catalogue))
    ordinals = ["Primero", "Segundo", "Tercero", "Cuarto", "Quinto", "Sexto", "Séptimo"]
    assert [p.number for p in found.values() if p.kind is ProvisionKind.TRANSITORIO] == ordinals
    assert found["T/1999-03-03/Primero"].text == WORDS
    assert found["T/1999-03-03/Sexto"].status is Status.DEROGADO


@pytest.mark.parametrize(
    "note", ["Capítulo derogado DOF 01-02-2000", "Capítulo (artículos 3 a 6) derogado DOF 01-02-2000"]
)
def test_a_gap_that_a_repealed_chapter_explains_does_not_stop_the_law(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, note: str
) -> None:
    law.centred("CAPÍTULO I").article("Artículo 1.", WORDS).article("Artículo 2.", WORDS).centred("CAPÍTULO II")
    law.centred("De las tintas").note(note).centred("CAPÍTULO III").article("Artículo 7.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert codes(document) == ["HUECO_EXPLICADO"]
    assert not fatal_problems(document)


def test_a_gap_wider_than_what_was_repealed_stops_it(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", WORDS).centred("CAPÍTULO II")
    law.note("Capítulo (artículos 3 a 5) derogado DOF 01-02-2000").article("Artículo 7.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert codes(document) == ["SALTO_DE_NUMERACION"]
    assert fatal_problems(document)


@pytest.mark.parametrize(("labels", "gap"), [(("2-A", "2-C"), "2-C"), (("2-B",), "2-B"), (("2-A", "2-B"), "")])
def test_a_letter_that_is_missing_is_reported(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, labels: tuple[str, ...], gap: str
) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", WORDS)
    for label in labels:
        law.article(f"Artículo {label}.", WORDS)
    document = read(law.article("Artículo 3.", WORDS), tmp_path, catalogue)
    assert [problem.message for problem in document.problems if f"pasa al {gap}" in problem.message] == [
        problem.message for problem in document.problems
    ]
    assert codes(document) == (["SALTO_DE_LETRA"] if gap else [])


def test_rows_of_a_table_over_a_page_break_stay_two(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", f"{WORDS} " * 60).article("Artículo 2.", "Tarifa:")
    for number in range(1, 61):
        law.row((120, f"{number:02}. Cuaderno de clase {number}"), (505, f"{number}.125"))
    table = next(p for p in read(law, tmp_path, catalogue).provisions if p.kind is ProvisionKind.TABLE)
    assert len(table.text.split("\n")) == 60


def test_two_laws_with_the_same_initials_keep_ids_of_their_own(
    tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    def law(title: str, published: str, folder: str, last_reform: str = "10-02-2024") -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        small = SmallLaw(title=title, published=published, last_reform=last_reform).front()
        return small.article("Artículo 1.", f"{title}: {WORDS}").save(tmp_path / folder / "ley.pdf")

    books = law("Ley de los Cuadernos", "3 de marzo de 1999", "a")
    reels = law("Ley de los Carretes", "4 de mayo de 2004", "b")
    later = law("Ley de los Carretes", "4 de mayo de 2004", "c", "11-03-2025")
    state = tmp_path / "var"
    ids = []
    for path in (books, reels, later):
        report = ingest(state, [path], catalogue, options, silent)
        ids.append([document.instrument.id for document in report.documents])
    assert ids == [["LC"], ["LECA"], ["LECA"]]
    assert ingest(state, [books, reels, later], catalogue, options, silent).documents == []


def test_an_unlisted_law_never_takes_the_id_of_a_listed_one(tmp_path: Path, catalogue: Catalogue) -> None:
    law = SmallLaw(title="Ley de Servicios Sociales").front().article("Artículo 1.", WORDS)
    assert read(law, tmp_path, catalogue).instrument.id == "LESESO"
