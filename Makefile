# Every line also runs alone. `make` lists what can be done.
PY := .venv/bin/python
export PAHUNCH_HOME ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: help setup dev run test check fix bench messages lock

help:  ## List what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

.venv/base: requirements/base.txt pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --require-hashes -r requirements/base.txt
	.venv/bin/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	.venv/bin/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/base  ## Environment, database, Madhya Pradesh, translations
	.venv/bin/pahunch setup

dev: .venv/dev  ## What tests and checks need on top

run: .venv/base  ## Madhya Pradesh and the made-up state, served on 127.0.0.1:8000
	.venv/bin/pahunch run

test: .venv/dev  ## All tests, on SQLite and then on PostgreSQL; one room: make test T=pahunch/registry
	$(PY) -m pytest -n 2 --dist loadgroup $(T)
	$(PY) tests/postgresql.py --or-skip $(PY) -m pytest -n 2 --dist loadgroup -m "database and not browser and not slow and not sqlite" $(T)

check: .venv/dev  ## Format, lint, types, floors, migrations: what is checked before a change lands
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/pahunch makemigrations --check --dry-run

fix: .venv/dev  ## Format, and mend what can be mended safely
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

.venv/bench: .venv/dev requirements/bench.txt
	.venv/bin/pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench: .venv/bench  ## A benchmark: make bench B=judge
	$(PY) benchmarks/$(B).py

lock:  ## Pin newer versions (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --no-annotate requirements/base.in -o requirements/base.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --no-annotate requirements/dev.in -c requirements/base.txt \
	  -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --no-annotate requirements/bench.in \
	  -c requirements/dev.txt -o requirements/bench.txt
