"""First step of a turn: one message, and what the conversation already holds, become an `Understanding`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.understanding.bare_articles import name_articles
from assistant.understanding.dates import find_dates
from assistant.understanding.hearsay import without_hearsay
from assistant.understanding.identifiers import find_credit_numbers, find_employer_registers
from assistant.understanding.intents import Intent, classify
from assistant.understanding.spans import Found, fold
from corpus.citations import find_citations

_FOLLOW_UP = re.compile(
    r"^\W*(?:y\b|pero\b|entonces\b|tambien\b|o sea\b|en ese caso|en tal caso|eso\b|esa\b|ese\b|ahora\b|que tal si|"
    r"si (?:paga|es|fuera|no)\b|con (?:otra|el|la)\b)"
)
_PART = re.compile(
    r"^\W*(?:y\s+)?(?:que dice\s+)?(?:en\s+)?(?:la|el|su)\s+"
    r"(fraccion [ivxlc]+|(?:primer|segundo|tercer|cuarto|quinto|ultimo) parrafo|inciso [a-z]\)?)\W*$"
)
"""Only a part of the article named before: "¿y la fracción II?"."""
_WHAT_ANOTHER_SAYS = re.compile(
    r"^\W*(?:y\s+)?que (?:dice|establece|senala|regula)\b(?: el| la)?(?: (?:articulo|art\.?|numeral))? \d{1,3}\b"
)
"""Names its own article and so needs nothing said before: "¿y qué dice el 40 C?"."""
_POINTS_BACK = re.compile(r"\b(?:es[oae]|es[ao]s|mism[oa]|dich[oa]|ahi)\b|^\W*(?:en|de|con|para) (?:que|cual)\b")
_OTHER_LAW = re.compile(
    r"^\W*(?:no\W+)?(?:me refiero|hablo|pregunto|digo)\b[^.?]{0,12}?"
    r"\b(del? (?:la |el )?(?:codigo|ley|lif|lss|cff)\b.{0,40})$"
)
"""A correction of which law was meant, for the provision named before."""
_BARE_FACT = re.compile(
    r"^\W*+(?>(?:es|son|fue|era|el|la|los|de|del|por|en|dia|mes|pesos?|mil|millon(?:es)?|cop|rcv|multa|capital|"
    r"se|le|notific(?:o|aron|ada?)|vencio|pag(?:o|a|ara|aron)|liquida|constitutivo|bimestre|parcialidades|meses|"
    r"fraccion|[ivx]{1,6}|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|"
    r"primer|segundo|tercer|cuarto|quinto|sexto|\$?\d[\d,./-]*(?:%|[tdr]?o\.?|er\.?|º)?|por ciento)(?![^\W_])[\s.,;]*+)"
    r"{1,10}+\W*$"
)
"""Only a fact: the answer to what was asked back ("agosto de 2025", "$50,000.00", "RCV").

