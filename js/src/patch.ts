import type { Contact, UpdateContactRequest } from "./contract.js";

const same = (a: Contact["phones"], b: Contact["phones"]) =>
  a.length === b.length && a.every((phone, index) => phone === b[index]);

/**
 * Returns the smallest request that turns `from` into `to`: `null` clears a member, an absent member
 * does not change. `notify` is false. Ids and timestamps are ignored: the server sets them.
 */
export function diff(from: Contact, to: Contact): UpdateContactRequest {
  const request: UpdateContactRequest = { notify: false };
  if (from.name !== to.name) request.name = to.name;
  if (from.email !== to.email) request.email = to.email;
  if (!same(from.phones, to.phones)) request.phones = [...to.phones];
  if (from.comment !== to.comment) request.comment = to.comment;
  return request;
}

/** Returns `contact` after `request`. Its timestamps do not change: the server sets them. */
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
