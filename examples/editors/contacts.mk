# GNU make: each file is checked again only when it has changed.
CONTACT_LINT ?= contact-lint
DATA ?= data

documents := $(wildcard $(DATA)/*.json $(DATA)/*.ndjson $(DATA)/*.jsonl)

.PHONY: lint-contacts
lint-contacts: .contacts-checked

# Checks only files newer than the last successful run. A failure leaves no stamp, so the files are
# checked again. Without a document, the linter would read standard input.
.contacts-checked: $(documents)
	$(if $(documents),,$(error no JSON or NDJSON file in $(DATA)/))
	$(CONTACT_LINT) --format concise --no-progress -- $?
	touch $@
