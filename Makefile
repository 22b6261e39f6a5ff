# Mohit on one machine. `make help` lists what there is; Python 3.11 or newer and make are all it needs.

PYTHON := .venv/bin/python
.DEFAULT_GOAL := help
# A .venv whose Python has been removed or replaced is made anew.
$(shell $(PYTHON) -c "" 2>/dev/null || rm -f .venv/.installed .venv/.installed-dev)

.PHONY: run
run: .venv/.installed  ## Serve the site with everything it needs (PORT=8123, MOHIT_VAR=/some/folder, BIND=0.0.0.0, DEMO=no)
	@$(PYTHON) -m mohit.launcher run

.PHONY: test
test: .venv/.installed-dev  ## Run all tests (ARGS="tests/articles -x" for some of them)
	@$(PYTHON) -m tests $(ARGS)

.PHONY: dev
dev: .venv/.installed-dev  ## Django's development server: DEBUG, reload on change
	@$(PYTHON) -m mohit.launcher dev $(ARGS)

.PHONY: lint
lint: .venv/.installed-dev  ## Check style: Python and templates
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m djlint --lint --quiet templates

.PHONY: format
format: .venv/.installed-dev  ## Put the Python code in order
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

.PHONY: shell
shell: .venv/.installed  ## Django's shell on the database of `make run`
	@$(PYTHON) -m mohit.launcher manage shell

.PHONY: manage
manage: .venv/.installed  ## Any Django command: make manage ARGS="changepassword muharrir"
	@$(PYTHON) -m mohit.launcher manage $(ARGS)

UV := uv pip compile --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	--universal --python-version 3.11 --quiet pyproject.toml
.PHONY: lock
lock:  ## Write the requirements files anew from pyproject.toml (needs uv; ARGS=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo "make lock needs uv: pipx install uv"; exit 1; }
	$(UV) $(ARGS) -o requirements.txt
	$(UV) $(ARGS) --group dev -c requirements.txt -o requirements-dev.txt

.PHONY: messages
messages: .venv/.installed  ## Compile the Arabic catalogue after a change in mohit/locale/
	@$(PYTHON) -m mohit.locale.compile

.PHONY: clean
clean:  ## Remove what can be made again: .venv and caches (never the data in var/)
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

.venv/.installed: requirements.txt mohit/launcher/make_venv.sh
	@sh mohit/launcher/make_venv.sh requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt mohit/launcher/make_venv.sh
	@sh mohit/launcher/make_venv.sh requirements-dev.txt
	@touch .venv/.installed $@
