"""One run: every case asked, each result appended to a file in the order of the set, so that a run can be resumed.

<state>/evals/<run>/manifest.json    set and version, corpus version, composer, fingerprint of the program
<state>/evals/<run>/results.jsonl    one line for each case; of a sealed set, scores without text
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.answers import Answer
from assistant.evaluations.cases import Case, CaseSet
from assistant.steps import Question
from corpus.errors import BadInput, Conflict, NotFound
from evals.answers.calibration import Stated
from evals.answers.notes import TurnNotes, noting
from evals.answers.readability import szigriszt
from evals.answers.scoring import Scores, SourceText, retrieved, score
from tools.caller import ANONYMOUS

_PROGRAM = ("assistant", "retriever", "tools", "corpus", "ingest")
_SOURCES = (".py", ".yaml", ".json")
_SCORING = ("scoring.py", "readability.py", "calibration.py")
_LISTS = ("cited", "tools", "accepts", "sentences", "quotes", "rejected", "before")
_PLAIN = frozenset({"answered", "no_criterion"})


class Answers(Protocol):
    """Whatever answers a question: the assistant in process, a server, another system."""

    async def answer(self, question: Question) -> Answer:
        """The whole answer."""
        ...


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run measured; two runs with equal manifests give equal results but for the time."""

    set: str
    set_version: str
    sealed: bool
    corpus_version: str
    composer: str
    program: str
    scoring: str
    seed: int = 7
    model: str = ""
    prompts: str = ""
    index: str = ""

    @property
    def name(self) -> str:
        key = json.dumps(asdict(self), sort_keys=True)
        return f"{self.set}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


@dataclass(frozen=True, slots=True)
class Result:
    """One case answered. `omitted` says why it was not asked; its scores are then empty."""

    id: str
    kind: str
    expected: str
    status: str = ""
    scores: Scores | None = None
    ms: float | None = None
    omitted: str = ""
    question: str = ""
    answer: str = ""
    cited: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    probability: float | None = None
    readability: float | None = None
    sentences: tuple[dict[str, Any], ...] = ()
    quotes: tuple[dict[str, Any], ...] = ()
    rejected: tuple[str, ...] = ()
    """Faults that the verifier found in sentences of the draft."""
    stages: dict[str, float] | None = None
    """Milliseconds of each stage of the turn, where they can be known."""
    before: tuple[str, ...] = ()
    expect: dict[str, Any] | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A case ready to be asked: with its words filled in, of whom, and against which corpus."""

    case: Case
    assistant: Answers
    source: SourceText
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A finished or half-finished run as its files have it."""

    name: str
    manifest: Manifest
    results: tuple[Result, ...]

    @property
    def scored(self) -> dict[str, Result]:
        return {result.id: result for result in self.results if not result.omitted}


def program_fingerprint(root: Path) -> str:
    """A hash of every source file of the packages that make an answer."""
    digest = hashlib.sha256()
    for package in _PROGRAM:
        for path in sorted(p for p in (root / package).rglob("*") if p.suffix in _SOURCES):
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def prompts_fingerprint(root: Path) -> str:
    """A hash of the instructions that a model gets, apart from the program, so that a change of them is seen."""
    paths = sorted((root / "assistant" / "prompts").glob("*.md"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()[:12]


def scoring_fingerprint() -> str:
    """A hash of how answers are scored: runs scored in two ways cannot be compared."""
    folder = Path(__file__).parent
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _SCORING)).hexdigest()[:12]


async def execute(
    cases: CaseSet,
    stage: Callable[[Case], Stage | str],
    manifest: Manifest,
    folder: Path,
    limit: int | None = None,
    announce: Callable[[int, int], None] = lambda _done, _total: None,
    workers: int = 1,
) -> Run:
    """Ask what the folder does not yet have, `workers` at once; nothing is scored twice.

    `stage` sets up a case, or says why it cannot be asked. The rows are those of one worker, in the same order, but
    for the time: what a turn takes beside others is no latency, so with several workers it is not written.

    Raises:
        Conflict: `CORRIDA_DISTINTA` where the folder holds a run of something else.
    """
    _claim(folder, manifest)
    done = {result.id for result in load_run(folder).results}
    chosen = cases.cases[:limit]
    owed = [case for case in chosen if case.id not in done]

    async def one(case: Case) -> Result:
        staged = stage(case)
        if isinstance(staged, str):
            return _with(_head(case), omitted=staged)
        result = await _ask(staged, cases.sealed)
        return result if workers == 1 else _with(result, ms=None, stages=None)

    with (folder / "results.jsonl").open("a", encoding="utf-8") as file:
        position = len(chosen) - len(owed)
        async for result in _in_order(owed, one, workers):
            file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
            file.flush()
            position += 1
            announce(position, len(chosen))
    wanted = {case.id for case in chosen}
    run = load_run(folder)
    return Run(run.name, run.manifest, tuple(result for result in run.results if result.id in wanted))


