import { messageOf, UsageError } from "../../shared/errors.ts";
import { readSubmission } from "./read-submission.ts";
import type { ReaderAnswer, ReaderRequest } from "./reader-process.ts";
import { nameOfSource } from "./source.ts";
import { unstageable } from "./unstageable.ts";

/* The entry point of the process that reads one submission. Its argument is the request, and its output the answer. */

const { source, copyTo } = JSON.parse(process.argv[2] ?? "") as ReaderRequest;
// Libraries throw some errors where nothing catches them, or wait for more of an archive that has ended.
process.once("uncaughtException", (error) => void giveUp(messageOf(error)));
process.once("beforeExit", () => void giveUp("it ends too early"));
readSubmission(source, copyTo).then(
  (submission) => answer({ type: "read", submission }),
  (error: unknown) => answer({ type: error instanceof UsageError ? "usage" : "fault", message: messageOf(error) }),
);

async function giveUp(why: string): Promise<void> {
  const problem = `The archive is damaged (${why}); pack it again.`;
  answer({ type: "read", submission: unstageable(await nameOfSource(source), problem) });
}

function answer(message: ReaderAnswer): void {
  // A library may still have a file open.
  process.stdout.write(JSON.stringify(message), () => process.exit());
}
