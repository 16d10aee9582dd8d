#!/usr/bin/env bash
# One file to install Criterio where there is no internet: the tree with its manuals, the wheels of the locked requirements
# (the embedding model is one of them) and, when a folder is given, the laws. Run it on a machine with internet, the same
# system and the same Python, after `make setup`. Usage: deploy/bundle.sh OUT.tar [LAWS_DIR]   (make bundle)
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:?Indique el archivo que se escribe.}
laws=${2:-}
[ -z "$laws" ] || [ -d "$laws" ] || { echo "No existe «$laws»." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { .venv/bin/python -m pip --disable-pip-version-check download --quiet --dest "$work/criterio/wheels" "$@"; }
mkdir -p "$work/criterio/wheels"
git archive HEAD | tar -x -C "$work/criterio"
if [ -n "$laws" ]; then
  mkdir "$work/criterio/laws"
  cp "$laws"/*.pdf "$work/criterio/laws/"
fi
echo "· Paquetes ($(grep -c '==' requirements/run.lock))" >&2
fetch --require-hashes --no-deps -r requirements/run.lock
fetch "setuptools>=75" wheel
version=$(sed -n 's/^torch_version=//p' scripts/install.sh)
fetch --no-deps ${CRITERIO_TORCH_WHEEL:-"torch==$version"}
(cd "$work/criterio" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS)
# Not compressed: wheels and PDF already are.
tar -C "$work" -cf "$out" criterio
cat >&2 <<TELL
Escrito $out ($(du -h "$out" | cut -f1)). En la máquina sin internet, con el mismo Python ($(.venv/bin/python -V)):
  tar xf $(basename "$out") && cd criterio && sha256sum --quiet -c SHA256SUMS
  export PIP_NO_INDEX=1 PIP_FIND_LINKS=\$PWD/wheels
  make run${laws:+ CRITERIO_CORPUS_DIR=laws}
TELL
