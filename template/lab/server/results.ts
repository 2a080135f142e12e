import { rm, readdir, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { digestOf } from "../../experiments/own-code.ts";
import {
  fits,
  isSound,
  parseCheckpoint,
  renderCheckpoint,
  type Checkpoint,
} from "../../experiments/records/checkpoint.ts";
import { NO_COSTS, readCosts, writeCosts } from "../../experiments/records/costs.ts";
import {
  checkpointPath,
  readCheckpoint,
  writeCheckpoint,
  writeResult,
} from "../../experiments/records/result-files.ts";
import { isResultName } from "../../experiments/training/name.ts";
import { messageOf } from "../shared/errors.ts";
import { RESULTS_PATH, type ResultList } from "../shared/source.ts";
import { json, Refused, type Handler } from "./answer.ts";

/** The folders of a student's src/ and results/. */
interface Folders {
  readonly source: string;
  readonly results: string;
}

/** Far more than a checkpoint of the sheet's networks, which has 0.4 MB. */
const MAX_BYTES = 64 * 2 ** 20;

/** Lists, reads and saves the results, in the files of `npm run train`. */
export function results(folders: Folders): Handler {
  return async (request, { pathname, searchParams }) => {
    const [start, name, ...rest] = pathname.slice(1).split("/");
    if (`/${start}` !== RESULTS_PATH) return undefined;
    if (request.method === "GET" && name === undefined) return json(await list(folders));
    if (name === undefined || rest.length > 0 || !isResultName(name))
      throw new Refused(404, `${pathname} is not the name of a result`);
    if (request.method === "GET") return { type: "application/json", body: await read(folders.results, name) };
    if (request.method !== "POST") throw new Refused(405, `${String(request.method)} is not GET or POST`);
    // Browsers set this header, and no page can change it: other pages must not write files here.
    if (request.headers["sec-fetch-site"] !== "same-origin") throw new Refused(403, "only the lab page saves results");
    const checkpoint = parse(await bodyOf(request));
    await save(folders.results, { name, checkpoint, seconds: Number(searchParams.get("seconds")) });
    return json({});
  };
}

async function list({ source, results }: Folders): Promise<ResultList> {
  const names = (await readdir(results).catch(() => [])).filter(isResultName);
  const found = await Promise.all(
    names.map(async (name) => {
      const file = await stat(checkpointPath(results, name)).catch(() => undefined);
      return file === undefined ? [] : [{ name, version: String(file.mtimeMs) }];
    }),
  );
  return { code: await digestOf(source), results: found.flat() };
}

async function read(results: string, name: string): Promise<string> {
  const checkpoint = await readCheckpoint(results, name);
  if (checkpoint === undefined) throw new Refused(404, `there is no results/${name}`);
  if (checkpoint === "damaged") throw new Refused(404, `the checkpoint of results/${name} is damaged`);
  return renderCheckpoint(checkpoint);
}

function parse(body: string): Checkpoint {
  try {
    const checkpoint = parseCheckpoint(body);
    if (checkpoint !== undefined && isSound(checkpoint)) return checkpoint;
  } catch (cause) {
    throw new Refused(400, `this is not a checkpoint: ${messageOf(cause)}`);
  }
  throw new Refused(400, "this is not a checkpoint of this version: reload the page");
}

interface Saved {
  readonly name: string;
  readonly checkpoint: Checkpoint;
  readonly seconds: number;
}

/** Saves a training after another epoch. What is no continuation of the training there replaces it. */
async function save(results: string, { name, checkpoint, seconds }: Saved): Promise<void> {
  const before = await readCheckpoint(results, name);
  const goesOn =
    before !== undefined &&
    before !== "damaged" &&
    before.code === checkpoint.code &&
    fits(before, checkpoint) &&
    before.state.epoch < checkpoint.state.epoch;
  if (!goesOn) await rm(join(results, name), { recursive: true, force: true });
  const { wallSeconds } = goesOn ? await readCosts(results, name) : NO_COSTS;
  await writeCheckpoint(results, name, checkpoint);
  await writeCosts(results, name, { ...NO_COSTS, wallSeconds: wallSeconds + seconds });
  if (checkpoint.state.epoch === checkpoint.recipe.epochs) await writeResult(results, name, checkpoint);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to the end: leaving a request half read closes its connection, and the answer may be lost.
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BYTES) throw new Refused(413, `a checkpoint may have ${MAX_BYTES} bytes`);
  return Buffer.concat(chunks).toString("utf8");
}
