# Works with GNU make from 3.81 on, the one that macOS has.

PY := .venv/bin/python
ARGS :=
export NO_MKDOCS_2_WARNING := 1
# Where this is set, each of the many programs that a build and the tests start compiles all sources again.
export PYTHONDONTWRITEBYTECODE :=

# The first Python that runs and is new enough; bootstrap.py then finds or fetches the right one.
define set-up
for python in $(PYTHON) python3 python3.13 python /usr/bin/python3; do \
  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then \
    exec "$$python" macros/bootstrap.py $(1); \
  fi; \
done; \
echo 'There is no Python 3.8 or newer on this machine: install Python 3.13 and run the same command again.' >&2; \
exit 1
endef

# The lock files name no address; npm writes where to give money into them.
define WITHOUT_ADDRESSES
import json, pathlib
for file in map(pathlib.Path, ("package-lock.json", "tests/tools/audit/package-lock.json")):
    lock = json.loads(file.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    file.write_text(json.dumps(lock, indent=2) + "\n")
endef
export WITHOUT_ADDRESSES

.DEFAULT_GOAL := help
.PHONY: help serve test test-fast test-again test-thorough test-engine check build site check-copy load advisories reproduce fuzz coverage mutants build-zensical data law readings stale fact-check bench bench-build audit screenshots lock format clean distclean set-up set-up-with-browser

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

serve: set-up ## set up, build the site, serve it and print the address
	@$(PY) -m macros.preview.serve $(ARGS)

# Of the tests in a browser, and of the states, one part of 24, another in each run; CI takes all of them (.ci/run).
test: export PAPER_TRAIL_PARTS ?= 24
test: set-up-with-browser ## set up, a browser included, build the site and run the tests (PAPER_TRAIL_PARTS=1: all)
	@rm -f build/tests-ended
	@$(PY) -m macros.build
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not thorough" $(ARGS); \
	  ended=$$?; mkdir -p build; echo $$ended > build/tests-ended; exit $$ended

# A test that another program on the machine broke passes alone; one that is right in its complaint fails again.
test-again: ## run what failed in the last run once more, one after the other
	@echo 'FAILED ONCE, and runs again alone. What passes now has a race: look for it.'
	@$(PY) -m pytest --last-failed --last-failed-no-failures none $(ARGS)

test-thorough: set-up-with-browser ## build the site and run every test, also many of a kind of which make test runs one
	@$(PY) -m macros.build
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# The law, the counting and the letters: no site, no browser, no second engine. Of the states one part, as in make test.
test-fast: export PAPER_TRAIL_PARTS ?= 24
test-fast: export PAPER_TRAIL_EXAMPLES ?= 5
test-fast: set-up ## run the tests of law, counting and letters: 40 seconds on two quiet cores
	@$(PY) -m macros.data.state_files
	@$(PY) -m macros.site.vendor
	@$(PY) -m pytest -n 2 --dist worksteal -m "not browser and not thorough" tests/counting tests/law tests/letters $(ARGS)

# Without three files that count the same thousands of cases again: traced, they take longer than all the others.
coverage: set-up ## print which branches of calculators/ the fast tests do not reach, and fail if there is one (some minutes)
	@$(PY) -m macros.data.state_files
	@$(PY) -m macros.site.vendor
	@$(PY) -m pytest -n 2 --dist worksteal -m "not browser and not thorough" tests/counting tests/law tests/letters tests/records \
	  --ignore tests/counting/test_oracle.py --ignore tests/counting/test_case_properties.py --ignore tests/counting/test_snapshot_clocks.py \
	  --cov=calculators --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100 $(ARGS)

mutants: set-up ## change one thing at a time in what counts, and write which change no test notices into tests/MUTANTS.md (ARGS=days)
	@$(PY) -m macros.data.state_files
	@$(PY) -m tests.mutants $(ARGS)

test-engine: set-up ## run CPython's own tests in the cut Pyodide and in the published one (about ten minutes)
	@$(PY) -m macros.engines.proof.engine_tests $(ARGS)

check: set-up ## format, lint, types of Python and scripts, who may import whom, and the law file
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m macros.data.state_files --check
	@$(PY) -m macros.data.readings > /dev/null
	@$(PY) -m macros.site.vendor
	@.venv/bin/node node_modules/typescript/lib/tsc.js -p jsconfig.json
	@.venv/bin/node node_modules/typescript/lib/tsc.js -p macros/site/jsconfig.json
	@.venv/bin/node macros/browsers/newer_than_meant.mjs

format: set-up ## put the Python files into the house format
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --quiet --fix-only .

build: set-up ## build the site into site/
	@$(PY) -m macros.build $(ARGS)

site: set-up ## build the site and put it into one file to host, build/paper-trail-site.zip (HOSTING.md)
	@$(PY) -m macros.build
	@$(PY) -m macros.site.archive

check-copy: set-up ## build the site and compare a copy with it (ARGS=https://copy.example/, or a folder)
	@$(PY) -m macros.build
	@$(PY) -m macros.site.checksums $(ARGS)

load: set-up-with-browser ## measure how many requests a second nginx answers with the site, on loopback (half a minute)
	@$(PY) -m macros.build
	@$(PY) -m tests.tools.load

data: set-up ## make calculators/data from the law files (all law in one piece: law.json), and their schemas
	@$(PY) -m macros.data.schemas
	@$(PY) -m macros.data.state_files $(ARGS)

law: set-up ## print a rule in every state, side by side (ARGS=initial_evaluation), or the list of all rules
	@$(PY) -m macros.data.side_by_side $(ARGS)

readings: set-up ## print what was read of each state's law, and where two readers do not agree
	@$(PY) -m macros.data.readings

stale: set-up ## list what of the law is older than a year or has no official source (ARGS=--links: or a dead address)
	@$(PY) -m macros.data.stale $(ARGS)

fact-check: set-up ## write each fact of a state for a lawyer to check, as PDF and Word file (ARGS=MS)
	@$(PY) -m macros.data.state_files
	@$(PY) -m macros.paper.fact_check $(ARGS)

bench: set-up-with-browser ## measure how fast the site is beside stock Pyodide, PyScript and JavaScript (about 20 minutes)
	@$(PY) -m macros.build
	@$(PY) -m macros.bench $(ARGS)

audit: set-up-with-browser ## let Lighthouse look at three pages on a phone, and keep what it says
	@$(PY) -m macros.build
	@$(PY) -m tests.tools.audit

advisories: set-up ## ask PyPI and npm what is known to be wrong with the packages in use (needs the network)
	@$(PY) -m tests.tools.advisories

reproduce: set-up ## build the last commit twice, as on two days by two users, and compare every byte (some minutes)
	@$(PY) -m tests.tools.reproduce

build-zensical: set-up ## read the same sources without MkDocs, with Zensical, into build/zensical/site (DECISIONS.md)
	@$(PY) -m tests.tools.zensical $(ARGS)

fuzz: set-up ## throw bad input at the calculators for ten minutes (ARGS="--minutes 60"), and write tests/fuzz/REPORT.md
	@$(PY) -m tests.fuzz $(ARGS)

bench-build: set-up ## measure how long a build and an edit take, with all states
	@$(PY) -m macros.bench.build_times

screenshots: set-up-with-browser ## take pictures of the most used pages into build/screenshots/
	@$(PY) -m macros.build
	@$(PY) -m tests.tools.screenshots

lock: ## write the lock files again (ARGS=--upgrade for newer versions)
	@test -x .venv/bin/uv || $(MAKE) --no-print-directory set-up
	@for at in '' tests/tools/advisories/ tests/tools/zensical/ tests/fuzz/ tests/mutants/; do .venv/bin/uv pip compile --quiet --universal --python $(PY) --python-version 3.13 \
	  --generate-hashes --only-binary :all: --no-emit-build-options --no-emit-index-url --custom-compile-command 'make lock' \
	  $(ARGS) --output-file $${at}requirements.lock $${at}requirements.in || exit 1; done
	@.venv/bin/npm install --package-lock-only
	@.venv/bin/npm install --package-lock-only --prefix tests/tools/audit --userconfig .npmrc
	@$(PY) -c "$$WITHOUT_ADDRESSES"
	@echo 'Commit each requirements.lock and both package-lock.json with the change that needed them.'

clean: ## remove what was built
	@rm -rf site build calculators/data docs/assets/runtime docs/assets/vendor test-results
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find calculators macros tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove what was set up, too
	@rm -rf .venv node_modules tests/tools/audit/node_modules .cache

set-up:
	@$(call set-up,)

set-up-with-browser:
	@$(call set-up,--browser)
