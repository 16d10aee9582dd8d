#!/usr/bin/env bash
# The single lint command: format-independent rules, types, direction of imports.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/lint-imports
