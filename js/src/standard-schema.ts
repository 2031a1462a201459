import { checkContact, checkRequest } from "./check.js";
import type { Contact, UpdateContactRequest } from "./contract.js";
import type { Checked, Violation } from "./violation.js";

/** An issue of Standard Schema, with the rule, the pointer and the parameters. */
export type Issue = Violation & { readonly path: readonly (string | number)[] };

/** A schema of [Standard Schema](https://standardschema.dev), version 1. Always synchronous. */
export interface ContactStandardSchema<T> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "contact-schema";
    readonly validate: (
      value: unknown,
    ) => { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: T; readonly output: T } | undefined;
  };
}

/** No documented name needs an escape, and only items have numbers. */
const pathOf = (pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => (/^\d+$/.test(token) ? Number(token) : token));

function schemaOf<T>(check: (value: unknown) => Checked<T>): ContactStandardSchema<T> {
  return {
    "~standard": {
      version: 1,
      vendor: "contact-schema",
      validate(value) {
        const checked = check(value);
        if (checked.ok) return { value: checked.value };
        return { issues: checked.violations.map((violation) => ({ ...violation, path: pathOf(violation.pointer) })) };
      },
    },
  };
}

/** The body of a request as a Standard Schema. */
export const requestSchema: ContactStandardSchema<UpdateContactRequest> = /* @__PURE__ */ schemaOf(checkRequest);

/** The contact of an answer as a Standard Schema. */
export const contactSchema: ContactStandardSchema<Contact> = /* @__PURE__ */ schemaOf(checkContact);
