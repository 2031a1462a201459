// zod: the body as one would write it in TypeScript, with the documented patterns.

import { createRequire } from "node:module";
import { z } from "zod";
import { measure, schema } from "./measure.mjs";

const { email, updatedAt } = schema.properties;
const timestamp = z.string().regex(new RegExp(updatedAt.pattern));
const id = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const contact = z.object({
  id,
  name: z.string().max(250),
  email: z.string().max(250).regex(new RegExp(email.pattern)).nullable(),
  phones: z.array(z.string().max(50)).max(5),
  comment: z.string().max(2500).nullable(),
  companyId: id,
  notifyAt: timestamp,
  updatedAt: timestamp,
  createdAt: timestamp,
});
const { version } = createRequire(import.meta.url)("zod/package.json");
measure("zod", version, (value) => contact.safeParse(value).success);
