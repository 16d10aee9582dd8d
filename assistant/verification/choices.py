"""Words that leave something to choice or that take the choice away, whatever the modal is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.citations.words import fold

from .text import Term

_CAN = r"(?:pued\w+|podr\w+|se permite\w*|permite\w*)"
_FREE = re.compile(
    r"\b(?:si|cuando|como) (?:asi )?(?:al? \w+ |l[oe] |el \w+ |ella |el )*(?:lo |le )?"
    r"(?:dese|quier|prefier|decid|convien|conveng|plazc|parezc)\w*"
    r"|\bsegun (?:decid|prefier|l[eo] (?:parezc|convenga))\w*"
    r"|\b(?:a|al|segun su) (?:su |la |el )?(?:libre )?"
    r"(?:eleccion|criterio|discrecion|voluntad|conveniencia|arbitrio|juicio|gusto)\b"
    r"|\b(?:optativ|potestativ|opcional|facultativ|discrecional|voluntari)\w*|\blibremente\b|\ben libertad de\b"
    r"|\bsin (?:estar|verse|que (?:sea|este)) (?:obligad|requisit|obligatori)\w*|\bsin (?:obligarl|ordenarl|exigirl)\w+"
    r"|\b(?:pero|y) no (?:esta |es )?(?:obligad\w+|necesit\w+|hace falta|es necesario|es requisito)"
    rf"|\b{_CAN} o no\b|\b(?:{_CAN}|facultad de|opcion de)\b[^,;.]{{0,70}}\bo no\b"
    rf"|\b{_CAN} (?:\w+ )?(?:optar|elegir|escoger|decidir) (?:entre|si|por)\b"
)
_WILL = re.compile(
    r"\b(?:si|cuando) (?:asi )?(?:(?:el|la|los|las) \w+ )?(?:asi )?lo "
    r"(resuelv|acuerd|pact|autori|juzg|determin|estim|consider|cre)\w*"
)
_NOT = re.compile(r"\b(?:no|ni|nunca|tampoco)(?: \w+){0,5} $")
_THEN = re.compile(r"[^.;]{0,60}\b(?:debe\w*|tiene que|tienen que|hay que)\b")
_FREED = re.compile(
    r"optativ|potestativ|opcional|facultativ|voluntari|discrecion|libre|elecci|elegi|elij|\beli[gj]|dese[ea]|quiera"
    r"|decid|prefier|conven|convien|consider|estim|juzg|criterio|arbitrio|\bopt|opcion|podra|pued|derecho"
    r"|facult|pudiendo|pretend|atribuci|autoriz|permi"
)
_OPTIONAL = re.compile(
    r"optativ|potestativ|opcional|facultativ|voluntari|discrecion|libremente|elecci|elegi|elij|dese[ea]|quiera"
    r"|decid|decisi|prefier|arbitrio|voluntad|\bopt(?:e|a|ar|en|an)\b|opcion|a (?:su )?(?:juicio|criterio)|convenien"
)
_CHOSEN = re.compile(r"\b(?:optativ|potestativ|opcional|facultativ)\w*|\boptar\b")
_SHIRK = re.compile(
    rf"\b{_CAN} (?:\w+ )?(?:abstenerse|negarse|omitir\w*|prescindir\w*|ignorar\w*|dejar de|callar\w*|saltarse"
    r"|apartarse|desentenderse|eludir\w*|deshacerse|dejar\w* sin|no)\b"
)
_SHIRKED = re.compile(
    r"abst|neg[aáu]|nieg|omit|omis|prescind|dej|dispens|exim|exen|relev|liber|excus|sin |podra\w* no "
    r"|no (?:estar|ser|tendr)|separ|sustitu|destru"
)
_FORCED = re.compile(
    r"(?<!no )\b(?:forzosamente|necesariamente|a fuerza|por fuerza|de todos modos|quiera o no)\b"
    r"|(?<!no esta )(?<!no estan )(?<!no queda )\b(?:obligad|forzad)[oa]s? a\b"
    r"|(?<!no )\b(?:es|son|resulta) (?:obligatori|forzos)\w+"
    r"|\b(?:no (?:le|les) queda|sin (?:otra )?(?:opcion|eleccion|alternativa))\b|(?<!no )\bobligan? al?\b"
    r"|(?<!no )\bes una? (?:obligacion|deber)\b"
)


@lru_cache(maxsize=20000)
def _plain(words: tuple[str, ...]) -> str:
    return " ".join(map(fold, words))


def plain_of(found: Sequence[Term]) -> str:
    """The words of a sentence, folded and apart."""
    return _plain(tuple(term.text for term in found))


def leaves_free(text: str) -> bool:
    """Whether a sentence leaves something to somebody's choice in so many words: "si lo desea", "a su elección".

    "No es optativo" leaves nothing free, and "si quiere seguir operando, debe ..." is a condition.
    """
    for match in _FREE.finditer(text):
        condition = match.group().startswith("si ") and _THEN.match(text, match.end())
        if not condition and not _NOT.search(text[: match.start()]):
            return True
    return False


def needs_consent(text: str, source: str) -> bool:
    """Whether a sentence makes something wait for a will that the text does not name: "si la autoridad lo acuerda"."""
    return any(match[1] not in source for match in _WILL.finditer(text))


def is_free(text: str) -> bool:
    """Whether a text leaves anything to choice."""
    return _FREED.search(text) is not None


def lets_shirk(text: str) -> bool:
    """Whether a sentence lets somebody not do something: "puede abstenerse de", "puede omitir"."""
    return _SHIRK.search(text) is not None


def is_shirked(text: str) -> bool:
    """Whether a text lets anything be left undone."""
    return _SHIRKED.search(text) is not None


def is_optional(text: str) -> bool:
    """Whether a text says in so many words that something is left to choice."""
    return _OPTIONAL.search(text) is not None


def is_chosen(text: str) -> bool:
    """Whether a text says that something is optional, whatever its modals are."""
    return _CHOSEN.search(text) is not None


def forces(text: str) -> bool:
    """Whether a sentence takes every choice away: "forzosamente", "está obligado a"."""
    return _FORCED.search(text) is not None
