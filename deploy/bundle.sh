#!/usr/bin/env bash
# One file to install Criterio where there is no internet: the tree, the wheels of the locked requirements, the laws.
# Run it on a machine with internet, the same system and the same Python. Usage: deploy/bundle.sh LAWS_DIR OUT.tar.gz
set -euo pipefail
cd "$(dirname "$0")/.."
laws=${1:?Indique la carpeta con los PDF de las leyes.}
out=${2:?Indique el archivo que se escribe.}
[ -d "$laws" ] || { echo "No existe «$laws»." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/criterio/wheels" "$work/criterio/laws"
git archive HEAD | tar -x -C "$work/criterio"
cp "$laws"/*.pdf "$work/criterio/laws/"
python3 -m pip download --quiet --dest "$work/criterio/wheels" --require-hashes --no-deps -r requirements/run.lock
python3 -m pip download --quiet --dest "$work/criterio/wheels" "psycopg[binary]>=3.2" "setuptools>=75" wheel
version=$(sed -n 's/^torch_version=//p' scripts/install.sh)
.venv/bin/python -m pip download --quiet --no-deps --dest "$work/criterio/wheels" "torch==$version" ||
  echo "PyTorch no se descargó: agregue su paquete a wheels/ e indíquelo con CRITERIO_TORCH_WHEEL." >&2
(cd "$work/criterio" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS)
tar -C "$work" -czf "$out" criterio
echo "Escrito $out. En el destino: sha256sum -c SHA256SUMS; PIP_NO_INDEX=1 PIP_FIND_LINKS=\$PWD/wheels make run CRITERIO_CORPUS_DIR=laws" >&2
