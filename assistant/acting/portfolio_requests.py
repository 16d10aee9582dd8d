"""Which list of the portfolio a message asks for, in the words of whoever collects; none where it asks for a rule."""

from __future__ import annotations

import re
from typing import Any

from tools.credits.portfolio import PortfolioList

_HELD = r"(?:fianzas?|garantias?|polizas?)"
_ENDS = r"(?:venc\w+|venz\w+|expir\w+|caduc\w+)"
_MOVED = r"(?:traspas\w+|procuracion\w*)"
_OWED = r"(?:adeudos?|creditos?)"
_DEBTORS = r"(?:deudor\w*|patrones|morosos?|empresas?)"
_GREATEST = r"(?:mayores|principales|peores)"
_MOST = r"(?:mas (?:grandes?|altos?|morosos?|endeudad\w+)|mayor(?:es)? (?:adeudos?|importes?|saldos?|montos?|deudas?))"
_AMOUNT = r"(?:saldo|adeudo|importe|deuda|monto)s?"
# In order: the first whose words are in the message. What names two matters names the narrower one.
_LISTS = (
    (
        PortfolioList.INCIDENCIA_INCORRECTA,
        r"\bincidencias?\b.*\b(?:incorrect\w+|equivocad\w+|erroneas?|mal|no corresponden?|contradi\w+|sin fecha)\b|"
        r"\bmal\b.*\bincidencias?\b",
    ),
    (PortfolioList.GARANTIAS, rf"\b{_HELD}\b.*\b{_ENDS}|\b{_ENDS}\b.*\b{_HELD}\b"),
    (
        PortfolioList.TRASPASOS,
        rf"\b{_MOVED}\b.*\b(?:pendientes?|sin atender|(?:no|nadie)\b.*\batend\w+)|\bpendientes?\b.*\b{_MOVED}\b",
    ),
    (
        PortfolioList.SIN_PAE,
        r"\bnotific\w+.*\b(?:pae|ejecucion|requerimientos? de pago|sin requerir)\b|\bsin pae\b|"
        r"\b(?:iniciado|mandar|pasar|turnar|meter|enviar)\w*\b.{0,12}\bpae\b|"
        r"\bvencid\w+\b.*(?:\bsin (?:embarg\w+|requeri\w+|ejecut\w+)|\b(?:no|nadie)\b.*\b(?:pae|ejecucion)\b)",
    ),
    (
        PortfolioList.POR_NOTIFICAR,
        r"\bsin notificar\w*\b|\b(?:pendientes? de|por|falta\w*) notificar\w*\b|\bno notificad\w+\b|"
        r"\bno (?:se )?(?:hemos|han?|estan) notificad\w+\b|\batras\w* (?:de|en) (?:la )?notificacion\w*\b",
    ),
    (PortfolioList.MORA, r"\b(?:que|cual|cada|por) subdelegacion(?:es)?\b.*\b(?:deben?|vencid\w+|mora)\b"),
    (
        PortfolioList.DEUDORES,
        r"\bmas (?:me |nos )?deben?\b(?! (?:\w+ )?recargos)|"
        r"\bdeben? mas\b(?=\W*$|\s+(?:dinero|en|de la|a la|al|por)\b)|"
        rf"\b{_GREATEST} (?:\w+ )?{_DEBTORS}\b|\b{_DEBTORS} (?:\w+ )?{_MOST}\b|"
        rf"\b{_DEBTORS}\b.{{0,12}}\bcon (?:mas|mayor(?:es)?) {_AMOUNT}\b|\btop \d+ (?:de )?{_DEBTORS}\b|"
        rf"\bquien(?:es)?\b.*\b(?:{_MOST}|{_GREATEST} {_OWED})\b",
    ),
    (
        PortfolioList.MAYORES,
        rf"\b{_GREATEST} (?:\w+ )?{_OWED}\b|\b{_OWED} (?:\w+ )?{_MOST}\b|"
        rf"\bcon (?:mas|mayor(?:es)?) {_AMOUNT}\b|\btop \d+\b",
    ),
    (
        PortfolioList.MORA,
        r"\bcartera (?:\w+ ){0,2}(?:en mora|vencida)\b|\bcreditos vencidos\b|\b(?:adeudos?|saldos?) vencid\w+\b|"
        r"\bcuanto\b.*\bvencid[oa]\b|\bcuanto (?:nos|me) deben\b|\b(?:resumen|total) de (?:la )?mora\b",
    ),
)
_ABOUT_RULES = re.compile(
    r"\bque (?:es|son|pasa\w*|sucede\w*|ocurre\w*|hace\w*|dice\w*|establec\w+|significa|plazo|requisitos|incidencia|"
    r"funcion\w*|documentos?|reporte|debo|debe|sigue|procede|departamento|area|division|titular\w*)\b|"
    r"\b(?:a|en|por|para) que\b|\bcomo (?:se|debo|puedo)\b|\bcuando\b|"
    r"\bquien(?:es)?\b(?! (?:son|es|(?:mas )?(?:me |nos )?deben?)\b)|"
    r"\b(?:puede\w*|puedo|podemos|procede\w*|acepta\w*|prescri\w+|obliga\w*|requisitos?)\b|"
    r"\b(?:ley|manual|reglamento|articulo|numeral|lss|cff)\b|"
    r"\bse (?:deben?|tienen?|requiere\w*|considera\w*)\b|\bdeben? (?:de )?\w+[aei]r(?:se)?\b"
)
_NAMED = r"(?:creditos?|patrones|deudores|garantias|fianzas|polizas|traspasos|subdelegacion\w*)"
_OURS = re.compile(
    r"\b(?:me|nos|mis?|tengo|tenemos|hay|cuales|cuantos|cuantas|quien|quienes|lista\w*|dame|muestra\w*|relacion|reporte|"
    rf"resumen|total|top|como (?:va|vamos|anda))\b|\bque (?:\w+ )?{_NAMED}\b|\ben la (?:subdelegacion )?\d{{2}}\b"
)
_NOMINAL = re.compile(
    r"^\W*(?:(?:los|las|la|el|lo)\s+)?(?:\d+\s+)?(?:creditos?|garantias?|fianzas?|polizas?|traspasos?|procuracion\w*|"
    r"solicitudes|cartera|incidencias?|notificad[oa]s|pendientes|atraso\w*|adeudos?|deudor\w*|patrones|principales|"
    r"mayores|morosos|que)\b"
)
_LONGEST_PHRASE = 12
"""Words of a phrase without a verb of asking, such as «fianzas próximas a vencer»: a longer one tells a case."""
_SPAN = re.compile(r"\b(\d{1,3}|un|una|dos|tres|seis) (dias?|semanas?|mes(?:es)?|anos?)\b")
_SPAN_DAYS = {"d": 1, "s": 7, "m": 30, "a": 365}
_WORDS = {"un": 1, "una": 1, "dos": 2, "tres": 3, "seis": 6}
_CURRENT = ((r"\besta semana\b", 7), (r"\b(?:este|proximo) mes\b|\bmes (?:que viene|proximo)\b", 31))
_MOST_DAYS = 3650
_PLACES = {
    "subdelegacion": re.compile(r"\b(?:subdelegacion|en la|de la) (\d{2})\b"),
    "ooad": re.compile(r"\booad (?:num\w* )?(\d{2})\b"),
}


def portfolio_arguments(folded: str) -> dict[str, Any] | None:
    """The arguments of the list that a folded message asks for."""
    if _ABOUT_RULES.search(folded):
        return None
    if not _OURS.search(folded) and not (_NOMINAL.match(folded) and len(folded.split()) <= _LONGEST_PHRASE):
        return None
    which = next((which for which, words in _LISTS if re.search(words, folded)), None)
    if which is None:
        return None
    days = _days(folded)
    places = {name: found[1] for name, words in _PLACES.items() if (found := words.search(folded))}
    return {"which": which.value, **({"days": days} if days is not None else {}), **places}


def _days(folded: str) -> int | None:
    found = _SPAN.search(folded)
    if found:
        count = _WORDS.get(found[1]) or int(found[1])
        return min(count * _SPAN_DAYS[found[2][0]], _MOST_DAYS)
    return next((days for words, days in _CURRENT if re.search(words, folded)), None)
