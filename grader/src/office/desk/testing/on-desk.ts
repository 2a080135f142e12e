import { join } from "node:path";
import { inScratchFolder } from "../../../shared/testing/grade-for-tests.ts";
import { cacheAnswers } from "../render-answers.ts";
import { versionOf } from "../members.ts";
import { openDesk, type DeskOptions } from "../open-desk.ts";
import { createAnswerRenderer } from "../../../pipeline/report/answers/answer-renderer.ts";
import type { Desk, Patch, Refused, Saved, Seen, SetMarks } from "../protocol.ts";
import { readPage } from "../page-files.ts";
import { startDeskServer } from "../server.ts";
import { makeClass, type MadeSubmission } from "./make-class.ts";

/** A generated class with a desk that is open on it. */
export interface OnDesk {
  readonly folder: string;
  readonly made: readonly MadeSubmission[];
  readonly address: string;
  readonly desk: () => Promise<Desk>;
  /** The key of the submission in a folder. */
  readonly keyOf: (folder: string) => string;
  /** The submission in a folder as it was when the desk was opened. */
  readonly seen: (folder: string) => Seen;
  readonly post: (change: string, body: unknown) => Promise<Answered>;
}

interface Answered {
  readonly status: number;
  readonly body: Saved & Refused;
}

const NO_SIGNAL = new AbortController().signal;

/** Runs `work` with an open desk on a generated class. */
export async function onDesk(
  { count, options = {} }: { readonly count: number; readonly options?: Omit<DeskOptions, "results"> },
  work: (desk: OnDesk) => Promise<void>,
): Promise<void> {
  await inScratchFolder(async (scratch) => {
    const folder = join(scratch, "class");
    const made = await makeClass(folder, { count, seed: 1 });
    const desk = await openDesk({ ...options, results: folder }, NO_SIGNAL);
    const served = { desk, page: await readPage(), answers: cacheAnswers(createAnswerRenderer()) };
    const { address, close } = await startDeskServer(served);
    const seen = new Map(
      [...desk.members.values()].map((each) => [each.folder, { key: each.key, version: versionOf(each) }]),
    );
    const seenIn = (name: string): Seen => seen.get(name) ?? { key: "", version: "" };
    try {
      await work({
        folder,
        made,
        address,
        desk: async () => (await (await fetch(`${address}api/desk`)).json()) as Desk,
        keyOf: (name) => seenIn(name).key,
        seen: seenIn,
        post: (change, body) => postTo(address, change, body),
      });
    } finally {
      await close();
    }
  });
}

/** Asks a desk for a change. */
export async function postTo(address: string, change: string, body: unknown): Promise<Answered> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${address}api/${change}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Saved & Refused };
}

/** A change of one answer to the first question. */
export function setW1(seen: Seen, patch: Patch): SetMarks {
  return { question: "W1", entries: [{ ...seen, patch }] };
}
