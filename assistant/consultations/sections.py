"""Parts of a draft in the prose of a model: each sentence is verified by itself; where it fails the template stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.composing.candidates import numbers_in
from assistant.consultations.draft import MISSING, Basis, ConsultationDraft
from assistant.models.model import Model, ModelFailed
from assistant.prompts import load_prompt
from assistant.second_reading.reader import SecondReader
from assistant.verification import Cited, Draft, Stated, Verifier
from corpus.provisions import root_id
from corpus.store import CorpusStore

REVIEWED, OPINION = "revisado", "opinion"
_SENTENCES, _LONGEST = 4, 600
_WINDOW_SHARE, _TEXT_PER_TOKEN = 0.5, 3
"""What of the model's window the clauses may take, and the characters of Spanish that a token holds at least."""
_CONCLUSION = f"{MISSING} La conclusión de esta área."


@dataclass(frozen=True, slots=True)
class Written:
    """The draft with what was written in it, and what to tell in its history; the same draft where nothing served."""

    draft: ConsultationDraft
    told: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    numbers: tuple[int, ...]


class SectionWriter:
    """Writes what the template cannot: what the provisions reviewed say, and the rules an opinion may rest on.

    It proposes no conclusion: that, and whatever nobody told it, stays marked as missing.
    """

    def __init__(self, model: Model, store: Callable[[], CorpusStore], reader: SecondReader | None = None) -> None:
        self._model = model
        self._store = store
        self._reader = reader

    async def write(self, draft: ConsultationDraft) -> Written:
        """The draft with the sentences that its own provisions support. What a person wrote is never touched."""
        offered = _that_fit(draft.provisions, self._model.window)
        if not offered or draft.opinion.strip() != MISSING:
            return Written(draft, "")
        changed, told = draft, []
        for section in (REVIEWED, OPINION):
            try:
                written = await self._asked(section, draft, offered)
                held = await self._verified(written, offered)
            except ModelFailed as error:
                told.append(f"{section}: {error.message} Queda el texto de la plantilla.")
                continue
            told.append(f"{section}: {len(held)} de {len(written)} oraciones pasaron la verificación.")
            if held:
                changed = _with(changed, section, held, offered)
        return Written(changed, f"{self._model.name}. {' '.join(told)}")

    async def _asked(self, section: str, draft: ConsultationDraft, offered: list[Basis]) -> list[_Sentence]:
        data = {
            "seccion": section,
            "pregunta": " ".join(draft.questions),
            "clausulas": [
                {"n": number, "cita": basis.label or basis.id, "texto": basis.quote}
                for number, basis in enumerate(offered, 1)
            ],
        }
        reply = await self._model.ask(load_prompt("section"), data, _schema(len(offered)))
        rows = reply.get("oraciones")
        return [_sentence(row, len(offered)) for row in (rows[:_SENTENCES] if isinstance(rows, list) else [])]

    async def _verified(self, written: list[_Sentence], offered: list[Basis]) -> list[_Sentence]:
        """Those that the clauses they name support, each judged alone."""
        whole = [
            sentence
            for sentence in written
            if sentence.numbers and 0 < len(sentence.text) <= _LONGEST and MISSING not in sentence.text
        ]
        stated = await asyncio.gather(*(self._stated(sentence, offered) for sentence in whole))
        held = await asyncio.to_thread(self._held, stated, frozenset(root_id(basis.id) for basis in offered))
        return [sentence for sentence, stands in zip(whole, held, strict=True) if stands]

    async def _stated(self, sentence: _Sentence, offered: list[Basis]) -> Stated:
        """The sentence with what it cites and, where there is a second reader, what it found."""
        cited = tuple(Cited(offered[number - 1].id, offered[number - 1].quote) for number in sentence.numbers)
        if self._reader is None:
            return Stated(sentence.text, cited)
        read = await self._reader.holds([(item.id, item.quote) for item in cited], sentence.text)
        return Stated(sentence.text, cited, second_reading=read)

    def _held(self, stated: Sequence[Stated], sources: frozenset[str]) -> list[bool]:
        verifier = Verifier(self._store())
        return [verifier.verify(Draft([each], retrieved=sources)).supported for each in stated]


def _that_fit(provisions: list[Basis], window: int) -> list[Basis]:
    room, found = int(window * _WINDOW_SHARE) * _TEXT_PER_TOKEN, []
    for basis in provisions:
        room -= len(basis.quote)
        if room < 0:
            break
        found.append(basis)
    return found


def _schema(offered: int) -> dict[str, Any]:
    number = {"type": "integer", "enum": list(range(1, offered + 1))}
    sentence = {
        "type": "object",
        "properties": {"texto": {"type": "string"}, "clausulas": {"type": "array", "items": number, "minItems": 1}},
        "required": ["texto", "clausulas"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"oraciones": {"type": "array", "items": sentence, "maxItems": _SENTENCES}},
        "required": ["oraciones"],
        "additionalProperties": False,
    }


def _sentence(row: object, offered: int) -> _Sentence:
    """What the model wrote; what is malformed keeps its place without citations, so that it is counted and rejected."""
    text = row.get("texto") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(text, str):
        return _Sentence("", ())
    return _Sentence(" ".join(text.split()), tuple(numbers_in(row.get("clausulas"), offered)))


def _with(draft: ConsultationDraft, section: str, held: list[_Sentence], offered: list[Basis]) -> ConsultationDraft:
    """Each sentence ends with the places of its provisions in the oficio's own numbered list."""
    places = {basis.id: place for place, basis in reversed(list(enumerate(draft.provisions, 1)))}
    said, basis = [], []
    for sentence in held:
        identifiers = [offered[number - 1].id for number in sentence.numbers]
        basis += identifiers
        said.append(f"{sentence.text} [{', '.join(str(places[item]) for item in identifiers)}]")
    if section == REVIEWED:
        return draft.model_copy(update={"searched": " ".join([draft.searched, *said]).strip()})
    return draft.model_copy(
        update={"opinion": "\n".join([*said, _CONCLUSION]), "opinion_basis": list(dict.fromkeys(basis))}
    )
