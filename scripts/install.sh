#!/usr/bin/env bash
# Creates .venv and installs what the lock file names, saying what it does. Usage: scripts/install.sh run|dev
#
# PyTorch is apart from the lock: its default Linux build brings gigabytes of CUDA. In this order it takes
#   1. the wheel named by CRITERIO_TORCH_WHEEL,
#   2. a CPU build of the pinned version that this machine's pip offers from disk,
#   3. elsewhere than Linux x86-64, the ordinary package (CPU only there),
#   4. the CPU build of the same version, found by uv (--torch-backend cpu): about 200 MB instead of 3 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-run}
torch_version=2.13.0
python=${PYTHON:-python3}
lock=requirements/$profile.lock
stamp=.venv/.criterio-$profile-$(cat "$lock" pyproject.toml scripts/install.sh | sha256sum | cut -c1-16)
say() { printf '· %s\n' "$*" >&2; }

if [ -e "$stamp" ]; then exit 0; fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  say "Se necesita Python 3.11 o posterior (hay $("$python" --version)). Instálelo o indique PYTHON=/ruta/python3.11."; exit 2; }
if [ ! -x .venv/bin/python ]; then
  say "Creando el entorno .venv"
  "$python" -m venv .venv || { say "Falta el módulo venv: sudo apt install python3-venv"; exit 2; }
fi
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }

if ! .venv/bin/python -c "import importlib.metadata as m, sys; sys.exit(not m.version('torch').startswith('$torch_version'))" 2>/dev/null; then
  say "Instalando PyTorch $torch_version para CPU"
  report=$(pip install --quiet --no-deps --dry-run --ignore-installed --report - "torch==$torch_version" 2>/dev/null || true)
  if [ -n "${CRITERIO_TORCH_WHEEL:-}" ]; then
    pip install --quiet --no-deps "$CRITERIO_TORCH_WHEEL"
  elif printf '%s' "$report" | grep -q '"url": "file:' || [ "$(uname -sm)" != "Linux x86_64" ]; then
    pip install --quiet --no-deps "torch==$torch_version"
  else
    pip install --quiet --require-hashes --no-deps -r requirements/uv.lock
    VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install --quiet --no-deps --torch-backend cpu "torch==$torch_version"
  fi
fi
say "Instalando dependencias ($(grep -c '==' "$lock") paquetes, con sumas de comprobación)"
pip install --quiet --require-hashes --no-deps -r "$lock"
pip install --quiet --no-deps --no-build-isolation --editable .
rm -f .venv/.criterio-"$profile"-*
touch "$stamp"
say "Entorno listo"
