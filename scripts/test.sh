#!/usr/bin/env bash
# What `make test` and CI run: lint, then the suite without the slow part.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "· Reglas, tipos e importaciones" >&2
scripts/lint.sh
echo "· Corpus de prueba (leyes reales si están; sin cambios cuesta menos de un segundo)" >&2
CRITERIO_STATE_DIR=var/test .venv/bin/criterio ingest corpus/manual ${CRITERIO_CORPUS_DIR:+"$CRITERIO_CORPUS_DIR"}
echo "· Pruebas" >&2
.venv/bin/python -m pytest -m "not slow and not quality and not model" -n "${CRITERIO_TEST_WORKERS:-2}" --dist loadfile
