# Vaivén. `make run` gives a first report, `make test` checks everything that is quick to check.
# Needs make and Python 3.11 or newer; everything else goes into .venv.

SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
WORKERS ?= 2
ARGS ?=

export MPLBACKEND := Agg

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow lint bench docs demo workshop clean

help:
	@echo "make run        first report: the Americas, 2014-2030 (ARGS='world=valley seed=2' changes it)"
	@echo "make demo       the workshop page, on this machine, without a network"
	@echo "make workshop   before the trip: prepares and tests all that the page needs offline"
	@echo "make test       quick tests"
	@echo "make test-slow  long tests (workshop page, recovery, scale)"
	@echo "make lint       ruff and mypy"
	@echo "make bench      speed and memory, measured"
	@echo "make docs       writes the generated pages and pictures of docs/ again"
	@echo "make clean      removes .venv, caches and compiled kernels; outputs stay"

setup: $(READY)

$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install it, or say which: make PYTHON=/path/to/python3.11"; exit 2; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); once, about a minute."
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || uv venv --seed --python $(PYTHON) $(VENV) \
		|| { echo "No virtual environment could be made. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }
	@uv=$$(command -v $(VENV)/bin/uv || command -v uv || true); \
	if [ -z "$$uv" ]; then \
		$(PY) -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1 && uv=$(VENV)/bin/uv || true; \
	fi; \
	if [ -n "$$uv" ] && VIRTUAL_ENV=$(VENV) $$uv pip install --quiet --python $(PY) -r requirements.lock; then \
		echo "Packages installed with uv."; \
	else \
		echo "uv is not at hand: installing with pip, two to three minutes."; \
		$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock; \
	fi
	@touch $(READY)

run: $(READY)
	@echo "Simulating. The first run compiles the kernels (under a minute); later runs start at once."
	@$(PY) -m experiments.run $(or $(ARGS),world=americas seed=1)

test: $(READY)
	@$(PY) -m experiments.warm_up
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

test-slow: $(READY)
	@$(PY) -m experiments.warm_up
	@$(PY) -m pytest -m slow -n $(WORKERS) --dist loadgroup --ignore=tests/browser $(ARGS)
	@$(PY) -m pytest -m slow tests/browser $(ARGS)

lint: $(READY)
	@$(VENV)/bin/ruff check .
	@$(PY) -m mypy

demo: $(READY)
	@$(PY) -m experiments.demo $(ARGS)

workshop: $(READY)
	@$(PY) -m experiments.workshop $(ARGS)

bench: $(READY)
	@$(PY) -m experiments.bench $(ARGS)

docs: $(READY)
	@$(PY) -m experiments.docs

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