async def _in_order(
    cases: Sequence[Case], one: Callable[[Case], Awaitable[Result]], workers: int
) -> AsyncIterator[Result]:
    """Results in the order of the cases, with no more than `workers` under way."""
    waiting = iter(cases)
    under_way: deque[asyncio.Task[Result]] = deque()
    try:
        while True:
            for case in itertools.islice(waiting, workers - len(under_way)):
                under_way.append(asyncio.ensure_future(one(case)))
            if not under_way:
                return
            yield await under_way[0]
            under_way.popleft()
    finally:
        for task in under_way:
            task.cancel()


def load_run(folder: Path) -> Run:
    """The run in a folder; a last line cut by an interruption is left out and removed.

    Raises:
        NotFound: `CORRIDA_AUSENTE`.
        BadInput: `CORRIDA_INVALIDA` names the file or the line.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise NotFound("CORRIDA_AUSENTE", f"No hay una corrida «{folder.name}».", "Véalas en <estado>/evals.")
    try:
        manifest = Manifest(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise BadInput(
            "CORRIDA_INVALIDA",
            f"{path}: no se puede leer, o es de una versión anterior ({error}).",
            "Repita la corrida con otro nombre.",
        ) from None
    return Run(folder.name, manifest, tuple(_results(folder / "results.jsonl")))


def _results(path: Path) -> Sequence[Result]:
    if not path.is_file():
        return ()
    text = path.read_text("utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, "utf-8")
    results = []
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            row: dict[str, Any] = json.loads(line)
            lists = {name: tuple(row.get(name, ())) for name in _LISTS}
            results.append(Result(**{**row, **lists}))
        except (ValueError, TypeError, KeyError) as error:
            raise BadInput("CORRIDA_INVALIDA", f"{path}, línea {number}: no se puede leer ({error}).") from None
    return results


def _claim(folder: Path, manifest: Manifest) -> None:
    path = folder / "manifest.json"
    if path.is_file():
        if json.loads(path.read_text("utf-8")) != asdict(manifest):
            raise Conflict(
                "CORRIDA_DISTINTA",
                f"«{folder.name}» midió otro conjunto, corpus o programa.",
                "Use otro nombre con --name.",
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")


async def _ask(staged: Stage, sealed: bool) -> Result:
    case, notes = staged.case, TurnNotes()
    caller = case.user.caller() if case.user else ANONYMOUS
    question = Question(text=case.question, today=case.date, caller=caller, earlier=case.before)
    started = time.perf_counter()
    with noting(notes):
        answer = await staged.assistant.answer(question)
    elapsed = (time.perf_counter() - started) * 1000
    shown = {} if sealed else _shown(case, answer)
    scores = score(case, answer, staged.source)
    plain = not answer.tools and case.kind != "attack" and case.expect.status.value in _PLAIN
    probability = None
    if staged.stated is not None:
        found = await staged.stated(question)
        scores |= retrieved(case, found.roots)
        probability = round(found.probability, 4) if plain and found.probability is not None else None
    return _with(
        _head(case),
        status=answer.status.value,
        ms=round(elapsed, 1),
        scores=scores,
        probability=probability,
        readability=szigriszt(answer.answer),
        rejected=tuple(notes.rejected),
        stages=notes.stages or None,
        **shown,
    )


def _head(case: Case) -> Result:
    accepts = tuple(status.value for status in (case.expect.status, *case.expect.status_also))
    return Result(case.id, case.kind, case.expect.status.value, accepts=accepts)


def _shown(case: Case, answer: Answer) -> dict[str, Any]:
    return {
        "question": case.question,
        "before": case.before,
        "expect": case.expect.model_dump(mode="json", exclude_defaults=True),
        "reference": case.reference,
        "answer": answer.answer,
        "cited": tuple(citation.id for citation in answer.citations),
        "tools": tuple(call.name for call in answer.tools),
        "sentences": tuple(sentence.model_dump(mode="json") for sentence in answer.sentences),
        "quotes": tuple(citation.model_dump(mode="json") for citation in answer.citations),
    }


def _with(result: Result, **changes: Any) -> Result:
    return Result(**{**asdict(result), **changes})
