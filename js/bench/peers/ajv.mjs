// Standalone code, which needs no `new Function`; bench.mjs writes it before it imports this.
import { contact, request } from "../build/ajv-standalone.mjs";

export const isRequest = (value) => request(value);
export const isContact = (value) => contact(value);
export const checkRequest = (value) => (request(value) ? [] : request.errors);
export const checkContact = (value) => (contact(value) ? [] : contact.errors);
