# Two commands matter: `make run` and `make test`. Both set up everything they need in .venv.

.PHONY: run test fast lint format bench gallery clean help

help:
	@echo "make run    set everything up and serve the dashboard on http://localhost:8501"
	@echo "make test   set everything up and run the tests (10 minutes); LONG=1 make test runs the long walks too (40)"
	@echo "make fast   run the tests that need neither a browser nor PostgreSQL and do not take long"
	@echo "make lint   check style, types and the storeys"
	@echo "make format bring the code into its form"
	@echo "make bench  run the benchmarks and print a table"
	@echo "make gallery draw every page and view into docs/gallery, from demonstration data"
	@echo "make clean  remove the virtual environment and caches; the databases in var/ stay"

# the first Python on the path that is new enough
FIND_PYTHON = for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; exit; }; done; \
	echo "Python 3.11 or newer is needed. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; echo false

run:
	@$$($(FIND_PYTHON)) setup/prepare.py
	@.venv/bin/python -m setup.first_start
	@exec .venv/bin/python serve.py

# what Python compiled is kept: else every process of the tests would compile everything again
unexport PYTHONDONTWRITEBYTECODE

# a worker takes all tests of a module, so that what they share is made once; the last modules are short ones
test:
	@$$($(FIND_PYTHON)) setup/prepare.py --development
	@.venv/bin/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

# what a change breaks most often, while one works on it
fast:
	@$$($(FIND_PYTHON)) setup/prepare.py --development
	@.venv/bin/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder -m "not browser and not postgres and not slow and not long" \
		--ignore tests/attack --ignore tests/end_to_end --ignore tests/pages --ignore tests/test_architecture.py --ignore tests/test_walls.py

lint:
	@$$($(FIND_PYTHON)) setup/prepare.py --development
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format:
	@$$($(FIND_PYTHON)) setup/prepare.py --development
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench:
	@$$($(FIND_PYTHON)) setup/prepare.py --development
	@.venv/bin/python -m setup.benchmarks

gallery:
	@$$($(FIND_PYTHON)) setup/prepare.py --development
	@.venv/bin/python -m setup.first_start
	@.venv/bin/python -m setup.gallery

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
