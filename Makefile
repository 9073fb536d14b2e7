# `make` prints the targets. `report` and `test` each do all their set-up alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHIPPED := data/corpora/iraq-2004-2008
export COUNTERFRAME_CACHE ?= $(CURDIR)/.cache
export PYTHONHASHSEED := 0
# whoever has another environment open keeps it as it is
export VIRTUAL_ENV := $(CURDIR)/$(VENV)

.DEFAULT_GOAL := help
.PHONY: help report test test-notebooks test-browser lab exercises handouts decisions validity speed train lock clean

help:
	@echo "make report    run the notebooks on the shipped corpus: report/index.html, report/report.pdf, figures/, notebooks/"
	@echo "make test      check everything: style, types, notebooks and figures as they lie here, tests"
	@echo "make test-browser  try the report and the desk of counterframe review in Chromium"
	@echo "make lab       open the notebooks in JupyterLab"
	@echo "make exercises run the exercises and replications, write the students' versions: notebooks/lab/, notebooks/replications/"
	@echo "make handouts  one page of A4 on each concept, as HTML and PDF: handouts/"
	@echo "make decisions make the shipped decisions on the five articles anew from their codings"
	@echo "make validity  score the measures against coded data: make validity DATA=DIR [PART=dev|heldout] [JSON=FILE]"
	@echo "make speed     time key words, tokens and concordances beside other programs: make speed [SIZES=1000,10000] [JSON=FILE]"
	@echo "make train     teach the reader of data/models again, twenty minutes on two quiet cores, an hour on old ones: make train DATA=DIR"
	@echo "make lock      choose newer versions of the packages and write them to requirements.lock"
	@echo "make clean     remove what the other targets made: environment, caches, report"

report: $(VENV)/.ready
	@$(BIN)/counterframe report

test: $(VENV)/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(MAKE) -s test-notebooks
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-notebooks: $(VENV)/.ready
	@rm -rf .cache/figures
	@COUNTERFRAME_FIGURES="$(CURDIR)/.cache/figures" $(BIN)/python -m pytest -n 2 --dist loadfile \
		-p tests.notebook_kernel --nbval --nbval-sanitize-with tests/nbval.cfg --ignore=notebooks/lab/student notebooks
	@diff -rq --exclude='*.png' .cache/figures figures || \
		{ echo "figures/ is not what the notebooks draw: run make report, and commit figures/ and notebooks/." >&2; exit 1; }

test-browser: report $(VENV)/.browser
	@command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null || \
		{ echo "make test-browser needs Chromium, and there is none here: install it (on Debian: apt-get install chromium)." >&2; exit 1; }
	@$(BIN)/python -m pytest -n 2 --dist loadgroup tests/browser

lab: $(VENV)/.ready
	@$(BIN)/jupyter lab notebooks/00_start_here.ipynb

exercises: $(VENV)/.ready
	@$(BIN)/python docs/build.py exercises

handouts: $(VENV)/.ready
	@$(BIN)/python docs/build.py handouts handouts

decisions: $(VENV)/.ready
	@$(BIN)/counterframe codings data/codings/iraq-2004-2008 --corpus $(SHIPPED) --aligned data/codings/aligned.csv \
		--to decisions --reader "language models with a codebook" --date 2026-11-30T00:00:00Z \
		--out $(SHIPPED)/decisions/language-models-with-a-codebook.jsonl

validity: $(VENV)/.ready
	@test -n "$(DATA)" || { echo "Name the folder with the coded data: make validity DATA=DIR" >&2; exit 2; }
	@$(BIN)/python -m benchmarks.validity --data "$(DATA)" --part "$(or $(PART),dev)" $(if $(JSON),--json "$(JSON)")
	@$(BIN)/python -m benchmarks.alignment

speed: $(VENV)/.ready
	@$(BIN)/python -m benchmarks.speed $(if $(SIZES),--sizes "$(SIZES)") $(if $(JSON),--json "$(JSON)")

train: .venv-train/.ready
	@test -n "$(DATA)" || { echo "Name the folder with the texts that were coded: make train DATA=DIR" >&2; exit 2; }
	@.venv-train/bin/python -m benchmarks.reader.train --data "$(DATA)"

lock: $(VENV)/.ready
	@$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--group test pyproject.toml -o requirements.lock > /dev/null
	@$(BIN)/uv pip compile -q --universal --no-emit-index-url --no-header --no-annotate --constraint requirements.lock \
		--group train pyproject.toml -o requirements-train.lock > /dev/null
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --constraint requirements.lock \
		--group browser -o requirements-browser.lock > /dev/null
	@echo "requirements.lock is new; run make test before you commit it."

clean:
	rm -rf $(VENV) .venv-train .cache report .report.* handouts .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.ready: requirements.lock installer.lock pyproject.toml
	@command -v $(PYTHON) > /dev/null || \
		{ echo "Counterframe needs Python 3.11 or later, and there is no $(PYTHON) here: install it, or name one with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Counterframe needs Python 3.11 or later, and this is `$(PYTHON) --version`: install a newer one, or name one with make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
		{ echo "This Python has no venv: install it (on Debian and Ubuntu: apt install python3-venv) and call make again." >&2; exit 1; }
	@echo "Setting up (once, about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r installer.lock
	@$(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.browser: requirements-browser.lock $(VENV)/.ready
	@$(BIN)/uv pip install -q --require-hashes -r requirements-browser.lock
	@touch $@

.venv-train/.ready: requirements-train.lock
	@$(PYTHON) -m venv --clear .venv-train
	@.venv-train/bin/python -m pip install -q --disable-pip-version-check -r requirements-train.lock
	@touch $@
