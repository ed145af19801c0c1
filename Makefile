# Everything a developer or a first visitor needs: make run, make test.
PORT ?= 8080
DATA ?= ./data
WERKERS ?= 2
BIN := .venv/bin

.PHONY: run test setup bench lock clean

# The practice environment on http://127.0.0.1:$(PORT)
run:
	@bin/opzetten $(PORT)
	@exec $(BIN)/meldroute demo --data $(DATA) --port $(PORT)

setup:
	@bin/opzetten

test: setup
	@bin/testomgeving
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WERKERS) --ignore=tests/bench

# Measurements in milliseconds; never part of make test.
bench: setup
	$(BIN)/pytest tests/bench -p no:xdist -s

# Pins anew what setup.cfg and package.json ask for. Read the difference before you commit it.
lock: setup
	$(BIN)/python -m venv build/lock
	build/lock/bin/pip install --quiet pip-tools
	build/lock/bin/pip-compile --quiet --upgrade --allow-unsafe --strip-extras --generate-hashes \
		--extra bouwen --extra node --extra test \
		--no-emit-find-links --no-emit-index-url --no-emit-trusted-host \
		--output-file requirements.lock setup.cfg
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules web/static/build build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
