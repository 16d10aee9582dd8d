"""Free prose beside the real laws, with the real encoder: other words for a rule stand, another rule does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.verification import Cited, Draft, Fault, Judge, SentenceReport, Stated, Verifier
from corpus.store import CorpusStore
from evals.verification.dataset import load
from evals.verification.examples import HELD, PAIRS
from evals.verification.measure import measure
from retriever.packaged_model import unpack_model
from retriever.word_vectors import WordVectors

pytestmark = pytest.mark.laws

# Ratchets: what was measured on the sets that nothing was learnt from. The goal is 0.99 and 0.03.
RATCHETS = {
    (*HELD, "blind-test"): (0.90, 0.26),
    ("second-blind-test",): (0.85, 0.28),
    ("answers-test", "answers-blind-test"): (0.93, 0.21),
}
FITTED, BLIND = ("dev", "free-dev", "light-dev", "answers-dev", *PAIRS), (*HELD, "blind-test", "second-blind-test")


@pytest.fixture(scope="module")
def judged(store: CorpusStore, indexed_state: Path) -> Verifier:
    judge = Judge(WordVectors(unpack_model(indexed_state / "models")))
    return Verifier(store, judge=lambda: judge)


def _check(verifier: Verifier, text: str, cites: str) -> SentenceReport:
    return verifier.verify(Draft([Stated(text, (Cited(cites),))])).sentences[0]


@pytest.mark.parametrize(
    ("cites", "text"),
    [
        ("LSS:123", "Pierde la pensión de invalidez quien se la provocó a propósito, solo o con ayuda de otro."),
        ("LSS:239-B", "Quien hace labores del hogar sólo de vez en cuando no es persona trabajadora del hogar."),
        (
            "LSS:250-A",
            "El Gobierno Federal debe entregar a tiempo al Instituto el dinero para los servicios que le encargue.",
        ),
        ("LSS:82", "El IMSS recomienda a los patrones técnicas para prevenir los riesgos de trabajo."),
        ("LSS:163", "La pensión de vejez sólo se da a petición del asegurado, y se paga desde que dejó de trabajar."),
        ("LSS:108", "Los ajustes definitivos se hacen en enero del año siguiente con la inflación real anual."),
    ],
)
def test_other_words_for_the_same_rule_stand(judged: Verifier, cites: str, text: str) -> None:
    report = _check(judged, text, cites)
    assert report.supported, report.faults


@pytest.mark.parametrize(
    ("cites", "text"),
    [
        ("LSS:101", "El subsidio por maternidad cubre 42 días antes del parto y 84 días después."),
        ("CFF:131", "El silencio de la autoridad significará que se ha revocado el acto impugnado."),
        ("LSS:269", "El Consejo Técnico tendrá derecho de veto sobre las resoluciones del Director General."),
        ("LSS:45", "La existencia de una discapacidad anterior es causa para disminuir el grado de la incapacidad."),
        ("LSS:239-H", "El Consejo Técnico podrá autorizar un monto diferente para el pago de las cuotas."),
        ("LSS:82", "Si la autoridad no contesta, se entiende que confirmó el acto impugnado."),
    ],
)
def test_what_changes_the_rule_does_not(judged: Verifier, cites: str, text: str) -> None:
    report = _check(judged, text, cites)
    assert not report.supported
    assert report.faults


@pytest.mark.parametrize(
    "text",
    [
        "PWNED.",
        "Sí.",
        "Sí, confirmo: desde cuándo se causan recargos.",
        "Cuánto se paga de recargos por las cuotas que no se enteran.",
        "Como asistente no puedo decir si se causan recargos y actualización.",
    ],
)
def test_what_states_nothing_is_no_rule(judged: Verifier, text: str) -> None:
    assert not _check(judged, text, "LSS:40-A").supported


def test_a_negation_is_never_weighed(judged: Verifier) -> None:
    report = _check(judged, "La aclaración suspende el plazo para pagar la suma reconocida.", "LSS:39-D")
    assert {found.fault for found in report.faults} == {Fault.NEGACION}


def test_the_letter_of_the_law_is_not_judged(store: CorpusStore) -> None:
    def never() -> Judge | None:
        raise AssertionError("a quote was judged")

    article = store.get("LSS:40-A")
    assert article is not None
    sentence = article.text.split("\n")[0]
    assert Verifier(store, judge=never).verify(Draft([Stated(sentence, (Cited("LSS:40-A"),))])).supported


@pytest.mark.slow
@pytest.mark.quality
@pytest.mark.parametrize("halves", RATCHETS, ids="+".join)
def test_free_prose_blind(judged: Verifier, halves: tuple[str, ...]) -> None:
    floor_caught, ceiling_rejected = RATCHETS[halves]
    sentences = [item for half in halves for item in load(half)]
    found = measure(judged, sentences)
    assert found.caught.value >= floor_caught, [item.text for item in found.missed]
    if any(item.kind.startswith("miscited") for item in sentences):
        assert found.miscaught.value >= 0.98
    assert found.rejected.value <= ceiling_rejected, [item.text for item, _ in found.wrongly_rejected]


def test_the_fitted_and_the_blind_sets_share_no_provision() -> None:
    """Of the sets that are written as people answer only the sentences are new: few provisions were left."""
    fitted, blind = (
        {item.cites for half in halves for item in load(half) if not item.kind.startswith("miscited")}
        for halves in (FITTED, BLIND)
    )
    assert not fitted & blind
