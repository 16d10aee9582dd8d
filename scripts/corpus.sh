#!/usr/bin/env bash
# Reads the manuals (in the repository) and the laws: from CRITERIO_CORPUS_DIR, else from their official addresses.
# Without network and without a folder it goes on with the manuals and says in one sentence how to add the laws.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${CRITERIO_CORPUS_DIR:-}" ]; then
  exec .venv/bin/criterio ingest corpus/manual "$CRITERIO_CORPUS_DIR"
fi
unset CRITERIO_CORPUS_DIR
if ! .venv/bin/criterio ingest corpus/manual --official; then
  .venv/bin/criterio ingest corpus/manual
  echo "· Sin leyes: no hubo red. Ponga los PDF oficiales en una carpeta y ejecute CRITERIO_CORPUS_DIR=/esa/carpeta make run" >&2
fi
