"""The report of a run, or of a comparison, as one HTML file with its plot inside; and JUnit XML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from assistant.evaluations.words import FAILED, kind, measure, status
from evals.answers import plots
from evals.answers.runs import Result, Run
from evals.answers.summary import Comparison, Difference, Flip, calibration, summarise

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid #ccc;text-align:left}"
    ".pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}"
    "pre{white-space:pre-wrap;background:#f4f4f2;padding:.6rem}"
)


def page_of(run: Run, comparison: Comparison | None = None) -> str:
    """A page without scripts or outside references; of a sealed set, totals only."""
    summary = summarise(run)
    parts = [f"<h1>Evaluación {escape(run.name)}</h1>", _facts(summary)]
    label = "Proporción correcta por clase de pregunta, con su intervalo de 95 %"
    if summary["kinds"]:
        parts.append(_figure(label, plots.by_kind(summary["kinds"])))
    parts.append(_table(("Métrica", "Media", "Intervalo de 95 %", "Casos"), _metric_rows(summary["metrics"])))
    parts.append(_measured(run, summary))
    if comparison:
        parts.append(_comparison(comparison))
    if not run.manifest.sealed:
        wrong = [result for result in run.scored.values() if not _is_correct(result)]
        parts += [f"<h2>Casos no correctos ({len(wrong)})</h2>", *map(_case, wrong)]
    title = f"<title>Evaluación {escape(run.name)}</title>"
    head = f'<!doctype html><html lang="es"><meta charset="utf-8">{title}<style>{_STYLE}</style>'
    return f"{head}<body>{''.join(parts)}</body></html>"


def junit_of(run: Run) -> str:
    """One test case for each case: failed where not correct, skipped where omitted."""
    wrong = sum(not _is_correct(result) for result in run.scored.values())
    omitted = len(run.results) - len(run.scored)
    counts = {"tests": str(len(run.results)), "failures": str(wrong), "skipped": str(omitted)}
    suite = ET.Element("testsuite", {"name": run.name, **counts})
    for result in run.results:
        case = ET.SubElement(suite, "testcase", {"classname": result.kind, "name": result.id})
        if result.ms is not None:
            case.set("time", f"{result.ms / 1000:.3f}")
        if result.omitted:
            ET.SubElement(case, "skipped", {"message": result.omitted})
        elif not _is_correct(result):
            ET.SubElement(case, "failure", {"message": f"esperado {result.expected}, fue {result.status}"})
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)


def _is_correct(result: Result) -> bool:
    return (result.scores or {}).get("correct") == 1


def _facts(summary: dict[str, Any]) -> str:
    manifest = summary["manifest"]
    omitted = f"{summary['cases']} casos calificados, {summary['omitted']} omitidos."
    versions = f"Conjunto {manifest['set']} {manifest['set_version']}; corpus {manifest['corpus_version']}; "
    return f"<p>{escape(omitted)} {escape(versions)}programa {escape(manifest['program'])}.</p>"


def _metric_rows(metrics: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (measure(n), f"{v['mean']:.3f}", f"{v['low']:.3f} a {v['high']:.3f}", str(v["count"]))
        for n, v in metrics.items()
    ]


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _figure(label: str, drawing: str) -> str:
    return f'<h2>{escape(label)}</h2><figure role="img" aria-label="{escape(label)}">{drawing}</figure>'


def _measured(run: Run, summary: dict[str, Any]) -> str:
    """Abstention with its calibration, readability and latency."""
    shares = {name: "—" if value is None else f"{value:.3f}" for name, value in summary["abstention"].items()}
    text = f"<p>Abstención: precisión {shares['precision']}, exhaustividad {shares['recall']}."
    if read := summary["readability"]:
        text += f" Legibilidad (Szigriszt-Pazos, mediana): {read['median']}, {escape(read['band'])}."
    if found := summary["ms"]:
        text += f" Un turno tarda {found['p50']:.0f} ms (mediana); el 5 % más lento, {found['p95']:.0f} ms."
    text += "</p>"
    curve = calibration(list(run.scored.values()))
    if curve is None:
        return text
    label = f"Calibración: Brier {curve.brier:.3f}, ECE {curve.ece:.3f}, {curve.count} casos"
    return text + _figure(label, plots.of_calibration(curve))


def _comparison(found: Comparison) -> str:
    heads = ("Diferencia", "Intervalo de 95 %", "Mejor/peor", "p (signos)", "Casos")
    title = f"<h2>Frente a {escape(found.first.name)}</h2>"
    names = (found.first.name, found.second.name)
    flips = "" if found.first.manifest.sealed else "".join(_flip(flip, names) for flip in found.flips)
    drawing = plots.of_differences(
        [(measure(n), d.delta.mean, d.delta.low, d.delta.high) for n, d in found.differences.items()]
    )
    tables = _table(("Métrica", *heads), _difference_rows(found.differences, measure))
    tables += _table(("Correctos, por clase", *heads), _difference_rows(found.kinds, kind))
    return title + tables + _figure("Diferencias con su intervalo de 95 %", drawing) + flips


def _difference_rows(found: Mapping[str, Difference], named: Callable[[str], str]) -> list[tuple[str, ...]]:
    return [
        (
            named(name),
            f"{one.delta.mean:+.3f}",
            f"{one.delta.low:+.3f} a {one.delta.high:+.3f}",
            f"{one.better}/{one.worse}",
            f"{one.p:.3f}",
            str(one.delta.count),
        )
        for name, one in found.items()
    ]


def _flip(flip: Flip, names: tuple[str, str]) -> str:
    word = "ganado" if flip.gained else "perdido"
    head = f"<h3>{escape(flip.after.id)}: {word}; causa: {escape(flip.cause)}</h3><p>{escape(flip.after.question)}</p>"
    both = zip(names, (flip.before, flip.after), strict=True)
    sides = "".join(f"<div><h4>{escape(name)}</h4>{_answer(one)}</div>" for name, one in both)
    return f'{head}<div class="pair">{sides}</div>'


def _case(result: Result) -> str:
    failed = "; ".join(FAILED[name] for name, value in (result.scores or {}).items() if name in FAILED and value < 1)
    head = f"{escape(result.id)} · {escape(failed)} · se esperaba: {escape(status(result.expected))}"
    return f"<details><summary>{head}</summary><p>{escape(result.question)}</p>{_answer(result)}</details>"


def _answer(result: Result) -> str:
    cited = f"; cita {', '.join(result.cited)}" if result.cited else ""
    return f"<p>{escape(status(result.status) + cited)}</p><pre>{escape(result.answer)}</pre>"
