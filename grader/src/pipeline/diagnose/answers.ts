import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KERNELS_DIGEST } from "@robustness-lab/fixtures/engine";
import type { Misconception } from "@robustness-lab/fixtures/corpus";
import writeFileAtomic from "write-file-atomic";
import { decodeRecord, encodeRecord, type RecordedCall } from "../judge/recorded-calls.ts";
import { openInProcess } from "../run/in-process.ts";
import type { Observation } from "../run/observation.ts";
import { loadVariant, variantText, type Functions } from "./variants/load-variant.ts";
import type { Replay } from "./diagnose.ts";

/** The cache folder, and the settings that answers depend on besides misconception and call. */
export interface AnswersOptions {
  readonly folder: string;
  readonly graderVersion: string;
  readonly engine: string;
  readonly seed: number;
}

/** Answers of misconceptions, cached between grades. */
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
  const variants = new Map<string, Promise<Functions>>();
  const texts = new Map<string, Promise<string>>();
  const callKeys = new WeakMap<RecordedCall, string>();

  // Keyed by kernels and by the variant's source, not its id: an edit of the reference or of a patch invalidates its answers.
  const keyOf = async (misconception: Misconception, call: RecordedCall): Promise<string> => {
    const key = callKeys.get(call) ?? digest(call.args);
    callKeys.set(call, key);
    return digest([KERNELS_DIGEST, await memoized(texts, misconception.id, () => variantText(misconception)), key]);
  };
  const replay: Replay = async (misconception, call) => {
    const file = join(folder, `${graderVersion}-${engine}-${seed}`, `${call.functionName}.msgpack`);
    const cache = await memoized(files, file, () => readCache(file));
    const key = await keyOf(misconception, call);
    const known = cache.answers.get(key);
    if (known !== undefined) return known;
    const functions = await memoized(variants, misconception.id, () => loadVariant(misconception));
    const answer = await openInProcess(functions).call(call.functionName, ...call.args);
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
