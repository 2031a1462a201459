import * as z from "zod/mini";
import { EMAIL, TIMESTAMP } from "./patterns.mjs";

const name = z.string().check(z.maxLength(250));
const email = z.nullable(z.string().check(z.maxLength(250), z.regex(EMAIL)));
const phones = z.array(z.string().check(z.maxLength(50))).check(z.maxLength(5));
const comment = z.nullable(z.string().check(z.maxLength(2500)));
const integer = z.int();
const timestamp = z.string().check(z.regex(TIMESTAMP));

const request = z.object({
  notify: z.boolean(),
  name: z.optional(name),
  email: z.optional(email),
  phones: z.optional(phones),
  comment: z.optional(comment),
});
const contact = z.object({
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

export const isRequest = (value) => request.safeParse(value).success;
export const isContact = (value) => contact.safeParse(value).success;
export const checkRequest = (value) => request.safeParse(value);
export const checkContact = (value) => contact.safeParse(value);
