"""Random and mutated input to every parser of what others write; anything but a refusal with a code is a crash.

    pip install criterio[fuzz]      # atheris: Linux, CPython 3.11 or 3.12
    python scripts/fuzz.py [--seconds 120] [--found DIR]

The input that crashed stays in DIR (`crash-…`); run it again with `python scripts/fuzz.py --again FILE`. The first byte
chooses the parser: citations, understanding of a question, amounts, text, HTML, e-mail, DOCX, or a portfolio in CSV.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
with atheris.instrument_imports(include=["assistant", "corpus", "ingest", "tools"]):
    from assistant.understanding.understand import understand
    from corpus.citations import find_citations
    from corpus.errors import CriterioError
    from corpus.legal_values import LegalValues
    from ingest.catalogue import Catalogue
    from ingest.readers import read_file
    from tools.calculators.money import read_money
    from tools.portfolio_csv import run_portfolio

EDITORIAL = Path(__file__).resolve().parents[1] / "corpus"
SEEDS = (
    "artículo 40 A, fracción II, inciso b) de la Ley del Seguro Social y 17-A, párrafo sexto, del CFF",
    "recargos de $84,321.55 de COP de agosto de 2025 pagados el 20 de marzo de 2026; ¿y el 31/02/2026?",
    "$1,234,567.89",
    "CIRCULAR 12/2026\n\nMéxico, a 3 de marzo de 2026.\n\nPRIMERO. Se reforma el numeral 7.1.3.\n\nTRANSITORIO ÚNICO.",
    "<html><body><h1>Oficio 239001/2026</h1><table><tr><td>a</td></tr></table><p>PRIMERO. Texto.</p></body></html>",
    "From: a@b.mx\nSubject: Criterio 1/2026\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nÚNICO. Va.",
    "PK\x03\x04",
    "tipo,monto,periodo_cop,pago\nCOP,84321.55,2025-08,2026-03-20\nMULTA,x,,\n",
)


def targets(folder: Path) -> list[Callable[[bytes], object]]:
    """The parsers, each from bytes."""
    catalogue, values = Catalogue.load(EDITORIAL), LegalValues.load(EDITORIAL / "parameters")

    def text(data: bytes) -> str:
        return data.decode("utf-8", "replace")

    def document(suffix: str) -> Callable[[bytes], object]:
        def read(data: bytes) -> object:
            path = folder / f"documento{suffix}"
            path.write_bytes(data)
            return read_file(path, catalogue)

        return read

    def portfolio(data: bytes) -> object:
        path = folder / "cartera.csv"
        path.write_bytes(data)
        return run_portfolio(path, folder / "salida.csv", values, paid=date(2026, 3, 2))

    return [
        lambda data: find_citations(text(data)),
        lambda data: understand(text(data)),
        lambda data: read_money(text(data)),
        document(".txt"),
        document(".html"),
        document(".eml"),
        document(".docx"),
        portfolio,
    ]


def main() -> None:
    """Run until the time is over or something crashes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--found", type=Path, default=Path("var/fuzz"))
    parser.add_argument("--again", type=Path)
    given = parser.parse_args()
    given.found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="criterio-fuzz-") as folder:
        parsers = targets(Path(folder))

        def one(data: bytes) -> None:
            if not data:
                return
            with suppress(CriterioError):  # a refusal is what bad input deserves
                parsers[data[0] % len(parsers)](data[1:])

        if given.again:
            one(given.again.read_bytes())
            return
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate(SEEDS):
            (seeds / str(number)).write_bytes(bytes([number]) + seed.encode("utf-8"))
        limits = [f"-max_total_time={given.seconds}", "-timeout=20", "-rss_limit_mb=4096", "-max_len=4096"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={given.found}/", str(seeds)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
