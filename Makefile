# Layer Studio: `make run` and `make test` need nothing but Python 3.11 or newer.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	if $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	>/dev/null 2>&1; then echo $$p; break; fi; done)
XVFB := $(if $(shell command -v xvfb-run),xvfb-run -a,)
NO_SCREEN := $(if $(shell command -v xvfb-run && command -v xdotool),,The real-window \
	test was left out: it needs the packages xvfb, xauth and xdotool.)
FILE ?= resources/examples/digits-convnet.studio

.PHONY: run test lint bench images clean

run: $(READY)
	@$(BIN)/studio $(FILE)

# Without a virtual screen and a mouse for it, all but the real-window test is run.
test: lint
	$(BIN)/python -m pytest -n 2 --max-worker-restart 0 $(if $(NO_SCREEN),-m "not e2e")
	@$(if $(NO_SCREEN),echo "$(NO_SCREEN)")

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(XVFB) $(BIN)/python -m benchmarks

images: $(READY)
	$(BIN)/python docs/make_images.py

clean:
	rm -rf $(VENV) build dist studio-demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Layer Studio needs Python 3.11, 3.12 or 3.13, \
	and none was found. Install one, for example: apt-get install python3 python3-venv"; \
	exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make \
	virtual environments. Run: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@
