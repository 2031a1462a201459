import * as v from "valibot";
import { EMAIL, TIMESTAMP } from "./patterns.mjs";

const name = v.pipe(v.string(), v.maxLength(250));
const email = v.nullable(v.pipe(v.string(), v.maxLength(250), v.regex(EMAIL)));
const phones = v.pipe(v.array(v.pipe(v.string(), v.maxLength(50))), v.maxLength(5));
const comment = v.nullable(v.pipe(v.string(), v.maxLength(2500)));
const integer = v.pipe(v.number(), v.safeInteger());
const timestamp = v.pipe(v.string(), v.regex(TIMESTAMP));

const request = v.object({
  notify: v.boolean(),
  name: v.optional(name),
  email: v.optional(email),
  phones: v.optional(phones),
  comment: v.optional(comment),
});
const contact = v.object({
  id: integer,
  name,
  email,
  phones,
  comment,
  companyId: integer,
  notifyAt: timestamp,
  updatedAt: timestamp,
  createdAt: timestamp,
});

export const isRequest = (value) => v.is(request, value);
export const isContact = (value) => v.is(contact, value);
export const checkRequest = (value) => v.safeParse(request, value);
export const checkContact = (value) => v.safeParse(contact, value);
