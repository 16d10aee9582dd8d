"""What a message reports of others ("el oficio dice 36", "mi contador dice que…"): it is no part of the question.

Search goes by what is asked; the check of premises reads the whole message, so that a wrong figure is still corrected.
"""

from __future__ import annotations

import re

from corpus.citations import find_citations
from retriever.terms import terms

_SOURCE = (
    r"(?:oficio|circular|gu[ií]a|manual|bolet[ií]n|formato|instructivo|memor[aá]ndum|memo|folleto|p[aá]gina|cartel|curso|"
    r"presentaci[oó]n|correo|contador[a]?|abogad[oa]|compa[nñ]er[oa]|jef[ea]|asesor[a]?|gestor[a]?|machote|documento|"
    r"video|blog|internet)"
)
_SAYS = r"(?:dice[n]?|dec[ií]a|trae|pone|se[nñ]ala|menciona|marca|indica|asegura|afirma|jura|cree)"
_LEAD = re.compile(
    rf"\b(?:(?:pero|porque|pues|y|es que)\s+)?(?:el|la|los|las|un|una|mi|su|nuestro|nuestra|en)\s+(?:\w+\s+)?{_SOURCE}"
    rf"(?:\s+(?:de|del|en|que|viej[oa]|anterior)\b[^.,;:?¿!]{{0,40}}?)?\s+(?:me\s+|nos\s+)?{_SAYS}\b(?:\s+que\b)?\s*",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"^\W*seg[uú]n\s+(?:el|la|un|una|mi|su)\s+(?:oficio|circular|gu[ií]a|bolet[ií]n|contador[a]?|abogad[oa]|jef[ea])"
    r"[^,¿]{0,30},\s*(?=¿|\w)",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(r"^\W*(?:eso\s+)?(?:es|est[aá])\s+(?:as[ií]|cierto|verdad|correcto|bien|v[aá]lido)\W*$", re.I)
_ENOUGH = 2


def without_hearsay(text: str) -> str:
    """The message without what it reports; a report that is itself the question stays, without who said it."""
    found = _LEAD.search(text)
    if found is None or find_citations(found.group()):
        return _ACCORDING.sub("", text)
    before = text[: found.start()].rstrip(" ,;—-")
    if len(set(terms(before))) >= _ENOUGH:
        after = text[found.end() :]
        rest = after[after.index("¿") :] if "¿" in after else ""
        return f"{before} {rest}".strip()
    said, mark, asked = text[found.end() :].partition("¿")
    if mark and not _CONFIRMS.match(asked) and len(set(terms(asked))) > _ENOUGH:
        return f"¿{asked}"
    return said.rstrip(" ,;") if mark and _CONFIRMS.match(asked) else text[found.end() :]
