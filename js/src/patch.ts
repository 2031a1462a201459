import type { Contact, UpdateContactRequest } from "./contract.js";

const same = (a: Contact["phones"], b: Contact["phones"]) =>
  a.length === b.length && a.every((phone, index) => phone === b[index]);

/**
 * The request that makes `to` of `from`, with the members that differ only: `null` clears, an
 * absent member leaves as it is. `notify` is false; ids and timestamps are the server's.
 */
export function diff(from: Contact, to: Contact): UpdateContactRequest {
  const request: UpdateContactRequest = { notify: false };
  if (from.name !== to.name) request.name = to.name;
  if (from.email !== to.email) request.email = to.email;
  if (!same(from.phones, to.phones)) request.phones = [...to.phones];
  if (from.comment !== to.comment) request.comment = to.comment;
  return request;
}

/** The contact that `request` makes of `contact`. Its timestamps are left as they are: the server sets them. */
export function apply(request: UpdateContactRequest, contact: Contact): Contact {
  const { name, email, phones, comment } = request;
  return {
    ...contact,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phones !== undefined && { phones: [...phones] }),
    ...(comment !== undefined && { comment }),
  };
}
