import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { EMAIL, TIMESTAMP } from "./patterns.mjs";

const name = Type.String({ maxLength: 250 });
const email = Type.Union([Type.String({ maxLength: 250, pattern: EMAIL.source }), Type.Null()]);
const phones = Type.Array(Type.String({ maxLength: 50 }), { maxItems: 5 });
const comment = Type.Union([Type.String({ maxLength: 2500 }), Type.Null()]);
const integer = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
const timestamp = Type.String({ pattern: TIMESTAMP.source });
const { Optional } = Type;

const request = Compile(
  Type.Object({
    notify: Type.Boolean(),
    name: Optional(name),
    email: Optional(email),
    phones: Optional(phones),
    comment: Optional(comment),
  }),
);
const contact = Compile(
  Type.Object({
    id: integer,
    name,
    email,
    phones,
    comment,
    companyId: integer,
    notifyAt: timestamp,
    updatedAt: timestamp,
    createdAt: timestamp,
  }),
);

export const isRequest = (value) => request.Check(value);
export const isContact = (value) => contact.Check(value);
export const checkRequest = (value) => request.Errors(value);
export const checkContact = (value) => contact.Errors(value);
