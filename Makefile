# Readiness Coach. `make demo` and `make test` are all a new machine needs: they make .venv.
PYTHON ?= python3
BIN := .venv/bin
HOME_OF_DEMO := $(CURDIR)/.demo
DAY_OF_DEMO := $(HOME_OF_DEMO)/today
RECORDS := tests/company/records
TODAY := 2026-11-16
FILES ?= tests/company/documents
QUESTIONS ?= tests/company/questions.jsonl

PORT ?= 8065
RECORD ?= $(HOME_OF_DEMO)/calls.jsonl

.PHONY: demo chat test check prove bench evaluate sample clean

# The sample company in a browser: a stand-in for Slack on this machine, and the bot that answers
# there. RECORD=FILE keeps every call to it as a line of JSON; PORT=N takes another port.
# Each demonstration begins on the same Monday morning, with a copy of what was read and imported.
demo: .venv/installed $(HOME_OF_DEMO)/imported
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach index $(FILES)
	@rm -rf $(DAY_OF_DEMO) && mkdir -p $(DAY_OF_DEMO)
	@cp -r $(HOME_OF_DEMO)/settings.yaml $(HOME_OF_DEMO)/coach.db* $(HOME_OF_DEMO)/cache $(DAY_OF_DEMO)/
	@$(BIN)/python -m bot.local_workspace.demonstration --home $(DAY_OF_DEMO) --port $(PORT) \
	  --record "$(RECORD)" --start $(TODAY)T07:45+00:00

# The company's registers, as its own files have them.
$(HOME_OF_DEMO)/imported: .venv/installed $(wildcard tests/company/records/*/*) tests/company/settings.yaml
	@mkdir -p $(HOME_OF_DEMO) && cp tests/company/settings.yaml $(HOME_OF_DEMO)/
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach import people --on $(TODAY) \
	  $(RECORDS)/sources/people.csv $(RECORDS)/sources/sites.csv $(RECORDS)/sources/holidays.csv \
	  $(RECORDS)/sources/shifts.csv $(RECORDS)/sources/teams.csv >/dev/null
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach import training --on $(TODAY) \
	  $(RECORDS)/sources/courses.csv $(RECORDS)/sources/training_matrix.csv \
	  $(RECORDS)/sources/training_records.csv >/dev/null
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach import capa --on $(TODAY) $(RECORDS)/exports/capa.csv >/dev/null
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach import audits --on $(TODAY) $(RECORDS)/exports/audits.xlsx >/dev/null
	@touch $@

# The same company in the terminal.
chat: .venv/installed
	@mkdir -p $(HOME_OF_DEMO) && cp tests/company/settings.yaml $(HOME_OF_DEMO)/
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach index $(FILES)
	@echo "Try: how long do we keep calibration certificates? / who signs a concession?"
	@echo "     which courses does a goods-in inspector need? / what did QP-0008 issue 3 say on retention?"
	@COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach chat --on $(TODAY)

test: .venv/installed
	$(BIN)/pytest -n 3 --dist loadfile

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

prove: .venv/installed
	$(BIN)/pytest -m proof -n 2 --dist loadfile -rP --ignore tests/proofs/delivery
	$(BIN)/pytest -m proof -s tests/proofs/delivery

bench: .venv/installed
	$(BIN)/python -m tests.benchmarks "$(FILES)"

evaluate: .venv/installed
	COACH_HOME=$(HOME_OF_DEMO) $(BIN)/coach evaluate "$(QUESTIONS)" --source "$(FILES)" --on $(TODAY) --by kind --misses

sample: .venv/installed
	$(BIN)/python -m tests.company.build

# Done when pip is: an interrupted install is taken up again by the next make.
.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .demo build dist *.egg-info
