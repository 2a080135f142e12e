import { z } from "zod";
import { MAX_EXPORTS, type ChildMessage } from "./call-messages.ts";
import { UNSUPPORTED, type Plain } from "./values.ts";

/*
 * The schema of the child's messages. Each message is validated here, once, and frozen. Only the elements of typed arrays
 * stay writable, because JavaScript cannot freeze them.
 */

const tensorSchema = z
  .strictObject({
    $: z.literal("tensor"),
    shape: z.array(z.int().nonnegative()).max(8).readonly(),
    dtype: z.enum(["float32", "int32", "bool"]),
    data: z.union([z.instanceof(Float32Array), z.instanceof(Int32Array), z.instanceof(Uint8Array)]),
  })
  .readonly();

const plainSchema: z.ZodType<Plain> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.nan(),
    z.literal(Infinity),
    z.literal(-Infinity),
    z.string().max(4000),
    tensorSchema,
    z.strictObject({ $: z.literal("unsupported"), description: z.enum(UNSUPPORTED) }).readonly(),
    z.array(plainSchema).readonly(),
    // "$" marks tensors and unsupported values; no other object may carry it.
    z
      .record(z.string().max(200), plainSchema)
      .refine((value) => !Object.hasOwn(value, "$"))
      .readonly(),
  ]),
);

const requestId = z.string().max(100);
const text = z.string().max(20_000);

const outcomeSchema = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("returned"), value: plainSchema, state: z.array(tensorSchema).readonly() }),
  z.strictObject({ status: z.literal("threw"), name: text, message: text, stack: text }),
  z.strictObject({ status: z.literal("no-function"), exports: z.array(text).max(MAX_EXPORTS).readonly() }),
]);

const childMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready"), engine: z.strictObject({ name: text, device: text }) }),
  z.strictObject({ kind: z.literal("fault"), message: text }),
  z.strictObject({ kind: z.literal("begun"), id: requestId }),
  z.strictObject({ kind: z.literal("reply"), id: requestId, calls: z.int(), outcome: outcomeSchema }),
]);

/** @returns the message, or undefined if it is not one of the protocol */
export function parseChildMessage(message: unknown): ChildMessage | undefined {
  try {
    return childMessageSchema.parse(message);
  } catch {
    // A ZodError, or a TypeError for binary data in the wrong place, which zod cannot freeze.
    return undefined;
  }
}
