import { createHash } from "node:crypto";
import { z } from "zod";
import type { StoredTensor, TrainingState } from "./training-state.ts";

const SCHEMA = "robustness-lab/checkpoint/v1";

const storedTensor = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(["float32", "int32"]),
  /** Little-endian, base64. */
  data: z.base64(),
});

const checkpointSchema = z.object({
  schema: z.literal(SCHEMA),
  /** The hash of the configuration of the training. */
  configuration: z.string(),
  epoch: z.int().positive(),
  losses: z.array(z.number()),
  weights: z.array(storedTensor),
  optimizer: z.array(storedTensor),
});

type StoredTensorText = z.infer<typeof storedTensor>;

/** A checkpoint that cannot be used: altered, truncated, or of a different configuration. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/** A training between two epochs as text: the sha256 of the second line, then the state as JSON. */
export function renderCheckpoint(configuration: string, state: TrainingState): string {
  const { epoch, losses, weights, optimizer } = state;
  const body = JSON.stringify({
    schema: SCHEMA,
    configuration,
    epoch,
    losses,
    weights: Object.entries(weights).map(([name, values]) =>
      toText({ name, shape: [values.length], dtype: "float32", values }),
    ),
    optimizer: optimizer.map(toText),
  });
  return `${sha256(body)}\n${body}\n`;
}

/** Parses the text of a checkpoint. @throws CheckpointError if it is damaged or of a different configuration */
export function parseCheckpoint(text: string, configuration: string): TrainingState {
  const [checksum, body = ""] = text.split("\n");
  if (checksum !== sha256(body)) throw new CheckpointError("its checksum does not match");
  const parsed = checkpointSchema.safeParse(JSON.parse(body));
  if (!parsed.success) throw new CheckpointError("it has a different format", { cause: parsed.error });
  const { epoch, losses, weights, optimizer } = parsed.data;
  if (parsed.data.configuration !== configuration) throw new CheckpointError("it belongs to a different configuration");
  return {
    epoch,
    losses,
    weights: Object.fromEntries(weights.map(({ name, data }) => [name, new Float32Array(bytesOf(data))])),
    optimizer: optimizer.map(fromText),
  };
}

function toText({ name, shape, dtype, values }: StoredTensor): StoredTensorText {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { name, shape: [...shape], dtype, data: bytes.toString("base64") };
}

function fromText({ name, shape, dtype, data }: StoredTensorText): StoredTensor {
  const bytes = bytesOf(data);
  return { name, shape, dtype, values: dtype === "int32" ? new Int32Array(bytes) : new Float32Array(bytes) };
}

/** A copy, aligned for any element type. */
function bytesOf(data: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(data, "base64")).buffer;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
