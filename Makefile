# Criterio. `make help` lists the targets.
.DEFAULT_GOAL := help
PY := .venv/bin/python
LAWS := $(or $(CRITERIO_CORPUS_DIR),$(wildcard ../shared/corpus/laws))

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## creates .venv with what is needed to run
	@scripts/install.sh run

setup-dev: setup ## adds what the tests need
	@scripts/install.sh dev

corpus: setup ## reads manuals and laws and builds the index (unchanged input costs seconds)
	@CRITERIO_CORPUS_DIR="$(LAWS)" scripts/corpus.sh

run: corpus ## everything: environment, corpus, index, and the chat at http://127.0.0.1:8000
	@.venv/bin/criterio serve

test: setup-dev ## lint, types, import contracts and the test suite (under twenty minutes on two cores)
	@CRITERIO_CORPUS_DIR="$(LAWS)" scripts/test.sh

lint: setup-dev ## ruff, mypy and import contracts only
	@scripts/lint.sh

test-slow: setup-dev ## the suites that take longer: fifty kills, load, fuzzing
	@CRITERIO_CORPUS_DIR="$(LAWS)" $(PY) -m pytest -m slow tests

eval: corpus setup-dev ## retrieval figures on the development set, against the named baselines
	@.venv/bin/criterio eval retrieval --set dev

bench: corpus setup-dev ## benchmarks, as ratios against a named baseline in the same run
	@for f in benchmarks/*.py; do echo "== $$f"; $(PY) -m benchmarks.$$(basename $$f .py) || exit 1; done

screenshots: corpus setup-dev ## pictures of every page of a running `make run`, into var/screenshots
	@$(PY) scripts/screenshots.py var/screenshots

pictures: corpus setup-dev ## the drawings of README and guide, from a running `make run`, into docs/pictures
	@$(PY) scripts/pictures.py docs/pictures

audit: ## known vulnerabilities of what the lock names (asks the advisory services: needs network)
	@scripts/supply.sh audit

sbom: ## inventory of what is installed, CycloneDX, into var/supply/sbom.json
	@scripts/supply.sh sbom

lint-deploy: setup ## Dockerfile, compose, manifests and units with the linters of their kinds
	@scripts/lint_deploy.sh

bundle: setup ## one file to install without internet (OUT=criterio.tar; with the laws of CRITERIO_CORPUS_DIR if they are given)
	@deploy/bundle.sh "$(or $(OUT),criterio.tar)" "$(LAWS)"

clean: ## removes the derived state (not the environment)
	rm -rf var

.PHONY: help setup setup-dev corpus run test lint test-slow eval bench screenshots pictures audit sbom lint-deploy bundle clean
