# Draws every model in models/ beside itself, and again when it changes: `include threatline.mk`, then `make diagrams`.
THREATLINE ?= threatline
MODELS := $(wildcard models/*.tm)

.PHONY: diagrams check-models
diagrams: $(MODELS:.tm=.svg)

%.svg: %.tm
	$(THREATLINE) render $< -o $@

# A model that imports another is drawn again when that one changes. Say it for each:
# models/account.svg: models/shared/identity.tm

check-models:
	$(THREATLINE) check models
