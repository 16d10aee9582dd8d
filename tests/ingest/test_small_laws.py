"""The parser on laws of ours in the layout of the consolidated texts: one trap at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_law import LEFT, SmallLaw

from corpus.provisions import Provision, ProvisionKind, Status
from ingest.catalogue import Catalogue
from ingest.readers import ReadDocument, read_file

WORDS = "El cuaderno se abre por la primera hoja y se cierra por la última cuando ya no queda nada más que escribir "


def read(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> ReadDocument:
    return read_file(law.save(tmp_path / "ley.pdf"), catalogue, ocr=False)


def by_id(document: ReadDocument) -> dict[str, Provision]:
    return {provision.id.partition(":")[2]: provision for provision in document.provisions}


def articles(document: ReadDocument) -> list[str]:
    return [p.number for p in document.provisions if p.kind is ProvisionKind.ARTICLE]


def test_an_unlisted_law_gets_an_acronym_its_dates_and_its_articles(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.centred("TÍTULO PRIMERO").centred("De los cuadernos").article("Artículo 1.", WORDS * 3)
    document = read(law, tmp_path, catalogue)
    assert (document.instrument.id, document.instrument.title) == ("LC", "Ley de los Cuadernos")
    assert (document.instrument.version, str(document.instrument.published)) == ("2024-02-10", "1999-03-03")
    assert by_id(document)["1"].text == (WORDS * 3).strip()
    assert by_id(document)["1"].hierarchy == ("TÍTULO PRIMERO. De los cuadernos",)
    assert document.problems == []


@pytest.mark.parametrize(
    ("printed", "number", "slug"),
    [
        ("Artículo 2 A.", "2 A", "2-A"),
        ("Artículo 2-A.-", "2-A", "2-A"),
        ("ARTÍCULO 2o.-A.-", "2-A", "2-A"),
        ("Artículo 2o.-A.", "2-A", "2-A"),
        ("Artículo 2-Bis.", "2-Bis", "2-Bis"),
        ("Artículo 2 bis.-", "2 Bis", "2-Bis"),
        ("Artículo 2-B Quáter.", "2-B Quáter", "2-B-Quáter"),
        ("Artículo 2-H Bis.", "2-H Bis", "2-H-Bis"),
        ("ARTICULO 2-1.", "2-1", "2-1"),
        ("Artículo 2 Bis 1.", "2 Bis 1", "2-Bis-1"),
    ],
)
def test_every_heading_style_of_the_house(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, printed: str, number: str, slug: str
) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", WORDS).article(printed, WORDS).article(
        "Artículo 3.", WORDS
    )
    document = read(law, tmp_path, catalogue)
    assert articles(document) == ["1", "2", number, "3"]
    assert by_id(document)[slug].text == WORDS.strip()


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("Artículos 2 a 4.-", ["1", "2", "3", "4", "5"]),
        ("Artículos 2 al 4.", ["1", "2", "3", "4", "5"]),
        ("ARTICULOS 2o. y 3o.-", ["1", "2", "3", "5"]),
    ],
)
def test_a_range_of_repealed_articles_is_each_of_them(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue, printed: str, numbers: list[str]
) -> None:
    law.article("Artículo 1.", WORDS).article(printed, "(Se derogan).").article("Artículo 5.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert articles(document) == numbers
    assert by_id(document)["3"].status is Status.DEROGADO


def test_a_heading_that_alone_is_not_bold_is_taken_if_it_is_the_next(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).para("Artículo 2. " + WORDS).article("Artículo 3.", WORDS)
    law.para("Artículo 7. Que no es el que sigue.")
    document = read(law, tmp_path, catalogue)
    assert articles(document) == ["1", "2", "3"]
    assert document.problems == []


def test_headings_in_the_plain_face_are_headings(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.centred("CAPITULO I", size=10, bold=False).centred("De las hojas", size=10, bold=False)
    law.article("Artículo 1.", WORDS).centred("TRANSITORIOS", size=10, bold=False).article("PRIMERO.-", WORDS)
    document = read(law, tmp_path, catalogue)
    assert [p.id for p in document.provisions if p.is_root] == ["LC:1", "LC:T/1999-03-03/Primero"]
    assert by_id(document)["1"].hierarchy == ("CAPITULO I. De las hojas",)


def test_a_cross_reference_that_starts_a_line_is_no_heading(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS)
    law.lines(
        "El remate se hace en los términos que para la enajenación de cuadernos señala con claridad el", left=LEFT
    )
    law.lines("Artículo 192 de este Código. Lo demás se rige por el", "Artículo 123 Constitucional.", left=LEFT)
    law.article("Artículo 2.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert articles(document) == ["1", "2"]
    assert "Artículo 192 de este Código." in by_id(document)["1"].text


def test_head_foot_and_page_numbers_do_not_enter_an_article_that_crosses_pages(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS * 60)
    document = read(law, tmp_path, catalogue)
    article = by_id(document)["1"]
    assert article.text == (WORDS * 60).strip()
    assert article.pages == (1, 2)


def test_notes_are_data_also_when_they_wrap_onto_a_date(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).note("Párrafo reformado DOF 20-12-2001, 07-06-2010")
    law.para(WORDS).note(
        "Multa del párrafo actualizada por resolución miscelánea fiscal DOF 05-01-2022. Compilada DOF 27-12-2022,"
        " 29-12-2023. Actualizada DOF 30-12-2023, 10-02-2024"
    )
    law.note("Artículo adicionado DOF 01-02-2000").article("Artículo 2.", WORDS)
    document = read(law, tmp_path, catalogue)
    found = by_id(document)
    assert found["1"].text == f"{WORDS.strip()}\n{WORDS.strip()}"
    assert [note.action for note in found["1"].notes] == ["adición", "reforma", "actualización"]
    assert [str(day) for day in found["1/p1"].notes[0].dates] == ["2001-12-20", "2010-06-07"]
    assert str(found["1/p2"].valid_from) == "2024-02-10"
    assert str(found["2"].valid_from) == "1999-03-03"


def test_derogated_articles_and_fractions_are_kept_as_such(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", "Son hojas:").item("I.", WORDS).item("II.", "Se deroga.").item("III.-", "(Se deroga).")
    law.article("Artículo 2.-", "(Se deroga).").article("Artículo 3.", "Derogado.").note(
        "Artículo derogado DOF 01-02-2000"
    )
    found = by_id(read(law, tmp_path, catalogue))
    gone = [name for name, provision in found.items() if provision.status is Status.DEROGADO and "/p" not in name]
    assert gone == ["1/II", "1/III", "2", "3"]


def test_the_tree_of_an_article_follows_its_indentation(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", "Los cuadernos:")
    law.item("I.", "Serán de papel:").item("a)", WORDS, 106, 128).item("b)", WORDS, 106, 128)
    law.para(WORDS, 106, 106).item("II.", WORDS * 2).item("II Bis.", WORDS)
    law.para("Lo anterior no se aplica.").item("A.", "Otra lista.")
    document = read(law, tmp_path, catalogue)
    found = by_id(document)
    assert [name for name in found if name != "1"] == [
        "1/p1",
        "1/I",
        "1/I/p1",
        "1/I/a",
        "1/I/b",
        "1/I/p2",
        "1/II",
        "1/II-Bis",
        "1/p2",
        "1/A",
    ]
    assert found["1/p2"].text == "Lo anterior no se aplica."
    assert found["1/I/b"].label == "Artículo 1, fracción I, inciso b)"
    for provision in document.provisions:
        if not provision.is_root:
            assert found[provision.root.partition(":")[2]].text[provision.start : provision.end] == provision.text


def test_a_list_that_starts_again_goes_under_the_paragraph_that_introduces_it(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", "Primero:").item("I.", "Uno.").item("II.", "Dos.")
    law.para("Luego:").item("I.", "Otro uno.").item("II.", "Otro dos.")
    found = by_id(read(law, tmp_path, catalogue))
    assert found["1/II"].text == "II. Dos."
    assert found["1/p2/II"].text == "II. Otro dos."


def test_items_set_like_paragraphs_keep_what_lies_between_them(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", "Los cuadernos:")
    for label in ("I.", "II.", "III."):
        law.item(label, WORDS * 2, 85, LEFT)
        if label == "II.":
            law.para(WORDS * 2)
    law.para("Y nada más.")
    found = by_id(read(law, tmp_path, catalogue))
    assert found["1/II/p2"].text == (WORDS * 2).strip()
    assert found["1/p2"].text == "Y nada más."


def test_hyphens_of_the_line_are_joined_and_real_ones_stay(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS + "las cuotas obrero-patronales y la citación del portador de aquel cuaderno.")
    law.article("Artículo 2.", "Queda.")
    law.lines(
        "El portador de un cuaderno que se encuentre perdido en la calle y sin dueño recibirá una cita-", left=LEFT
    )
    law.lines("ción por escrito, y de las que correspondan a las cuotas que se llaman por costumbre obrero-", left=LEFT)
    law.lines(
        "patronales se dará noticia conforme a lo que sobre los mismos cuadernos dispone el artículo 32-", left=LEFT
    )
    law.lines("B de esta Ley.", left=LEFT)
    text = by_id(read(law, tmp_path, catalogue))["2"].text
    assert "una citación por escrito" in text
    assert "obrero-patronales se dará" in text
    assert "artículo 32-B de esta Ley" in text


def test_tables_survive_as_text_and_do_not_count_as_paragraphs(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", "Conforme a la tabla siguiente:")
    for name, price in (("Clase I", "0.54355"), ("Clase II", "1.13065"), ("Clase III", "2.59840")):
        law.row((238, name), (340, price))
    law.para("Después de la tabla.")
    found = by_id(read(law, tmp_path, catalogue))
    assert found["1/t1"].text == "Clase I 0.54355\nClase II 1.13065\nClase III 2.59840"
    assert found["1/p2"].text == "Después de la tabla."


def test_a_table_that_is_a_picture_is_reported_and_read_beside_the_text(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", "Conforme a la tabla:").picture().para("Después.").article("Artículo 2.", WORDS)
    document = read_file(law.save(tmp_path / "ley.pdf"), catalogue)
    assert [problem.code for problem in document.problems] == ["TABLA_EN_IMAGEN"]
    article = by_id(document)["1"]
    assert article.text == "Conforme a la tabla:\nDespués."
    assert '"page": 1' in article.extras["pictures"]
    assert "pictures" not in by_id(document)["2"].extras


def test_transitorios_are_named_by_the_date_of_their_decree(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).centred("T R A N S I T O R I O S")
    law.article("PRIMERO.-", WORDS).article("VIGESIMO SEPTIMO.", WORDS)
    law.para("México, D.F., a 1 de marzo de 1999.- Dip. Nadie, Presidente.- Rúbricas.").page_break()
    law.centred("ARTÍCULOS TRANSITORIOS DE DECRETOS DE REFORMA")
    law.title_of_decree("DECRETO por el que se reforma la Ley de los Cuadernos.")
    law.centred("Publicado en el Diario Oficial de la Federación el 10 de febrero de 2024", size=8, bold=False)
    law.article("Artículo Único.-", "Se reforma el artículo 1 de la Ley de los Cuadernos, para quedar como sigue:")
    law.para("..........").article("Artículo 1.", "Texto citado por el decreto.").centred("Transitorios")
    law.article("Primero.", "Entra en vigor mañana:").item("1.", "Una cosa.").item("2.", "Otra cosa.")
    law.article("Artículo Segundo.-", WORDS).article("Tercero a Quinto.", "..........")
    law.para("Ciudad de México, a 9 de febrero de 2024.- Dip. Nadie.- Rúbricas.")
    document = read(law, tmp_path, catalogue)
    found = by_id(document)
    assert [name for name, p in found.items() if p.is_root] == [
        "1",
        "T/1999-03-03/Primero",
        "T/1999-03-03/Vigésimo Séptimo",
        "T/2024-02-10/Primero",
        "T/2024-02-10/Segundo",
    ]
    assert found["1"].text == WORDS.strip()
    assert found["T/2024-02-10/Segundo"].text == WORDS.strip()
    assert found["T/2024-02-10/Primero/2"].text == "2. Otra cosa."


def test_an_errata_after_the_body_does_not_overwrite_the_law(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", "El bueno.").centred("TRANSITORIO")
    law.article("ÚNICO.-", WORDS).page_break().centred("ARTÍCULOS TRANSITORIOS DE DECRETOS DE REFORMA")
    law.title_of_decree("FE de erratas a la Ley de los Cuadernos, publicada el 3 de marzo de 1999.")
    law.centred("Publicada en el Diario Oficial de la Federación el 10 de marzo de 1999", size=8, bold=False)
    law.para("Dice:").article("Artículo 2.", "El malo.").para("Debe decir:").article("Artículo 2.", "El bueno.")
    document = read(law, tmp_path, catalogue)
    assert articles(document) == ["1", "2"]
    assert by_id(document)["2"].text == "El bueno."


def test_two_sets_of_transitorios_in_one_decree_have_different_ids(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", WORDS).centred("TRANSITORIOS").article("PRIMERO.", WORDS).page_break()
    law.centred("ARTÍCULOS TRANSITORIOS DE DECRETOS DE REFORMA")
    law.title_of_decree("DECRETO por el que se expiden nuevas leyes y se modifican otras.")
    law.centred("Publicado en el Diario Oficial de la Federación el 15 de diciembre de 2005", size=8, bold=False)
    law.article("Artículo Primero.", "Se expide la Ley de los Lápices.").centred("Transitorios")
    law.article("Primero.", "De la ley de los lápices.").centred(
        "Disposiciones Transitorias de la Ley de los Cuadernos"
    )
    law.article("Artículo Segundo.", "Se estará a lo siguiente:").item("I.", WORDS)
    law.centred("Transitorios").article("Primero.", "Del decreto.")
    found = by_id(read(law, tmp_path, catalogue))
    assert found["T/2005-12-15/Primero"].text == "Del decreto."
    assert found["T/2005-12-15.2/Primero"].text == "De la ley de los lápices."
    assert found["T/2005-12-15/Artículo Segundo/I"].text == f"I. {WORDS.strip()}"


def test_a_gap_in_the_numbering_is_a_problem(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2.", WORDS).article("Artículo 4.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert [problem.code for problem in document.problems] == ["SALTO_DE_NUMERACION"]
    assert "Del artículo 2 se pasa al 4" in document.problems[0].message


def test_text_outside_every_article_is_reported(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.centred("CAPÍTULO I").para(WORDS * 2).article("Artículo 1.", WORDS)
    document = read(law, tmp_path, catalogue)
    assert {problem.code for problem in document.problems} == {"TEXTO_SIN_ARTICULO", "RENGLONES_SIN_EXPLICAR"}


def test_several_repealed_items_in_one_label_keep_the_list_going(
    law: SmallLaw, tmp_path: Path, catalogue: Catalogue
) -> None:
    law.article("Artículo 1.", "Son causas:").item("I.", "la primera;").item("II a IV.", "Se derogan.")
    law.item("V.", "la quinta, y").item("VI.", "la sexta, que tiene:")
    law.item("a)", "un inciso;", left=106, wrap=128).item("b) y c)", "(Se derogan).", left=106, wrap=128)
    law.item("d)", "otro.", left=106, wrap=128)
    document = read(law, tmp_path, catalogue)
    found = by_id(document)
    assert not document.problems
    assert list(found) == ["1", "1/p1", "1/I", "1/II-a-IV", "1/V", "1/VI", "1/VI/a", "1/VI/b-y-c", "1/VI/d"]
    assert found["1/II-a-IV"].status is Status.DEROGADO
    assert found["1/V"].text == "V. la quinta, y"


def test_a_singular_heading_of_several_repealed_articles(law: SmallLaw, tmp_path: Path, catalogue: Catalogue) -> None:
    law.article("Artículo 1.", WORDS).article("Artículo 2 a 4.", "(Se derogan).").article("Artículo 5.", WORDS)
    assert articles(read(law, tmp_path, catalogue)) == ["1", "2", "3", "4", "5"]
