import { readdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf, UsageError } from "../../../shared/errors.ts";
import { readSubmission } from "../read-submission.ts";

/* Reads every file of a folder as the reading process does, and prints what each ended in, after how long, and the most memory. */

/** What a submission ended in. */
export interface ReadOne {
  readonly file: string;
  readonly end: "files" | "problem" | "usage" | "uncaught" | "fault";
  readonly message: string;
  readonly ms: number;
}

/** What is printed. */
export interface Batch {
  readonly read: readonly ReadOne[];
  readonly maxBytes: number;
}

const folder = process.argv[2] ?? "";
let uncaught: (error: unknown) => void = () => undefined;
process.on("uncaughtException", (error) => uncaught(error));
const read: ReadOne[] = [];
for (const file of readdirSync(folder).sort()) {
  const startedAt = performance.now();
  const ended = await Promise.race([outcomeOf(join(folder, file)), nextUncaught()]);
  read.push({ file, ...ended, ms: performance.now() - startedAt });
}
const answer: Batch = { read, maxBytes: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(JSON.stringify(answer), () => process.exit());

async function outcomeOf(file: string): Promise<Pick<ReadOne, "end" | "message">> {
  try {
    const submission = await readSubmission(file);
    if (submission.status === "staged") return { end: "files", message: submission.files.join() };
    return { end: "problem", message: submission.message };
  } catch (error) {
    return { end: error instanceof UsageError ? "usage" : "fault", message: messageOf(error) };
  }
}

function nextUncaught(): Promise<Pick<ReadOne, "end" | "message">> {
  return new Promise((resolve) => {
    uncaught = (error) => resolve({ end: "uncaught", message: messageOf(error) });
  });
}
