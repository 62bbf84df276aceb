# What one does with this repository. Needs Python 3.11 or later and make; everything else is brought along.
#
# Every step leaves a stamp named after the content it depends on, so the second time is fast, and a change of
# pyproject.toml, constraints.txt, package-lock.json or the web sources repeats exactly the steps that it touches.

.DEFAULT_GOAL := help
.PHONY: help run test check web clean eval bench faults hostile docs format python python-dev node web-packages system
.NOTPARALLEL:
SHELL := /bin/sh

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do command -v $$name && break; done)
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/node:$(CURDIR)/$(BIN):$(PATH)
export PYTHONUNBUFFERED := 1
# Nothing is asked: there may be nobody to answer.
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1


content_of = $(shell cat $(1) 2>/dev/null | cksum | cut -d' ' -f1)
python_key := $(call content_of,pyproject.toml constraints.txt)
packages_key := $(call content_of,web_widget/package-lock.json)
web_key := $(call content_of,$(shell find web_widget -name node_modules -prune -o -name tests -prune -o -name dist -prune -o -type f ! -name "*.tsbuildinfo" -print | LC_ALL=C sort))

installed := .venv/installed-$(python_key)
installed_dev := .venv/installed-dev-$(python_key)
installed_bench := .venv/installed-bench-$(python_key)
node_found := .venv/node/ready
reference_installed := bench/node/node_modules/.installed-$(call content_of,bench/node/package-lock.json)
packages_installed := web_widget/node_modules/.installed-$(packages_key)
web_built := hub/static/.built-$(web_key)

help: ## Say what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(installed) $(web_built) ## Install what is missing, build the web app, serve http://127.0.0.1:4000
	@exec panoramix serve

test: $(installed_dev) $(web_built) system ## Run all tests: Python, then the web app
	python -m ops.run_tests
	cd web_widget && npm test

check: $(installed_dev) $(packages_installed) ## Lint, types, import rules, file lengths
	ruff check .
	pyright --pythonpath $(BIN)/python
	lint-imports
	python -m ops.file_lengths
	cd web_widget && npm run check

web: $(web_built) ## Build the web app into hub/static

eval: $(installed_dev) ## Measure how well Eko understands
	python -m agents.evals.run

bench: $(installed_bench) $(reference_installed) ## Measure speed beside stock python-socketio and Node
	python -m bench $(BENCH)

hostile: $(installed_dev) ## Attack the hub: frames that make no sense, every REST operation. FRAMES=100000 EXAMPLES=20 SEED=
	python -m tests.hostile $(if $(FRAMES),--frames $(FRAMES)) $(if $(EXAMPLES),--examples $(EXAMPLES)) $(if $(SEED),--seed $(SEED))

faults: $(installed_dev) ## Kill and cut while people talk: is a message lost? CYCLES=25 SEED= WORKERS=
	python -m tests.faults --cycles $(or $(CYCLES),25) $(if $(SEED),--seed $(SEED)) $(if $(WORKERS),--workers $(WORKERS))

docs: $(installed_dev) ## Write the pages that are generated from code
	python -m hub.settings_reference
	python -m hub.reference_pages

format: $(installed_dev) ## Format the Python code
	ruff check --fix .
	ruff format .

clean: ## Remove what was installed and built; the data folder is left alone
	rm -rf .venv hub/static bench/node/node_modules web_widget/node_modules web_widget/dist dist
	rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python: $(installed)
python-dev: $(installed_dev)
node: $(node_found)
web-packages: $(packages_installed)

system:
	@sh ops/system_parts.sh

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is too old: Python 3.11 or later is needed (make PYTHON=/path/to/python)."; exit 1; }
	@echo "→ Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(installed): | $(BIN)/python
	@echo "→ Installing Panoramix and its parts"
	python -m pip install --constraint constraints.txt --editable '.[embedded]'
	@rm -f .venv/installed-[0-9]* && touch $@

$(installed_dev): $(installed)
	@echo "→ Installing the tools for tests and checks"
	python -m pip install --constraint constraints.txt --editable '.[embedded,dev]'
	@rm -f .venv/installed-dev-* && touch $@

$(installed_bench): $(installed_dev)
	@echo "→ Installing what draws the plots"
	python -m pip install --constraint constraints.txt --editable '.[embedded,dev,bench]'
	@rm -f .venv/installed-bench-* && touch $@

$(node_found): | $(BIN)/python
	@sh ops/find_node.sh
	@touch $@

$(packages_installed): | $(node_found)
	@echo "→ Installing the web app's packages"
	cd web_widget && npm ci --no-audit --no-fund
	@touch $@

$(reference_installed): | $(node_found)
	@echo "→ Installing the packages of the Node reference"
	cd bench/node && npm ci --no-audit --no-fund
	@touch $@

$(web_built): $(packages_installed)
	@echo "→ Building the web app"
	cd web_widget && npm run build
	@rm -f hub/static/.built-* && touch $@
