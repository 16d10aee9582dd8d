"""One provision by the way a person or a program writes it: an id, a public label, a citation.

`LSS:40-A`, `lif2026:11`, ("LSS", "40A"), ("LIF2026", "Transitorio Séptimo"), "art. 40 A de la LSS".
"""

from __future__ import annotations

import re
from datetime import date

from corpus.citations import (
    Citation,
    CitationKind,
    Outcome,
    Resolution,
    StoreCatalogue,
    locate,
    missing,
    parse_label,
    parse_query,
    resolve,
)
from corpus.errors import NotFound
from corpus.provisions import Provision, Status, article_slug, private_instrument, public_instrument
from corpus.store import CorpusStore

_ID = re.compile(r"([A-Za-z][A-Za-z0-9._-]*):(\S.*)$")


def find_provision(
    store: CorpusStore, catalogue: StoreCatalogue, written: str, instrument: str = "", as_of: date | None = None
) -> Provision:
    """The provision that is written, as it stands or as it was worded on a day.

    With `instrument`, `written` is a public label of it ("40 A", "7.1.3 numeral 27"); without, an id or a citation.

    Raises:
        NotFound: DISPOSICION_DESCONOCIDA (with the nearest ones), ORDENAMIENTO_DESCONOCIDO, CITA_AMBIGUA, or
            REDACCION_NO_DISPONIBLE where no wording of that day is held; DOCUMENTO_FUERA_DEL_ACERVO for the number of a
            circular, acuerdo, oficio or criterio that the corpus does not hold, with who mentions it.
    """
    found = _identify(store, catalogue, written.strip(), instrument.strip())
    provision = store.get(found, as_of) if as_of else store.get(found) or _earlier(store, found)
    if provision is None:
        raise _no_wording(store, found, as_of)
    return provision


def _identify(store: CorpusStore, catalogue: StoreCatalogue, written: str, instrument: str) -> str:
    if not written:
        raise NotFound("DISPOSICION_DESCONOCIDA", "No se dijo qué disposición.", "Escriba un id como «LSS:40-A».")
    if not instrument:
        match = _ID.match(written)
        if match is None:
            return _cited(store, catalogue, written)
        instrument, written = match[1], match[2]
    owner = private_instrument(instrument)
    if store.instrument(owner) is None:
        known = ", ".join(public_instrument(held.id) for held in store.instruments())
        raise NotFound("ORDENAMIENTO_DESCONOCIDO", f"El corpus no tiene «{instrument}».", f"Tiene: {known}.")
    for candidate in _candidates(owner, written):
        if store.exists(candidate):
            return candidate
        located = locate(candidate, catalogue)
        if located is not None:
            return located
    raise _unknown(f"{public_instrument(owner)} {written}", missing(f"{owner}:{article_slug(written)}", catalogue))


def _candidates(instrument: str, written: str) -> list[str]:
    """Readings of what follows the instrument, the most literal first."""
    head, slash, rest = written.partition("/")
    readings = [f"{instrument}:{written}"]
    if head != "T":
        readings.append(f"{instrument}:{article_slug(head)}{slash}{rest}")
    label = parse_label(instrument, written)
    if label is not None:
        readings.append(label)
    return list(dict.fromkeys(readings))


def _cited(store: CorpusStore, catalogue: StoreCatalogue, written: str) -> str:
    for citation in parse_query(written):
        resolution = resolve(citation, catalogue)
        if resolution.outcome is Outcome.FOUND:
            # A document opens with words of courtesy: what it says begins in its first point.
            return next((found for found in resolution.ids if not found.endswith(":Proemio")), resolution.ids[0])
        if resolution.outcome is Outcome.AMBIGUOUS:
            raise NotFound(
                "CITA_AMBIGUA",
                f"«{written}» puede ser {', '.join(resolution.ids)}.",
                "Diga de qué ordenamiento.",
                candidates=list(resolution.ids),
            )
        if citation.kind is CitationKind.DOCUMENT and resolution.outcome is Outcome.EXTERNAL:
            raise _absent(store, citation)
        raise _unknown(written, resolution)
    raise NotFound(
        "DISPOSICION_DESCONOCIDA", f"«{written}» no nombra ninguna disposición.", "Escriba un id como «LSS:40-A»."
    )


def _absent(store: CorpusStore, citation: Citation) -> NotFound:
    """A document that may well exist and that the corpus does not hold: who mentions it is said, never what it says."""
    sources = sorted({reference.source for reference in store.references_to(citation.instrument)})
    mentioned = f"Lo mencionan: {', '.join(sources[:5])}. " if sources else ""
    return NotFound(
        "DOCUMENTO_FUERA_DEL_ACERVO",
        f"El corpus no tiene «{citation.raw}».",
        f"{mentioned}Si lo tiene, incorpórelo con «criterio ingest ARCHIVO».",
        number=citation.instrument,
        mentioned_by=sources,
    )


def _unknown(written: str, resolution: Resolution) -> NotFound:
    near = list(resolution.nearest)
    hint = f"Lo más cercano: {', '.join(near)}." if near else "Vea «criterio corpus list»."
    return NotFound("DISPOSICION_DESCONOCIDA", f"No existe «{written}» en el corpus.", hint, nearest=near)


def _earlier(store: CorpusStore, provision_id: str) -> Provision | None:
    """A provision that the latest version no longer has, as it last stood."""
    versions = store.versions(provision_id)
    return versions[-1] if versions else None


def _no_wording(store: CorpusStore, provision_id: str, as_of: date | None) -> NotFound:
    last = store.get(provision_id)
    if last is not None and last.status is Status.SIN_EFECTO and as_of and last.valid_to and last.valid_to <= as_of:
        return NotFound(
            "SIN_EFECTO_ESE_DIA",
            f"{provision_id} quedó sin efectos el {last.valid_to} por {last.extras.get('superseded_by', '')}.",
            "Consulte la disposición que la sustituye, o el texto de una fecha anterior.",
            id=provision_id,
            superseded_by=last.extras.get("superseded_by", ""),
        )
    held = [p.valid_from.isoformat() for p in store.versions(provision_id) if p.valid_from]
    since = f"El corpus tiene la redacción que rige desde {' y '.join(held)}." if held else ""
    return NotFound(
        "REDACCION_NO_DISPONIBLE",
        f"El corpus no tiene la redacción de {provision_id} vigente el {as_of}.",
        f"{since} Incorpore el texto consolidado de esa fecha con «criterio ingest».".strip(),
        id=provision_id,
    )
