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

/** What makes answers differ besides the misconception and the call, and where they are kept, a file for each function. */
export interface AnswersOptions {
  readonly folder: string;
  readonly graderVersion: string;
  readonly engine: string;
  readonly seed: number;
}

/** Answers of misconceptions, computed once and kept from one grade to the next. */
export interface Answers {
  readonly replay: Replay;
  /** Keeps what is new for the next grade with this seed; a folder that cannot be written costs that, and nothing else. */
  readonly save: () => Promise<void>;
}

/** Answers beyond this are not kept: those of all calls of a whole run are far less. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Opens the answers of misconceptions. The engine is loaded. */
export function openAnswers({ folder, graderVersion, engine, seed }: AnswersOptions): Answers {
  const files = new Map<string, Promise<KeptFile>>();
  const variants = new Map<string, Promise<Functions>>();
  const texts = new Map<string, Promise<string>>();
  const callKeys = new WeakMap<RecordedCall, string>();

  // By the text that answers and not by its name: a reference or a row that was edited answers anew. So do other kernels.
  const keyOf = async (misconception: Misconception, call: RecordedCall): Promise<string> => {
    const key = callKeys.get(call) ?? digest(call.args);
    callKeys.set(call, key);
    return digest([KERNELS_DIGEST, await remembered(texts, misconception.id, () => variantText(misconception)), key]);
  };
  const replay: Replay = async (misconception, call) => {
    const file = join(folder, `${graderVersion}-${engine}-${seed}`, `${call.functionName}.msgpack`);
    const kept = await remembered(files, file, () => readKept(file));
    const key = await keyOf(misconception, call);
    const known = kept.answers.get(key);
    if (known !== undefined) return known;
    const functions = await remembered(variants, misconception.id, () => loadVariant(misconception));
    const answer = await openInProcess(functions).call(call.functionName, ...call.args);
    kept.answers.set(key, answer);
    kept.isChanged = true;
    return answer;
  };
  return {
    replay,
    save: async () => {
      for (const [file, kept] of files) await writeKept(file, await kept);
    },
  };
}

/** The answers for one function. */
interface KeptFile {
  readonly answers: Map<string, Observation>;
  isChanged: boolean;
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function digest(what: unknown): string {
  return createHash("sha256").update(encodeRecord(what)).digest("base64url");
}

/** What an earlier grade kept; nothing where the file is not there or was cut. */
async function readKept(file: string): Promise<KeptFile> {
  try {
    const answers = decodeRecord(await readFile(file)) as Record<string, Observation>;
    return { answers: new Map(Object.entries(answers)), isChanged: false };
  } catch {
    return { answers: new Map(), isChanged: false };
  }
}

async function writeKept(file: string, { answers, isChanged }: KeptFile): Promise<void> {
  if (!isChanged) return;
  const bytes = encodeRecord(Object.fromEntries(answers));
  if (bytes.length > MAX_KEPT_BYTES) return;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, Buffer.from(bytes));
  } catch {
    // The next grade computes them again.
  }
}
