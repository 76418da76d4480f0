# Two commands do everything on a fresh machine with Python 3.11: `make run`, `make test`.
PYTHON ?= python3.11
# the tests of one file stay together: they share what was made for it; tests/conftest.py orders files
SIDE_BY_SIDE ?= -n 2 --dist loadfile --no-loadscope-reorder
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test test-full lab check bench lock clean help

help:            ## cette aide
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

# the lock has hashes and pip refuses hashes beside -e: two steps
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: $(STAMP)    ## installe, puis fait tout le travail sur le projet de démonstration
	$(BIN)/transfo run

test: $(STAMP)   ## installe, vérifie le style, les types, les pièces, et passe tous les tests
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

test-full: $(STAMP) ## les mêmes tests, avec tous leurs tours
	$(MAKE) --no-print-directory check
	TRANSFO_FULL=1 $(BIN)/python -m pytest $(SIDE_BY_SIDE)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: $(STAMP)    ## ouvre JupyterLab, en français, sur les notebooks
	$(BIN)/transfo lab

bench: $(STAMP)  ## mesure vitesse et mémoire, en rapports pris dans une même exécution
	$(BIN)/python benchmarks/bench.py

lock:            ## refait requirements.lock (demande uv)
	uv pip compile --quiet pyproject.toml --group dev --universal --generate-hashes \
	  --python-version 3.11 --prerelease if-necessary-or-explicit \
	  --no-header --no-annotate -o requirements.lock

clean:           ## retire l'environnement et ce que `transfo run` a produit
	rm -rf $(VENV) data/processed
