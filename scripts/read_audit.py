"""Read what pip-audit found: 1 when something is vulnerable, 2 when not everything was looked up, 0 when all is well.

pip-audit by itself ends well when an index knows no advisories: nothing found would then be taken for nothing wrong.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(path: Path) -> int:
    """Print the findings and give the exit status."""
    rows = json.loads(path.read_text(encoding="utf-8"))["dependencies"]
    skipped = [row["name"] for row in rows if "skip_reason" in row]
    found = [(row, known) for row in rows for known in row.get("vulns", ())]
    for row, known in found:
        fixed = ", ".join(known["fix_versions"]) or "sin versión corregida"
        print(f"{row['name']} {row['version']}: {known['id']} ({fixed})")
    if skipped:
        print(f"No se revisaron {len(skipped)} de {len(rows)} paquetes: el índice en uso no tiene avisos de seguridad.")
        print(f"Use una red que llegue al servicio de avisos. Sin revisar: {', '.join(skipped[:5])}…")
    if not rows:
        print("No hay paquetes que revisar: el candado está vacío.")
    if not (found or skipped) and rows:
        print(f"{len(rows)} paquetes sin vulnerabilidades conocidas.")
    return 1 if found else 2 if skipped or not rows else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
