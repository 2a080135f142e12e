import { DIGIT_COUNT, DIGITS_PATH, MODELS, SHAPES, WEIGHTS_PATH, type ModelName } from "../shared/data.ts";
import type { EngineChoice, Setup } from "../shared/worker-messages.ts";

const PIXELS = 784;

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Called with the numbers of loaded and total bytes. */
export type OnProgress = (done: number, total: number) => void;

/** Fetches the digits and the weights. @throws Error that names the file that could not be loaded */
export async function loadSetup(engine: EngineChoice, onProgress: OnProgress): Promise<Setup> {
  const counts = new Map<string, readonly [number, number]>();
  const count = (path: string) => (done: number, total: number) => {
    counts.set(path, [done, total]);
    const all = [...counts.values()];
    onProgress(sum(all.map(([each]) => each)), sum(all.map(([, each]) => each)));
  };
  const fetchAll = (path: string): Promise<Uint8Array<ArrayBuffer>> => fetchBytes(path, count(path));
  const [digits, ...weights] = await Promise.all([
    fetchAll(DIGITS_PATH),
    ...MODELS.map((model) => fetchAll(WEIGHTS_PATH + model)),
  ]);
  assertSize("the test digits", digits, DIGIT_COUNT * (PIXELS + 1));
  const models = MODELS.map((model, place) => [model, unpack(model, weights[place] ?? new Uint8Array())] as const);
  return {
    engine,
    decided: null,
    digits: digits.subarray(0, DIGIT_COUNT * PIXELS),
    labels: digits.subarray(DIGIT_COUNT * PIXELS),
    weights: Object.fromEntries(models) as Setup["weights"],
  };
}

async function fetchBytes(path: string, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (!response.ok || response.body === null) throw new Error((await response.text()) || `${path} could not be read`);
  const total = Number(response.headers.get("content-length"));
  const chunks: Uint8Array[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    onProgress((done += read.value.length), total);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function unpack(model: ModelName, bytes: Uint8Array<ArrayBuffer>): Readonly<Record<string, Float32Array>> {
  const shapes = Object.entries(SHAPES[model]).map(
    ([name, shape]) => [name, shape.reduce((a, b) => a * b, 1)] as const,
  );
  assertSize(`the weights of ${model}`, bytes, 4 * sum(shapes.map(([, size]) => size)));
  let offset = 0;
  const entries = shapes.map(([name, size]) => {
    const values = new Float32Array(bytes.buffer, bytes.byteOffset + offset, size);
    offset += 4 * size;
    return [name, values] as const;
  });
  return Object.fromEntries(entries);
}

function assertSize(what: string, { length }: Uint8Array, expected: number): void {
  if (length !== expected) throw new Error(`${what} have ${length} bytes, expected ${expected}: restart npm run lab`);
}
