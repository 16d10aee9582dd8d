"""Every error code that the tools raise is in their README, and the README names no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / "corpus" / "legal_values.py",
    *(ROOT / "tools" / "calculators").glob("*.py"),
    *(
        ROOT / "tools" / f"{name}.py"
        for name in (
            "agreement_plans", "banxico", "batch", "deadline_commands", "deadlines", "inputs", "interactive",
            "penalties", "portfolio_csv", "portfolio_reading", "smaller", "statement", "statement_commands",
        )
    ),
]  # fmt: skip
RAISED = re.compile(r'"([A-Z]+(?:_[A-Z0-9]+)+)"')
NOT_CODES = {"CAPITAL_CONSTITUTIVO", "SALDO_REVOCADO", "ENTE_PUBLICO", "ENTES_PUBLICOS", "CFF_66_A"}
INTERNAL = {"PARAMETROS_AUSENTES", "VALOR_AUSENTE"}


def test_the_readme_lists_the_codes_that_exist() -> None:
    raised = set().union(*(RAISED.findall(path.read_text(encoding="utf-8")) for path in FILES)) - NOT_CODES - INTERNAL
    table = (ROOT / "tools" / "README.md").read_text(encoding="utf-8").split("## Error codes")[1].split("##")[0]
    assert set(re.findall(r"`([A-Z_]+)`", table)) == raised
