// The Standard Schema objects in the frameworks as they come from npm.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sValidator } from "@hono/standard-validator";
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { FormApi } from "@tanstack/form-core";
import { initTRPC, TRPCError } from "@trpc/server";
import { type Issue, parseRequest, requestSchema, type UpdateContactRequest } from "contact-schema";
import { expectTypeOf } from "expect-type";
import { Hono } from "hono";
import { createFormControl } from "react-hook-form";

const valid: UpdateContactRequest = { notify: true, email: "ada@example.com", phones: ["+44 20 7946 0018"] };
const secret = "ada..lovelace@example.com";
const invalid = { notify: true, email: secret, phones: ["1", 2] };

const dots = "expected a single dot, found two in a row";
const type = "expected a string, found a number";

test("the specification's type", () => {
  expectTypeOf(requestSchema).toExtend<StandardSchemaV1<UpdateContactRequest, UpdateContactRequest>>();
  expectTypeOf<StandardSchemaV1.InferOutput<typeof requestSchema>>().toEqualTypeOf<UpdateContactRequest>();
});

describe("Hono", () => {
  // The recipe of the README: without a hook, the answer of status 400 repeats the whole body.
  const app = new Hono()
    .patch(
      "/object",
      sValidator("json", requestSchema, (result, c) => {
        if (result.success) return undefined;
        const issues = result.error as readonly Issue[];
        const errors = issues.map(({ message, pointer, rule }) => ({ detail: message, pointer: `#${pointer}`, rule }));
        return c.json({ title: "The call breaks the contract", status: 422, errors }, 422);
      }),
      (c) => {
        const request = c.req.valid("json");
        expectTypeOf(request).toEqualTypeOf<UpdateContactRequest>();
        return c.json({ notify: request.notify });
      },
    )
    .patch("/text", async (c) => {
      const parsed = parseRequest(new Uint8Array(await c.req.arrayBuffer()));
      if (parsed.ok) return c.json({ notify: parsed.value.notify });
      if (parsed.reason === "syntax") {
        const { message, rule } = parsed.error;
        return c.json({ title: "The body is not JSON", status: 400, errors: [{ detail: message, rule }] }, 400);
      }
      const errors = parsed.violations.map(({ message, pointer, rule }) => ({
        detail: message,
        pointer: `#${pointer}`,
        rule,
      }));
      return c.json({ title: "The call breaks the contract", status: 422, errors }, 422);
    });

  const send = async (path: string, body: string) => {
    const headers = { "content-type": "application/json" };
    const response = await app.request(path, { method: "PATCH", headers, body });
    return { status: response.status, text: await response.text() };
  };

  test("takes a valid body", async () => {
    for (const path of ["/object", "/text"]) {
      assert.deepEqual(await send(path, JSON.stringify(valid)), { status: 200, text: '{"notify":true}' });
    }
  });

  test("answers without a value", async () => {
    for (const path of ["/object", "/text"]) {
      const { status, text } = await send(path, JSON.stringify(invalid));
      assert.equal(status, 422);
      assert.ok(!text.includes("lovelace"));
      assert.deepEqual((JSON.parse(text) as { errors: unknown }).errors, [
        { detail: dots, pointer: "#/email", rule: "email-consecutive-dots" },
        { detail: type, pointer: "#/phones/1", rule: "wrong-type" },
      ]);
    }
  });

  test("reads text strictly", async () => {
    const duplicate = '{"notify": true, "notify": false}';
    assert.equal((await send("/object", duplicate)).status, 200);
    assert.equal((await send("/text", duplicate)).status, 422);
    assert.equal((await send("/text", '{"notify": true,}')).status, 400);
  });
});

test("tRPC", async () => {
  const t = initTRPC.create();
  const router = t.router({
    update: t.procedure.input(requestSchema).mutation(({ input }) => {
      expectTypeOf(input).toEqualTypeOf<UpdateContactRequest>();
      return input.email;
    }),
  });
  const caller = router.createCaller({});
  assert.equal(await caller.update(valid), valid.email);
  await assert.rejects(caller.update(invalid as never), (error) => {
    assert.ok(error instanceof TRPCError);
    assert.equal(error.code, "BAD_REQUEST");
    assert.equal(error.message, dots);
    return true;
  });
});

test("react-hook-form", async () => {
  const { handleSubmit, setValue, subscribe } = createFormControl<UpdateContactRequest>({
    defaultValues: valid,
    resolver: standardSchemaResolver(requestSchema),
  });
  const errors: Record<string, unknown> = {};
  subscribe({ formState: { errors: true }, callback: (state) => Object.assign(errors, state.errors) });
  const submitted: UpdateContactRequest[] = [];
  const submit = handleSubmit((values) => void submitted.push(values));
  await submit();
  assert.deepEqual(submitted, [valid]);

  setValue("email", secret);
  setValue("phones", ["1", 2 as never]);
  await submit();
  assert.equal(submitted.length, 1);
  const { email, phones } = errors as { email: { message: string }; phones: [undefined, { message: string }] };
  assert.equal(email.message, dots);
  assert.equal(phones[1].message, type);
});

test("TanStack Form", async () => {
  const submitted: UpdateContactRequest[] = [];
  const form = new FormApi({
    defaultValues: valid,
    validators: { onSubmit: requestSchema },
    onSubmit: ({ value }) => void submitted.push(value),
  });
  form.mount();
  await form.handleSubmit();
  assert.deepEqual(submitted, [valid]);

  form.setFieldValue("email", secret);
  form.setFieldValue("phones", ["1", 2 as never]);
  await form.handleSubmit();
  assert.equal(submitted.length, 1);
  const errors = form.state.errors[0] as Record<string, readonly { message: string }[]>;
  const messages = Object.fromEntries(
    Object.entries(errors).map(([name, issues]) => [name, issues.map(({ message }) => message)]),
  );
  assert.deepEqual(messages, { email: [dots], "phones[1]": [type] });
});
