# Every command sets up what it needs: a fresh machine has Python 3.13, git and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
UV_VERSION := 0.13.9

.PHONY: help install-uv lock demo test lint types imports unit fuzz validate dev bench scorecard schemas clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install-uv: $(STAMP) ## Create .venv and install the locked packages

$(STAMP): requirements.lock pyproject.toml scripts/find_python.sh
	@set -e; python="$$(scripts/find_python.sh)"; \
	 echo "Setting up $(VENV) with $$python"; \
	 "$$python" -m venv --clear $(VENV); \
	 $(VENV)/bin/pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"; \
	 VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv pip sync --quiet --require-hashes requirements.lock; \
	 VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .; \
	 touch $@

lock: ## Refresh requirements.lock (universal, hashed, without addresses)
	$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	  --python-version 3.13 --group dev pyproject.toml --output-file requirements.lock

demo: $(STAMP) ## Run the example pilot on the bundled product and site
	@LLM_PROVIDER=offline OFFLINE_MODE=0 OFFLINE_FIXTURES=1 $(PY) -m launch run --config pilots/example_pilot.yml

test: lint types imports unit ## Lint, types, import contracts, tests: what CI runs

lint: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(STAMP)
	$(VENV)/bin/mypy

imports: $(STAMP)
	$(VENV)/bin/lint-imports

unit: $(STAMP)
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

fuzz: $(STAMP) ## Search for inputs that break what the property tests promise
	$(PY) -m pytest -n 2 -m hypothesis --hypothesis-profile=fuzz --timeout=3000

validate: $(STAMP) ## Check schemas, pilots, environment and definitions
	$(PY) -m launch validate

dev: $(STAMP) ## Open the Dagster UI on the instance that the command line uses
	$(PY) -m launch dev

bench: $(STAMP) ## Measure, and write docs/benchmarks.md
	$(PY) scripts/bench.py all --write docs/benchmarks.md

scorecard: $(STAMP) ## Plant faults in good pages, count what the gates catch, write docs/scorecard.md
	$(PY) -m scripts.scorecard

schemas: $(STAMP) ## Generate docs/schemas from the contracts
	$(PY) scripts/write_schemas.py

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
