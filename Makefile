# Waymark. `make` alone lists what there is to do. Works with GNU make 3.81 and newer; every path here is relative, so
# that a checkout may stand in a folder with a space in its name.

.DEFAULT_GOAL := help
.PHONY: help run build explorer test test/race stress fuzz generate schema words screenshots lint check bundle deps/run deps/test generate/check

# One set of flags for everything, so that building, testing and linting share one build cache. The version comes from
# git by ldflags below, not from the stamp of the go command, which fails in a checkout that another user owns.
export GOFLAGS := $(filter-out -trimpath -buildvcs=false,$(GOFLAGS)) -trimpath -buildvcs=false

# All of it is Go: no C library is needed to build or to run. The race detector alone wants a C compiler and zlib's headers.
export CGO_ENABLED := 0

# What npm last installed in web/, when there is anything for it to install.
NPM := $(if $(wildcard web/package-lock.json),web/node_modules/.package-lock.json)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z\/]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: deps/run build ## Start Waymark with its own database, and the demo when that is empty (Ctrl-C stops it)
	@exec bin/waymark serve

build: bundle ## Build bin/waymark
	@version=$$(git describe --tags --always --dirty 2>/dev/null || echo dev); \
	go build -ldflags "-X main.version=$$version" -o bin/waymark ./cmd/waymark

explorer: $(NPM) bundle ## Fetch the moving map and the API explorer with npm, for the next build

test: deps/test $(NPM) bundle ## Run every test
	go test -timeout 20m ./...

test/race: deps/test $(NPM) bundle ## Run every test with the race detector (slow)
	CGO_ENABLED=1 go test -race -timeout 30m ./...

STRESS := 30s

stress: deps/test ## Let everything happen at once for half a minute, whole and with a safeguard missing (STRESS=5s: for less)
	go test ./internal/app -run TestStress -count=1 -v -stress $(STRESS)
	WAYMARK_MUTANT=version go test -tags mutants ./internal/app -run TestStress -count=1 -v -stress $(STRESS)
	WAYMARK_MUTANT=capacity go test -tags mutants ./internal/app -run TestStress -count=1 -v -stress $(STRESS)

FUZZ := 60s

fuzz: deps/test ## Try each reader of foreign text with made-up input for a minute (FUZZ=10s: for less)
	go test ./graph -run '^$$' -fuzz FuzzEndpoint -fuzztime $(FUZZ) -fuzzminimizetime 100x
	go test ./graph/scalar -run '^$$' -fuzz FuzzID -fuzztime $(FUZZ) -fuzzminimizetime 100x
	go test ./internal/importer -run '^$$' -fuzz FuzzPaste -fuzztime $(FUZZ) -fuzzminimizetime 100x
	go test ./domain -run '^$$' -fuzz FuzzToken -fuzztime $(FUZZ) -fuzzminimizetime 100x
	go test ./domain -run '^$$' -fuzz FuzzPhone -fuzztime $(FUZZ) -fuzzminimizetime 100x

bench: deps/run build ## Measure, and hold the figures to their goals: ONLY=start,import,api,pages,matching,directory,log,coverage picks (Linux)
	@go run ./internal/bench -only "$(ONLY)"

# gqlgen has each request build a table of all kinds of input, for resolvers that read input by themselves. Nobody here does,
# and to build it took a tenth of a short request.
generate: ## Write the GraphQL code anew from graph/schema
	cd graph && go tool gqlgen generate
	cd graph/generated && sed '/inputUnmarshalMap := /,/^	)$$/d; /WithUnmarshalerMap/d' root_.generated.go > root_.tmp && mv root_.tmp root_.generated.go

words: ## Write internal/words/en.json anew from what pages and messages say
	go test ./internal/words -run TestEnglish -count=1 -args -update

schema: ## Write migrations/schema.sql anew from the migrations
	go test ./migrations -run TestSchema -count=1 -args -update

screenshots: deps/test bundle ## Take the README's pictures of the made-up town anew, and draw the icons from the mark
	go test ./cmd/waymark -run TestTour -count=1 -args -pictures
	go test ./web -run TestIcons -count=1 -args -redraw

lint: ## Look for wrong format, likely mistakes and dead code
	@unformatted=$$(find . \( -name node_modules -o -name '.?*' \) -prune -o -name '*.go' -exec gofmt -l {} +); \
	if [ -n "$$unformatted" ]; then echo "These files need gofmt -w:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

check: ## Do all that CI does: lint, generated code, tests
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory generate/check
	@$(MAKE) --no-print-directory test

# Generates in place and compares with what stood there before: the same answer in a clone, in a source archive and in
# a tree with work in progress.
generate/check:
	@before=$$(find graph -type f -exec cksum {} + | sort); \
	$(MAKE) --no-print-directory generate || exit 1; \
	after=$$(find graph -type f -exec cksum {} + | sort); \
	if [ "$$before" != "$$after" ]; then \
		echo "Generated code was out of date. It has been written anew: please look at it and commit it."; \
		printf '%s\n%s\n' "$$before" "$$after" | sort | uniq -u | cut -d ' ' -f 3- | sort -u; \
		exit 1; \
	fi

# The pages' scripts, from web/island into web/static/dist, where the next build finds them; and the API explorer where npm has
# fetched it.
bundle: web/static/dist/street.js
web/static/dist/street.js: $(wildcard web/island/*.ts web/island/*/*.ts web/explorer/*.js web/bundle/*.go)
	@go run ./web/bundle
	@touch $@

deps/run deps/test:
	@.ci/deps $(notdir $@)

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@
	@rm -f web/static/dist/street.js # what was bundled of it is bundled anew
