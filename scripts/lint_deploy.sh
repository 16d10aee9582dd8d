#!/usr/bin/env bash
# Checks the files of deploy/ with the linters of their kinds; no engine of containers is needed. Usage: make lint-deploy
#
# The tools have an environment of their own, with a lock of their own: they are no part of what is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=var/deploy/venv
say() { printf '· %s\n' "$*" >&2; }

if ! [ "$tools/.ready" -nt requirements/deploy.lock ]; then
  say "Preparando los verificadores (necesita red o un índice local la primera vez)"
  "${PYTHON:-python3}" -m venv "$tools"
  "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/deploy.lock
  touch "$tools/.ready"
fi
say "Dockerfile (hadolint)"
"$tools/bin/hadolint" deploy/Dockerfile
say "compose.yaml (esquema de Compose)"
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.compose-spec deploy/compose.yaml
say "Kubernetes (esquemas de la API, sin campos desconocidos)"
"$tools/bin/kubernetes-validate" --strict --quiet deploy/kubernetes/criterio.yaml
say "Guiones (bash -n)"
for script in deploy/*.sh scripts/*.sh; do bash -n "$script"; done
if command -v systemd-analyze >/dev/null; then
  say "Unidades (systemd-analyze)"
  units=$(mktemp -d)
  trap 'rm -rf "$units"' EXIT
  for unit in deploy/systemd/*; do
    # The program stands here now, not where it will be installed.
    sed "s#/opt/criterio/.venv/bin/criterio#$PWD/.venv/bin/criterio#; s#/opt/criterio#$PWD#" "$unit" >"$units/${unit##*/}"
  done
  systemd-analyze verify "$units"/*
else
  say "Unidades: sin systemd-analyze, no se revisaron"
fi
say "deploy/ sin faltas"
