"""Where the time of a warm turn goes, as ratios to embedding the question, and the first event with 20 people at once.

Run: `python -m benchmarks.assistant` (needs an indexed state: `criterio ingest`).
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from datetime import date

from assistant.build import build_assistant, build_library
from assistant.steps import Question
from corpus.settings import Settings

QUESTIONS = (
    "¿a partir de cuándo se cobran recargos si el patrón no paga las cuotas?",
    "le congelaron la cuenta de más al patrón, ¿qué procede?",
    "art 304 B fracción II",
    "¿quién gestiona las claves de SIARA?",
    "¿en qué plazo se resuelve el recurso de revocación?",
    "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026, ¿cuánto es?",
)
TODAY = date(2026, 11, 21)


def median_ms(work: object, times: int = 5) -> float:
    spent = []
    for _ in range(times):
        for question in QUESTIONS:
            began = time.perf_counter()
            work(question)  # type: ignore[operator]
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


async def first_events(assistant: object, people: int) -> list[float]:
    async def one(number: int) -> float:
        began = time.perf_counter()
        question = Question(text=QUESTIONS[number % len(QUESTIONS)], today=TODAY)
        first = 0.0
        async for _ in assistant.events(question):  # type: ignore[attr-defined]
            first = first or (time.perf_counter() - began) * 1000
        return first

    return sorted(await asyncio.gather(*(one(number) for number in range(people))))


def main() -> None:
    settings = Settings()
    began = time.perf_counter()
    library = build_library(settings)
    assistant = build_assistant(settings, library)
    retriever = library.snapshot().retriever
    asyncio.run(assistant.answer(Question(text=QUESTIONS[0], today=TODAY)))
    print(f"from start to the first answer: {time.perf_counter() - began:.2f} s")
    embed = median_ms(lambda question: retriever.embedder.embed_queries([question]))
    search = median_ms(lambda question: retriever.search(question, k=10))
    turn = median_ms(lambda question: asyncio.run(assistant.answer(Question(text=question, today=TODAY))))
    print(f"embedding {embed:.1f} ms; search {search:.1f} ms ({search / embed:.1f}x)")
    print(f"turn {turn:.1f} ms ({turn / embed:.1f}x)")
    firsts = asyncio.run(first_events(assistant, 20))
    print(f"first event with 20 at once: median {firsts[10]:.0f} ms, 95th percentile {firsts[18]:.0f} ms")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
