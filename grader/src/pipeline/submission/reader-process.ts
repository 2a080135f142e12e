import { execa } from "execa";
import { FaultError, messageOf, UsageError } from "../../shared/errors.ts";
import { bundledScript } from "../../shared/bundled-script.ts";
import { SHORT_LIVED } from "../../shared/short-lived.ts";
import { underKernelLimits, type KernelLimits } from "../../shared/kernel-limits.ts";
import type { CopyTo, InspectedSubmission } from "./read-submission.ts";
import { nameOfSource } from "./source.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { unstageable } from "./unstageable.ts";

export interface ReaderRequest {
  readonly source: string;
  readonly copyTo: CopyTo;
}

/** What a reading process may use. */
interface ReaderLimits extends KernelLimits {
  readonly heapMib: number;
}

/** The one message of a reading process. */
export type ReaderAnswer =
  | { readonly type: "read"; readonly submission: InspectedSubmission }
  | { readonly type: "usage" | "fault"; readonly message: string };

/**
 * Reads a submission in a process with limits on time and memory, because an archive can be made to take an hour in one call
 * of a library, which nothing in the same process could end.
 *
 * @throws UsageError, or FaultError if the process ends for a reason that is not the submission's
 */
export async function runReader(request: ReaderRequest, limits: ReaderLimits = LIMITS): Promise<InspectedSubmission> {
  const ended = await startReader(request, limits);
  const excess = excessOf(ended);
  if (excess !== undefined) {
    const problem = `The submission takes too ${excess} to read; hand in only src/ and answers.md.`;
    return unstageable(await nameOfSource(request.source), problem);
  }
  if (ended.signal !== undefined)
    throw new FaultError(`the process that reads submissions was ended by ${ended.signal}`);
  if (ended.failed) throw new FaultError(`the process that reads submissions failed: ${lastLine(ended)}`);
  const answer = JSON.parse(ended.stdout) as ReaderAnswer;
  if (answer.type === "read") return answer.submission;
  throw answer.type === "usage" ? new UsageError(answer.message) : new FaultError(answer.message);
}

const READER = new URL("./reader.ts", import.meta.url);

type Ended = Awaited<ReturnType<typeof startReader>>;

async function startReader(request: ReaderRequest, limits: ReaderLimits) {
  const heap = `--max-old-space-size=${limits.heapMib}`;
  const [file, ...args] = underKernelLimits(
    limits,
    [process.execPath, heap, ...SHORT_LIVED, "-", JSON.stringify(request)],
    STDERR,
  );
  return execa(file ?? "", args, {
    input: (await bundledScript(READER)).code,
    env: {},
    extendEnv: false,
    reject: false,
    // With it, a write beyond a limit on the size of files would end this process by a signal, not with an error.
    cleanup: false,
    timeout: STAGING_LIMITS.readMs,
    killSignal: "SIGKILL",
  });
}

const STDERR = 2;
const LIMITS: ReaderLimits = {
  heapMib: STAGING_LIMITS.readerHeapMib,
  cpuSeconds: STAGING_LIMITS.readCpuSeconds,
  privateBytes: STAGING_LIMITS.readerBytes,
  fileBytes: STAGING_LIMITS.maxTotalBytes,
};

/** How V8 and the C++ library end a process that gets no more memory. */
const OUT_OF_MEMORY: readonly (string | undefined)[] = ["SIGABRT", "SIGTRAP", "SIGILL", "SIGSEGV"];

/** What a process had too much of when it was ended. */
function excessOf({ timedOut, signal }: Ended): string | undefined {
  if (timedOut || signal === "SIGXCPU") return "long";
  return OUT_OF_MEMORY.includes(signal) ? "much memory" : undefined;
}

function lastLine({ stderr, shortMessage }: Ended): string {
  return stderr.trim().split("\n").at(-1) || messageOf(shortMessage);
}
