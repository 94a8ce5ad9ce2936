# make demo and make test set up all they need; both are safe to run again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.PHONY: demo test check model bench clean

demo: $(VENV)/.installed
	@$(BIN)/newsclf tag seeds/pages/union-daily-2.txt --format table

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal --durations=10

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

model: $(VENV)/.installed
	$(BIN)/newsclf train seeds/articles --labels labels/articles.csv --also seeds/cards.csv --themes labels/themes.toml --references labels/digests.jsonl -o models/themes
	$(BIN)/python benchmarks/readme.py

bench: $(VENV)/.bench
	$(BIN)/python benchmarks/bench.py --json benchmarks/bench.json --picture benchmarks/bench.svg
	$(BIN)/python benchmarks/ablation.py
	$(BIN)/python benchmarks/robustness.py
	$(BIN)/python benchmarks/pages.py seeds/pages labels/pages.json

# A virtual environment counts as there only once everything is in it.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "newsclf needs Python 3.10 or later; this is " + sys.version.split()[0] + ": make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.created pyproject.toml constraints.txt
	$(PIP) --editable '.[dev]'
	touch $@ $(VENV)/.installed

# bench.py leaves out what could not be installed.
$(VENV)/.bench: $(VENV)/.dev
	$(PIP) --editable '.[dev,bench]' || echo "not all programs to compare with could be installed"
	touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
