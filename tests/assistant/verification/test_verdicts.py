"""One verdict per reference, and the difference between "does not exist" and "could not be checked"."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers import Verdict
from assistant.verification import Cited, Draft, Fault, Report, Stated, Verifier

pytestmark = pytest.mark.laws
TRUE = "Los recargos se causan por cada mes o fracción que transcurra desde el día en que debió hacerse el pago."


def _one(verifier: Verifier, provision_id: str, **more: object) -> Report:
    return verifier.verify(Draft([Stated(TRUE, (Cited(provision_id),))], **more))  # type: ignore[arg-type]


def test_a_true_sentence_with_its_provision_stands(verifier: Verifier) -> None:
    report = _one(verifier, "CFF:21", retrieved=frozenset({"CFF:21", "CFF:17-A"}))
    assert report.supported
    assert [item.verdict for item in report.references] == [Verdict.VERIFICADA]


def test_an_article_that_does_not_exist_says_what_is_near_and_where_the_law_ends(verifier: Verifier) -> None:
    found = _one(verifier, "LSS:999").references[0]
    assert found.verdict is Verdict.NO_EXISTE
    assert found.nearest
    assert found.bounds == ("LSS:1", "LSS:319")
    assert "artículo 999 de la Ley del Seguro Social" in found.message


@pytest.mark.parametrize("provision_id", ["LSS:40-Z", "CFF:21/p99", "LSS:304-A/LXX", "MANUAL-JSAC:7.1.3/78"])
def test_neighbours_that_do_not_exist_are_not_taken_for_those_that_do(verifier: Verifier, provision_id: str) -> None:
    assert _one(verifier, provision_id).references[0].verdict is Verdict.NO_EXISTE


def test_a_derogated_article_is_named_as_such(verifier: Verifier) -> None:
    assert _one(verifier, "CFF:64").references[0].verdict is Verdict.DEROGADA


def test_a_law_that_is_not_in_the_corpus_cannot_be_checked_and_is_not_said_to_be_missing(verifier: Verifier) -> None:
    assert _one(verifier, "LFT:15").references[0].verdict is Verdict.NO_VERIFICABLE


def test_a_provision_that_was_not_retrieved_is_out_of_context(verifier: Verifier) -> None:
    report = _one(verifier, "CFF:21", retrieved=frozenset({"LSS:40-A"}))
    assert report.references[0].verdict is Verdict.FUERA_DE_CONTEXTO
    assert not report.supported


def test_a_day_before_the_law_existed_is_a_verdict_of_its_own(verifier: Verifier) -> None:
    assert _one(verifier, "LSS:40-A", as_of=date(1990, 1, 1)).references[0].verdict is Verdict.NO_VIGENTE_EN_FECHA


def test_a_rule_without_citation_is_not_supported(verifier: Verifier) -> None:
    report = verifier.verify(Draft([Stated(TRUE)]))
    assert [fault.fault for fault in report.sentences[0].faults][:1] == [Fault.SIN_CITA]


def test_connecting_text_needs_no_citation(verifier: Verifier) -> None:
    assert verifier.verify(Draft([Stated("Esto dice la ley:", role="connective")])).supported


def test_naming_another_article_than_the_one_cited_is_a_fault(verifier: Verifier) -> None:
    text = "Conforme al artículo 139 del CFF, los recargos se causan por cada mes o fracción que transcurra."
    report = verifier.verify(Draft([Stated(text, (Cited("CFF:21"),))]))
    assert Fault.REFERENCIA_AJENA in {fault.fault for fault in report.sentences[0].faults}


def test_naming_an_article_that_the_cited_text_names_is_not(verifier: Verifier) -> None:
    text = (
        "Los recargos se generan hasta por cinco años, salvo en los casos del artículo 67 del Código, en los que corren"
        " hasta que se extingan las facultades de la autoridad para determinar."
    )
    assert verifier.verify(Draft([Stated(text, (Cited("CFF:21"),))])).supported


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "Se rige por el artículo 17 de la Ley Federal de los Derechos del Contribuyente.",
            True,
        ),
        (
            "Se rige por el artículo 19 de la Ley Federal de los Derechos del Contribuyente.",
            False,
        ),
        ("Se rige por el artículo 17 de la Ley Aduanera.", False),
    ],
)
def test_another_law_may_be_named_where_the_cited_text_names_it(verifier: Verifier, text: str, own: bool) -> None:
    report = verifier.verify(Draft([Stated(text, (Cited("CFF:69-G"),))]))
    assert (Fault.REFERENCIA_AJENA not in {fault.fault for fault in report.sentences[0].faults}) is own


def test_a_short_name_of_another_law_is_not_read_as_an_article_that_does_not_exist(verifier: Verifier) -> None:
    text = "No se aplican a las personas trabajadoras del hogar ya inscritas los artículos {} de su ley."
    cites = (Cited("LSS:T/2019-05-01/Vigésimo Quinto"),)
    right, wrong = (
        {fault.fault for fault in verifier.verify(Draft([Stated(text.format(articles), cites)])).sentences[0].faults}
        for articles in ("338 y 339", "340 y 341")
    )
    assert Fault.REFERENCIA not in right
    assert Fault.REFERENCIA in wrong


def test_naming_an_article_that_does_not_exist_is_a_fault_even_with_a_good_citation(verifier: Verifier) -> None:
    text = "Los recargos se causan por cada mes o fracción que transcurra (artículo 40 Z de la LSS)."
    report = verifier.verify(Draft([Stated(text, (Cited("CFF:21"),))]))
    assert Verdict.NO_EXISTE in {item.verdict for item in report.references}
    assert not report.supported


def test_the_checks_that_ran_are_counted(verifier: Verifier) -> None:
    report = verifier.verify(Draft([Stated(TRUE, (Cited("CFF:21"),))], question="¿qué dice el artículo 21 del CFF?"))
    assert report.checks["referencias"] == 1
    assert report.checks["guardas"] > 5
    assert report.checks["premisas"] == 1


def test_figures_must_be_those_of_a_tool(verifier: Verifier) -> None:
    good = Stated("El total es de $12,345.67.", role="figure")
    bad = Stated("El total es de $12,345.76.", role="figure")
    report = verifier.verify(Draft([good, bad], tool_results=("total: $12,345.67",)))
    assert [sentence.supported for sentence in report.sentences] == [True, False]


def test_a_quote_inside_a_sentence_must_be_literal(verifier: Verifier) -> None:
    right = "El Código dice que «Los recargos se causarán por cada mes o fracción que transcurra»."
    wrong = "El Código dice que «Los recargos no se causarán por cada mes o fracción que transcurra»."
    report = verifier.verify(Draft([Stated(right, (Cited("CFF:21"),)), Stated(wrong, (Cited("CFF:21"),))]))
    assert [sentence.supported for sentence in report.sentences] == [True, False]
    assert Fault.CITA_TEXTUAL in {fault.fault for fault in report.sentences[1].faults}
