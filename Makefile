# Every target builds the environment that it needs; `make` alone lists them.
# `eval` and `train` read their data from BYLINE_DATA, ../shared/data unless it is set.
PYTHON ?= python3
ARTICLE ?= seeds/kremlin-drones.txt
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help chat ask test torture mutants lint bench eval train pictures
help:
	@echo 'make ask Q="Who denied involvement?"   answer a question about the seed article'
	@echo 'make chat                              chat about it in the terminal'
	@echo 'make test                              all checks and tests'
	@echo 'make mutants                           are the tests of the core sharp? (minutes; docs/mutants.md)'
	@echo 'make torture                           all attacks on it at their full counts (hours)'
	@echo 'make lint | bench | eval | train       checks alone | speed | quality | the reader'
	@echo 'make pictures                          the pictures of the README'

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Byline into .venv (a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

chat: $(READY)
	@$(BIN)/byline $(ARTICLE)

# The program exits with 1 when the article does not say; that is an answer, not a failure of make.
ask: export QUESTION = $(Q)
ask: $(READY)
	@$(BIN)/byline ask $(ARTICLE) "$$QUESTION" || test $$? -eq 1

lint: $(READY)
	$(BIN)/ruff format --check --diff .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The sums are printed at the end, and too little of either fails.
test: lint
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --include='assistant/*,index/*' --fail-under=95
	$(BIN)/coverage report --include='tui/*' --fail-under=85

torture: $(READY)
	$(BIN)/python -m tests.torture

mutants: $(READY)
	@rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results

bench: $(READY)
	$(BIN)/python -m bench.peers
	$(BIN)/python -m bench.paint

pictures: $(READY)
	$(BIN)/python -m bench.pictures

eval: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m training.report

train: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m training.train --run training/runs/first
	$(BIN)/python -m training.train --run training/runs/second --after training/runs/first --rate 1.5e-4 --dropout 0.1
	$(BIN)/python -m training.export --run training/runs/second --beside training/runs/first
	$(BIN)/python -m training.calibrate
