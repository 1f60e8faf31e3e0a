# Two commands are enough: `make run` and `make test`. Both do all set-up, and again is quick.

PYTHON ?= python3
LAUNCH = $(PYTHON) -m config.launch

.PHONY: run test bench bench-import setup fix lock

run:  ## set up, fill and serve the demo at 127.0.0.1:$(PORT), default 8000
	@exec $(LAUNCH) run

test:  ## set up, then every check there is
	@exec $(LAUNCH) test

bench:  ## time what has a limit, and write docs/benchmarks.md
	@exec $(LAUNCH) bench

bench-import:  ## time the imports alone, and write their lines to docs/benchmarks.md
	@exec $(LAUNCH) bench-import

setup:  ## environment, browser libraries and fonts only
	@exec $(LAUNCH) setup

fix:  ## let the tools mend imports and format
	@exec $(LAUNCH) fix

lock:  ## renew the locked versions
	@exec $(LAUNCH) lock
