"""Which open consultations rest on provisions that changed: somebody must read them again before they go out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.engine import make_url

from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.models import Consultation
from assistant.consultations.workflow import OPEN
from corpus.citations import find_citations
from corpus.provisions import root_id
from tools.database import make_engine, sessions, transaction

_PROSE = ("background", "searched", "opinion")


def drafts_pointing_at(database_url: str, changed: Collection[str]) -> dict[str, list[str]]:
    """For each open consultation that cites one of the root ids, as "consulta 12", the ids it cites; in order of age.

    Number and ids only: who wrote it and about what is read where permissions are. A state that has no consultations
    yet has none that point anywhere.

    Raises:
        Unavailable: `BASE_NO_DISPONIBLE`.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and not _exists(url.database):
        return {}
    engine = make_engine(database_url)
    try:
        if not inspect(engine).has_table(Consultation.__tablename__):
            return {}
        found: dict[str, list[str]] = {}
        with transaction(sessions(engine)) as session:
            open_states = [state.value for state in OPEN]
            rows = select(Consultation.id, Consultation.number, Consultation.draft).where(
                Consultation.state.in_(open_states)
            )
            for identifier, number, draft in session.execute(rows.order_by(Consultation.id)):
                cited = sorted(set(changed) & set(_cited(ConsultationDraft.model_validate(draft))))
                if cited:
                    found[f"consulta {identifier}" + (f" ({number})" if number else "")] = cited
        return found
    finally:
        engine.dispose()


def _exists(database: str | None) -> bool:
    return database is not None and Path(database).exists()


def _cited(draft: ConsultationDraft) -> Iterator[str]:
    """Roots that a draft rests on: its legal framework, the basis of its opinion, and what its prose names."""
    for ident in (*(basis.id for basis in draft.provisions), *draft.opinion_basis):
        yield root_id(ident)
    prose = [*draft.questions, *(getattr(draft, part) for part in _PROSE)]
    prose += [f"{choice.text} {choice.consequence}" for choice in draft.alternatives]
    for text in prose:
        for citation in find_citations(text):
            if citation.id:
                yield root_id(citation.id)
