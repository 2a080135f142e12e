import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KERNELS_DIGEST, type EngineName } from "@robustness-lab/fixtures/engine";
import writeFileAtomic from "write-file-atomic";
import { decodeRecord, encodeRecord, type RecordedCall } from "../judge/recorded-calls.ts";
import { openInProcess } from "../run/in-process.ts";
import type { Observation } from "../run/observation.ts";
import { loadVariant, variantText, type Variant } from "./variants/load-variant.ts";
import type { Functions, Parameter } from "./variants/load-code.ts";

/**
 * Returns the answer of a variant to a call; undefined if its file lacks the function.
 *
 * @param parameter the free number of a family
 */
export type Replay = (variant: Variant, call: RecordedCall, parameter?: number) => Promise<Observation | undefined>;

/** The cache folder, and the settings that answers depend on besides variant and call. */
export interface AnswersOptions {
  readonly folder: string;
  readonly graderVersion: string;
  readonly engine: EngineName;
  readonly seed: number;
}

/** Answers of variants, cached between grades. */
export interface Answers {
  readonly replay: Replay;
  /** Writes new answers to the cache, for the next grade with this seed. A folder that cannot be written is ignored. */
  readonly save: () => Promise<void>;
}

/** A file beyond this is not written; the answers to all calls of a run are far smaller. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Opens the cache: a file for each function. The engine must be loaded. */
export function openAnswers({ folder, graderVersion, engine, seed }: AnswersOptions): Answers {
  const files = new Map<string, Promise<CacheFile>>();
  const variants = new Map<string, Promise<Loaded>>();
  const texts = new Map<string, Promise<string>>();
  const callKeys = new WeakMap<RecordedCall, string>();

  // Keyed by kernels and by the variant's source, not its id: an edit of the reference or of a patch invalidates its answers.
  const keyOf = async (variant: Variant, call: RecordedCall, parameter: number | null): Promise<string> => {
    const key = callKeys.get(call) ?? digest(call.args);
    callKeys.set(call, key);
    const text = await memoized(texts, idOf(variant), () => variantText(variant));
    return digest([KERNELS_DIGEST, text, key, parameter]);
  };
  const replay: Replay = async (variant, call, parameter) => {
    const file = join(folder, `${graderVersion}-${engine}-${seed}`, `${call.functionName}.msgpack`);
    const cache = await memoized(files, file, () => readCache(file));
    const key = await keyOf(variant, call, parameter ?? null);
    const known = cache.answers.get(key);
    if (known !== undefined) return known;
    const loaded = await memoized(variants, idOf(variant), () => load(variant));
    // The call is made before anything else can run, so the parameter is still this one's.
    loaded.parameter.value = parameter ?? NaN;
    const answer = await openInProcess(loaded.functions).call(call.functionName, ...call.args);
    cache.answers.set(key, answer);
    cache.isChanged = true;
    return answer;
  };
  return {
    replay,
    save: async () => {
      for (const [file, cache] of files) await writeCache(file, await cache);
    },
  };
}

interface Loaded {
  readonly functions: Functions;
  readonly parameter: Parameter;
}

async function load(variant: Variant): Promise<Loaded> {
  const parameter = { value: NaN };
  return { functions: await loadVariant(variant, parameter), parameter };
}

/** Each file has an original. */
function idOf({ id, file }: Variant): string {
  return `${id} ${file}`;
}

/** The cached answers of one function. */
interface CacheFile {
  readonly answers: Map<string, Observation>;
  isChanged: boolean;
}

function memoized<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function digest(what: unknown): string {
  return createHash("sha256").update(encodeRecord(what)).digest("base64url");
}

/** Reads the answers of earlier grades; none if the file is missing or truncated. */
async function readCache(file: string): Promise<CacheFile> {
  try {
    const answers = decodeRecord(await readFile(file)) as Record<string, Observation>;
    return { answers: new Map(Object.entries(answers)), isChanged: false };
  } catch {
    return { answers: new Map(), isChanged: false };
  }
}

async function writeCache(file: string, { answers, isChanged }: CacheFile): Promise<void> {
  if (!isChanged) return;
  const bytes = encodeRecord(Object.fromEntries(answers));
  if (bytes.length > MAX_FILE_BYTES) return;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, Buffer.from(bytes));
  } catch {
    // The next grade computes the answers again.
  }
}