It never goes back over what it read: "1111…1 x" would otherwise be split in every way there is.
"""
_LONGEST_CHAIN = 4
_YEAR = r"\b(?:en|de|del|desde|para)\s+(?:el\s+)?(?:ano\s+)?((?:19|20)\d{2})\b"
_AS_OF = (
    re.compile(r"\b(?:decia|habia|regia|era|estaba|sera|dira|\w{3,}(?:aba|aban))\b.{0,90}?" + _YEAR),
    re.compile(_YEAR + r".{0,60}\b(?:decia|habia|regia|era|estaba|\w{3,}(?:aba|aban))\b"),
    re.compile(r"\b(?:vigente|vigencia|texto|redaccion)\b.{0,40}" + _YEAR),
)
_AS_OF_OPENS = re.compile(
    r"^\W*(?:y\s+)?(?:(?:conforme a|seg[uú]n|con)\s+(?:la|el)\s+(?:ley|texto|redacci[oó]n|norma|c[oó]digo)\s+vigente\s+"
    r"(?:al?|el|en)\b[^,¿]{0,30}|en\s+(?:el\s+(?:a[nñ]o\s+)?)?(?:19|20)\d{2}),\s*",
    re.IGNORECASE,
)
_AS_OF_SAID = re.compile(
    r"\s+(?:que\s+)?(?:reg[ií]an?|estaban? vigentes?)(?=\s+en\s)|\s+en\s+(?:el\s+a[nñ]o\s+)?(?:19|20)\d{2}\b", re.I
)
_MARKUP = re.compile(r"<(script|style)\b[^<>]{0,200}>[^<]{0,500}</\1>|</?[a-z][^<>]{0,200}>", re.IGNORECASE)
"""Pasted with a text, it says nothing of what is asked."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was said. `chain` are the messages that make up the question, oldest first, this one last."""

    text: str
    chain: tuple[str, ...]
    intent: Intent
    credits: tuple[Found[str], ...] = ()
    employers: tuple[Found[str], ...] = ()
    as_of: date | None = None

    @property
    def follows_up(self) -> bool:
        """Whether the message is completed by earlier ones."""
        return len(self.chain) > 1

    @property
    def standalone(self) -> str:
        """The question completed from the conversation, for search.

        Without what it reports of others and without the day whose law it asks for; "del 297" is an article.
        """
        asked = without_hearsay(_MARKUP.sub(" ", self.told))
        return name_articles(_AS_OF_SAID.sub("", _AS_OF_OPENS.sub("", asked)) if self.as_of else asked)

    @property
    def told(self) -> str:
        """All that was said of the question, completed from the conversation."""
        if not self.follows_up:
            return self.text
        part, named = _PART.search(fold(self.text)), find_citations(self.chain[-2])
        if part and len(named) == 1:
            return f"{part[1]} del {named[0].raw}"
        corrected = _OTHER_LAW.search(fold(self.text))
        if corrected:
            return f"{self.chain[-2].strip(' ¿?.')} {corrected[1]}"
        return " — ".join(message.strip(" ¿?.") for message in self.chain)


def understand(text: str, earlier: tuple[str, ...] = ()) -> Understanding:
    """Read one message. `earlier` are the person's previous messages of the conversation, oldest first.

    A follow-up ("¿y si paga en marzo?") is joined to the messages that it completes.
    """
    chain = [text]
    for message in reversed(earlier[-_LONGEST_CHAIN:]):
        if not _is_follow_up(chain[0]):
            break
        chain.insert(0, message)
    joined = " — ".join(chain)
    credits = tuple(find_credit_numbers(text)) or tuple(find_credit_numbers(joined))
    employers = tuple(find_employer_registers(text)) or tuple(find_employer_registers(joined))
    intent = classify(joined if len(chain) > 1 else text, has_credit=bool(credits), has_employer=bool(employers))
    return Understanding(text, tuple(chain), intent, credits, employers, _as_of(text))


def _is_follow_up(text: str) -> bool:
    folded = fold(text)
    if _WHAT_ANOTHER_SAYS.search(folded):
        return False
    words = folded.split()
    opens = len(words) <= 16 and bool(_FOLLOW_UP.search(folded))
    if _OTHER_LAW.search(folded) or (len(folded) <= 60 and _BARE_FACT.match(folded) and not find_citations(text)):
        return True
    return opens or (len(words) <= 8 and bool(_POINTS_BACK.search(folded)))


def _as_of(text: str) -> date | None:
    """The day whose law is asked for, in the past or the future ("¿qué decía el 3 de mayo de 2023?").

    Of a year alone ("¿qué decía en 2023?") it is the middle: the wording that held longest in it.
    """
    folded = fold(text)
    match = next((found for pattern in _AS_OF if (found := pattern.search(folded))), None)
    if match is None:
        return None
    year = int(match[1])
    exact = (found.value for found in find_dates(text, date(year, 7, 1)) if found.value.year == year)
    return next(exact, date(year, 7, 1))
