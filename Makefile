# `make help` lists the targets. Every target installs what it lacks, and is
# quick when nothing has changed.
SHELL   := /bin/bash
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
GO_BUILD = go build -trimpath -ldflags '$(LDFLAGS)'

# What `make run` gives to `ringbook serve --demo`, as in: make run ARGS="--log text"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run dev build frontend test lint bench generate clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## build all and serve the demo on http://127.0.0.1:8080
	@deploy/scripts/ensure.sh run
	@$(MAKE) --no-print-directory build
	@exec deploy/scripts/run.sh $(ARGS)

dev: ## serve the demo, rebuilt on each change; the page on http://127.0.0.1:5173
	@deploy/scripts/ensure.sh run
	@exec deploy/scripts/dev.sh $(ARGS)

build: frontend ## build bin/ringbook and bin/ringbench
	@mkdir -p bin
	$(GO_BUILD) -o bin/ ./cmd/...

frontend: ## build the pages that the binary embeds
	@deploy/scripts/ensure.sh build
	@deploy/scripts/frontend.sh

test: ## run every test: Go with the race detector, vitest, Playwright
	@deploy/scripts/ensure.sh test
	@$(MAKE) --no-print-directory build
	@exec deploy/scripts/test.sh

lint: ## check style, generated files and the files of deploy/
	@deploy/scripts/ensure.sh lint
	@exec deploy/scripts/lint.sh

bench: ## run the benchmarks; deploy/bench says what the figures mean
	@deploy/scripts/ensure.sh run
	@$(MAKE) --no-print-directory build
	@exec deploy/scripts/bench.sh $(ARGS)

generate: ## rewrite what is generated: sqlc, openapi.yaml, TypeScript types
	@deploy/scripts/ensure.sh lint
	@exec deploy/scripts/generate.sh

clean: ## remove what was built, not ./data
	rm -rf bin .tools webui/app/node_modules webui/e2e/node_modules \
		webui/e2e/test-results webui/e2e/playwright-report webui/e2e/screenshots
	find webui/app/dist -mindepth 1 ! -name .keep -delete
