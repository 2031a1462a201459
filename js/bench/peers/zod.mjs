import * as z from "zod";
import { EMAIL, TIMESTAMP } from "./patterns.mjs";

const name = z.string().max(250);
const email = z.string().max(250).regex(EMAIL).nullable();
const phones = z.array(z.string().max(50)).max(5);
const comment = z.string().max(2500).nullable();
const integer = z.int();
const timestamp = z.string().regex(TIMESTAMP);

const request = z.object({
  notify: z.boolean(),
  name: name.optional(),
  email: email.optional(),
  phones: phones.optional(),
  comment: comment.optional(),
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
