#!/usr/bin/env bash
# What Criterio is made of: the inventory (SBOM), and known vulnerabilities in it. Usage: scripts/supply.sh sbom|audit
#
# The tools have an environment of their own, with a lock of their own: they are no part of what is installed.
# The inventory needs no network once that environment exists; the audit asks the advisory services each time.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=var/supply/venv
out=${CRITERIO_SUPPLY_DIR:-var/supply}
python=${PYTHON:-python3}
say() { printf '· %s\n' "$*" >&2; }

mkdir -p "$out"
if ! [ "$tools/.ready" -nt requirements/audit.lock ]; then
  say "Preparando las herramientas de revisión (necesita red o un índice local la primera vez)"
  "$python" -m venv "$tools"
  "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/audit.lock
  touch "$tools/.ready"
fi

# PyTorch is apart from the lock (scripts/install.sh says why): its version is the one that pyproject.toml pins.
pinned=$(mktemp)
trap 'rm -f "$pinned"' EXIT
{ cat requirements/run.lock; printf '\n'; grep -oE 'torch==[0-9.]+' pyproject.toml; } > "$pinned"

case ${1:-} in
  sbom)
    "$tools/bin/cyclonedx-py" requirements --pyproject pyproject.toml --output-reproducible --of JSON -o "$out/sbom.json" "$pinned"
    say "$(grep -c '"purl"' "$out/sbom.json") componentes en $out/sbom.json (CycloneDX)"
    ;;
  audit)
    say "Consulta de avisos de seguridad: necesita red"
    rm -f "$out/audit.json"
    grep -oE '^[A-Za-z0-9._-]+==[^ ;\\]+' "$pinned" |
      "$tools/bin/pip-audit" --no-deps --disable-pip --progress-spinner off --format json --output "$out/audit.json" \
        --requirement /dev/stdin >"$out/audit.log" 2>&1 || true
    [ -s "$out/audit.json" ] || { tail -3 "$out/audit.log" >&2; say "La consulta no terminó: nada quedó revisado"; exit 2; }
    "$tools/bin/python" scripts/read_audit.py "$out/audit.json"
    ;;
  *) say "Uso: scripts/supply.sh sbom|audit"; exit 2 ;;
esac
