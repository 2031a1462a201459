# GNU make: each file is checked again only when it has changed.
CONTACT_LINT ?= contact-lint
DATA ?= data

documents := $(wildcard $(DATA)/*.json $(DATA)/*.ndjson $(DATA)/*.jsonl)

.PHONY: lint-contacts
lint-contacts: .contacts-checked

# Only what is newer than the last good run; a failure leaves no stamp, so that it is checked again.
.contacts-checked: $(documents)
	$(CONTACT_LINT) --format concise --no-progress -- $?
	touch $@
