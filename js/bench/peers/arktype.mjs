import { type } from "arktype";
import { EMAIL, TIMESTAMP } from "./patterns.mjs";

const name = type("string <= 250");
const email = type(EMAIL).and("string <= 250").or("null");
const phones = type("(string <= 50)[] <= 5");
const comment = type("string <= 2500").or("null");
const integer = type("number.integer").and("-9007199254740991 <= number <= 9007199254740991");
const timestamp = type(TIMESTAMP);

const request = type({ notify: "boolean", "name?": name, "email?": email, "phones?": phones, "comment?": comment });
const contact = type({
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

export const isRequest = (value) => request.allows(value);
export const isContact = (value) => contact.allows(value);
export const checkRequest = (value) => request(value);
export const checkContact = (value) => contact(value);
