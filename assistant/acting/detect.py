"""Which calculation a question asks for, if any: explicit patterns over its words, with the facts that they need."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.acting.extinctions import asks_extinction
from assistant.acting.facts import Facts
from assistant.acting.infractions import fraction_named, infraction_named
from assistant.understanding.amounts import COUNT_WORDS, words_to_number
from assistant.understanding.spans import fold

_NUMBER = rf"\d{{1,3}}|(?:{COUNT_WORDS})(?: y (?:{COUNT_WORDS}))?"
_COUNT = re.compile(rf"\b({_NUMBER})\s*(?:(parcialidad\w*|mensualidad\w*|meses|pagos|abonos)|anos?)\b")
_PERCENTAGE = re.compile(rf"\b(\d{{1,3}}(?:\.\d+)?|(?:{COUNT_WORDS})(?: y (?:{COUNT_WORDS}))?)\s*(?:%|por ciento)")
_ACTS = re.compile(rf"\b({_NUMBER}) (?:diligencias?|actos?)\b")
_COUNT_ALONE = re.compile(rf"(?:^|—)\W*y (?:si )?(?:a|en|con|son|fueran?|fueran a) ({_NUMBER})\W*$")
_TERM_ASKED = re.compile(
    rf"\b(?:a|en|quier\w+|pid\w+|solicit\w+|plazo de) (?:los? )?(?:{_NUMBER}) (?:meses|pagos|anos?)\b"
)
_EACH_MONTH = re.compile(r"\b(?:cada mes|al mes|por mes|mensual|mensualmente)\b")
_LATE = re.compile(r"\b(?:mora|atras\w+|retras\w+|recargos?|revoc\w+|incumpl\w+)\b")
_HOW_MUCH = re.compile(
    r"\bcuant[oa]s?\b|\brango\b|\ben pesos\b|\bmonto\b|\bminim\w+|\bmaxim\w+|\bcalcul\w+|\bque multa\b"
)
_ASKS = re.compile(
    r"\b(?:cuanto|calcul\w+|computa\w*|a cuanto|en cuanto|que monto|que cantidad|saca\w*|dame|hasta cuando|"
    r"cuando|que dia|como se aplica|como aplico|rango|total)\b"
)
_OWES = re.compile(
    r"\b(?:cuanto (?:debe|tiene que pagar|paga|pagaria|es lo que debe)|"
    r"(?:que|cuantos|cuanto de|cuanto son los|de cuanto son los) recargos\b|"
    r"calcul\w+ (?:l[oa]s? )?(?:recargos?|actualizacion))\b"
)
_ACCESSORIES = re.compile(r"\b(?:recargos?|actualizacion|accesorios?|debe|adeud\w+|pag[ao]\w*|vencimiento)\b")
_ORDERS = re.compile(r"^\W*(?:por favor\W+)?(?:calcul[ae]\w*|computa\w*|saca\w*|cuantifica\w*|hazme el calculo)\b")
_TO_PESOS = re.compile(r"\b(?:redonde\w+|ajust\w+)\b.{0,30}\bpesos?\b")
_VALUE = re.compile(
    r"^\W*(?:el |la |valor )?(?P<alone>uma|inpc) (?:del? )?(?:20\d\d|[a-z]+ (?:del? )?20\d\d)\W*$|"
    r"\b(?:cuanto (?:vale|es|esta|valia|era)|valor (?:de|del)|que valor|cual (?:es|era)|de cuanto (?:es|era)|que)"
    r" (?:tiene |tenia |es |era )?(?:de )?(?:el |la )?(?:valor de )?(?:el |la )?"
    r"(?P<name>uma|inpc)\b(?! (?:se usa|aplic))"
)
_TELLS_WHEN = re.compile(r"\b(?:cuando|que dia|fecha|ya|esta|sigue|aun|todavia|puedo|se puede)\b")
_TERMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("inconformidad", re.compile(r"\binconform\w+")),
    ("revocacion", re.compile(r"\brecurso de revocacion\b")),
    ("aclaracion", re.compile(r"\baclara\w+")),
)
_OTHER_TERMS = re.compile(
    r"\b(?:accion penal|querella|delito|remate|subasta|postura|fianza|convenio|garantia|devol\w+|devuelv\w+|reclam\w+|"
    r"reembols\w+|regres(?:e|en|emos|an|ar)\w{0,3}|(?:pag\w+|depos\w+) (?:de mas|doble|dos veces|por error))\b"
)
"""What else falls due, by rules of its own."""
_YEAR = re.compile(r"\b(20\d{2})\b")
_NAMES_OMISSION = re.compile(r"\b304\b(?!\s*-?[ab]\b)")
"""LSS 304, whose fine is a share of what was not paid: no fraction of LSS 304 A is needed for it."""

_OWES_NO_MORE = re.compile(
    r"^\W*(?:y )?cuanto (?:me |nos )?(?:debe|adeuda|debo|deben)\b(?: (?:hoy|ya|un|una|el|la|mi))*"
    r"(?: (?:patron|empresa|negocio|cliente))?"
    r"(?: (?:hoy|que|si|y|como|no|ha|pago|pagado|paga|nada|a tiempo|al dia))*\W*$"
)
"""What is owed by somebody who did not pay, and nothing else: the rest is asked for."""

Rule = Callable[[str, Facts], bool]

_RULES: tuple[tuple[str, Rule], ...] = (
    ("extincion", lambda text, facts: asks_extinction(text) and bool(facts.days) and bool(_TELLS_WHEN.search(text))),
    ("plazo", lambda text, facts: filing_term_named(text) != "" and "notified" in facts.days and _asks_term(text)),
    ("round_peso", lambda text, facts: facts.amount is not None and bool(_TO_PESOS.search(text))),
    ("cheque", lambda text, facts: "cheque" in text and facts.amount is not None),
    (
        "imputar_pago",
        lambda text, facts: bool(re.search(r"\b(?:aplic\w+|imput\w+)\b", text)) and len(facts.amounts) >= 2,
    ),
    ("gastos_ejecucion", lambda text, facts: "gastos" in text and facts.amount is not None and _has_acts(text)),
    ("buzon", lambda text, facts: "buzon" in text and bool(facts.days) and bool(_ASKS.search(text))),
    ("estrados", lambda text, facts: "estrados" in text and bool(facts.days) and bool(_ASKS.search(text))),
    ("diferido", lambda text, facts: bool(re.search(r"\bdif(?:er|ier)\w+", text)) and facts.amount is not None),
    ("instalments", lambda text, facts: _has_instalments(text) and (facts.amount is not None or _asks_each(text))),
    ("multa_304b", lambda text, facts: _asks_fine_range(text, facts) and facts.amount is None),
    ("multa_304", lambda text, facts: _asks_omission_fine(text) and facts.amount is not None),
    ("mora_rate", lambda text, facts: facts.amount is None and bool(_asks_rate(text))),
    ("valor_legal", lambda text, facts: facts.amount is None and bool(_VALUE.search(text))),
    (
        "due_date",
        lambda text, facts: (
            facts.amount is None and _asks_due(text) and _has_due(facts) and not _OTHER_TERMS.search(text)
        ),
    ),
    ("surcharges", lambda text, facts: _asks_surcharges(text, facts)),
)
"""Of the first that matches; a calculation needs its facts."""
_ORDERED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("gastos_ejecucion", re.compile(r"\bgastos de ejecucion\b")),
    ("instalments", re.compile(r"\b(?:parcialidad\w*|mensualidades|pago inicial)\b")),
    ("cheque", re.compile(r"\bcheque\b")),
    ("surcharges", re.compile(r"\b(?:recargos|actualizacion|accesorios)\b")),
)
"""What an order to compute is about: without its amount it is asked for it, not answered with the law."""


def detect(question: str, facts: Facts) -> str | None:
    """The name of the tool, or None for a question that only the regulations answer."""
    text = fold(question)
    found = next((name for name, rule in _RULES if rule(text, facts)), None)
    if found is None and _ORDERS.search(text):
        found = next((name for name, pattern in _ORDERED if pattern.search(text)), None)
    return found


def filing_term_named(folded: str) -> str:
    """The term in working days that a folded question names, as the tool `plazo` calls it; "" for none."""
    return next((name for name, pattern in _TERMS if pattern.search(folded)), "")


def value_named(question: str) -> str:
    """ "uma" or "inpc"."""
    found = _VALUE.search(fold(question))
    return (found["name"] or found["alone"]) if found else ""


def instalment_count(question: str) -> int | None:
    """The last number of instalments named; "¿y a 24?" after another one names it too."""
    alone = _COUNT_ALONE.search(fold(question))
    if alone:
        return _number(alone[1])
    found = _COUNT.findall(fold(question))
    return _number(found[-1][0]) * (1 if found[-1][1] else 12) if found else None


def percentage_named(question: str) -> str | None:
    """The first percentage, in figures."""
    found = _PERCENTAGE.search(fold(question))
    return None if found is None else found[1] if found[1][0].isdigit() else str(_number(found[1]))


def acts_named(question: str) -> int | None:
    """How many diligencias are said."""
    found = _ACTS.search(fold(question))
    return _number(found[1]) if found else None


def _number(said: str) -> int:
    return int(said) if said.isdigit() else words_to_number(said)


def year_named(question: str) -> int | None:
    """The last year named."""
    found = _YEAR.findall(question)
    return int(found[-1]) if found else None


def _has_acts(text: str) -> bool:
    return bool(re.search(r"\b(?:ejecucion|diligencia\w*|requerimiento|embargo)\b", text))


def _has_instalments(text: str) -> bool:
    return bool(
        re.search(r"\b(?:parcialidad\w*|mensualidad(?:es)?|abonos?|pago inicial)\b", text)
        or re.search(rf"\ba (?:{_NUMBER}) (?:meses|anos?)\b", text)
        or (_COUNT.search(text) and re.search(r"\bconveni(?:o|a|ar|aria|ado)\b", text) and not _LATE.search(text))
        or (_TERM_ASKED.search(text) and _EACH_MONTH.search(text) and not _LATE.search(text))
    )


def _asks_each(text: str) -> bool:
    """What each payment is, without its amount: it is asked for."""
    asks = re.search(r"\bcuanto (?:es|son|sale\w*|queda\w*|seria\w*|saldria\w*) (?:la|las|cada|de)\b", text)
    return bool(asks and _COUNT.search(text) and re.search(r"\b(?:parcialidad|mensualidad)", text))


def _asks_fine_range(text: str, facts: Facts) -> bool:
    """In pesos or UMA; or of a fraction of 304 A that is named, or of an infraction committed on a day."""
    if "multa" not in text or not _HOW_MUCH.search(text):
        return False
    told = fraction_named(text) is not None or ("committed" in facts.days and infraction_named(text) is not None)
    return told or bool(re.search(r"\b(?:pesos|umas?)\b", text) and not _NAMES_OMISSION.search(text))


def _asks_omission_fine(text: str) -> bool:
    return "multa" in text and bool(_PERCENTAGE.search(text) or _NAMES_OMISSION.search(text))


def _asks_rate(text: str) -> bool:
    on_time = re.search(r"\b(?:prorroga|a plazos|parcialidad\w*|diferid\w*)\b", text)
    late = re.search(r"\btasa\b", text) and re.search(r"\b(?:recargos?|mora)\b", text) and _YEAR.search(text)
    return bool(late) and not on_time


def _asks_term(text: str) -> bool:
    return bool(re.search(r"\b(?:cuando|que dia|fecha|ultimo dia|vence|limite|plazo)\b", text))


def _asks_due(text: str) -> bool:
    return bool(re.search(r"\b(?:cuando|que dia|hasta cuando|fecha|ultimo dia)\b", text)) and bool(
        re.search(r"\b(?:venc\w+|pag\w+|limite)\b", text)
    )


def _has_due(facts: Facts) -> bool:
    return bool(facts.period or facts.bimester or "notified" in facts.days)


def _asks_surcharges(text: str, facts: Facts) -> bool:
    anchored = _has_due(facts) or "due" in facts.days
    if facts.amount is not None:
        terse = facts.kind is not None and "paid" in facts.days and bool(re.search(r"\bal (?:dia )?\d", text))
        asks = terse or bool(_ASKS.search(text) or _ACCESSORIES.search(text))
        return (anchored and asks) or bool(_OWES.search(text))
    return (bool(_OWES.search(text)) and anchored and facts.kind is not None) or bool(_OWES_NO_MORE.match(text))
