// Documents to start from.

export interface Example {
  readonly name: string;
  readonly text: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: "A request",
    text: `{
  "notify": true,
  "name": "Company Contact Name",
  "email": "example@email.com",
  "phones": ["phone1", "phone2"],
  "comment": "Company contact comment"
}
`,
  },
  {
    name: "A request that clears the email",
    text: `{
  "notify": false,
  "email": null
}
`,
  },
  {
    name: "A contact",
    text: `{
  "id": 1,
  "name": "Company Contact Name",
  "email": "example@email.com",
  "phones": ["phone1", "phone2"],
  "comment": "Company contact comment",
  "companyId": 1,
  "notifyAt": "2024-12-05T14:56:23.000Z",
  "updatedAt": "2024-12-05T14:56:23.000Z",
  "createdAt": "2024-01-15T08:45:00.000Z"
}
`,
  },
  {
    name: "NDJSON: three requests",
    text: `{"notify": true, "name": "Ada Lovelace", "email": "ada@example.com"}
{"notify": true, "phones": ["+44 20 7946 0018"], "comment": null}
{"notify": false, "name": "Grace Hopper", "email": "grace.hopper@example.org"}
`,
  },
  {
    name: "A request with mistakes",
    text: `{
  "notify": "yes",
  "nmae": "Ada Lovelace",
  "email": "ada..lovelace@example.com",
  "phones": ["+44 20 7946 0018", 2079460018],
  "comment": "Prefers mail",
  "comment": "Prefers mail"
}
`,
  },
];

/** What the page shows first: the linter at work. */
export const FIRST = EXAMPLES.at(-1) as Example;
