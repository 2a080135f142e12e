import { spawn } from "node:child_process";
import { cacheAnswers } from "../office/desk/render-answers.ts";
import { openDesk, type DeskOptions, type OpenDesk } from "../office/desk/open-desk.ts";
import { addressOf, isOpen, readNote, removeNote, writeNote, type OpenNote } from "../office/desk/open-note.ts";
import { readPage } from "../office/desk/page-files.ts";
import { startDeskServer, type DeskServer, type Served } from "../office/desk/server.ts";
import { isOutdated } from "../office/marks/parse-marks.ts";
import { createAnswerRenderer } from "../pipeline/report/answers/answer-renderer.ts";
import { UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { quoted } from "../shared/mistakes.ts";
import { codeOf } from "../shared/write-error.ts";

interface MarkOptions extends Omit<DeskOptions, "results"> {
  readonly port?: number;
  readonly open: boolean;
}

/** Opens the marking desk and serves it until Ctrl-C. */
export async function mark(results: string, options: MarkOptions, signal: AbortSignal): Promise<number> {
  const desk = await openDesk({ ...options, results }, signal);
  const answers = cacheAnswers(createAnswerRenderer());
  const server = await listen({ desk, page: await readPage(), answers }, options.port);
  console.log(`${desk.own.file}: ${progressOf(desk)}`);
  console.log(`The marking desk is open until Ctrl-C. Only this machine sees it, at\n${server.address}`);
  await printUnknown(desk);
  if (options.open) openBrowser(server.address);
  const [first = []] = [...desk.order.values()];
  void answers.renderAhead(first.flatMap((key) => desk.members.get(key) ?? []));
  await aborted(signal);
  await server.close();
  console.log(`${desk.own.file}: ${progressOf(desk)}`);
  await printUnknown(desk);
  console.log(`next: ./robustness-lab marks merge ${results}`);
  return EXIT.done;
}

/** Listens where a killed desk on the same marks did, if it can. @throws UsageError if another desk is open on them */
async function listen(served: Served, port: number | undefined): Promise<DeskServer> {
  const { file } = served.desk.own;
  const before = await readNote(file);
  if (before !== undefined && (await isOpen(before))) throw alreadyOpen(file, before);
  const server = await listenAgain(served, port, before);
  const note = { pid: process.pid, port: server.port, token: server.token };
  if (!(await writeNote(file, note, before))) {
    await server.close();
    throw alreadyOpen(file, await readNote(file));
  }
  const close = async (): Promise<void> => {
    await server.close();
    await removeNote(file, note);
  };
  return { ...server, close };
}

function alreadyOpen(file: string, note: OpenNote | undefined): UsageError {
  const where = note === undefined ? "" : ` at ${addressOf(note)} (process ${note.pid})`;
  return new UsageError(`${file} is already open in a desk${where}: go on there, or end that desk with Ctrl-C first`);
}

async function listenAgain(served: Served, port: number | undefined, before?: OpenNote): Promise<DeskServer> {
  try {
    // The token is only for that port: another program may listen there now.
    if (before !== undefined && (port ?? before.port) === before.port) return await startDeskServer(served, before);
    return await startDeskServer(served, { port });
  } catch (error) {
    if (port === undefined && before !== undefined) return startDeskServer(served);
    if (port === undefined || !["EADDRINUSE", "EACCES"].includes(codeOf(error))) throw error;
    throw new UsageError(`--port ${port} is taken (${codeOf(error)}): choose another one, or none`, { cause: error });
  }
}

/** "W1 12 of 40, W2 0 of 40". */
function progressOf({ own, order, members }: OpenDesk): string {
  const marks = own.marks();
  const parts = [...order].map(([question, keys]) => {
    const marked = keys.filter((key) => {
      const { folder = "", sha256 = null } = members.get(key) ?? {};
      const block = marks.get(folder);
      const given = isOutdated(block, sha256) ? undefined : block?.questions.get(question)?.value;
      return given !== undefined && [...given.points.values()].every((points) => points !== null);
    });
    return `${question} ${marked.length} of ${keys.length}`;
  });
  return `marked ${parts.join(", ")}`;
}

/** Says which marks no result is there for, because merging refuses them. */
async function printUnknown({ own, members, results }: OpenDesk): Promise<void> {
  const byName = new Map([...members.values()].map((member) => [member.folder, member]));
  const unknown: string[] = [];
  for (const name of own.marks().keys()) {
    const member = byName.get(name);
    if (member === undefined || (await results.isGone(member))) unknown.push(name);
  }
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, MAX_UNKNOWN).map(quoted).join(", ");
  const left = unknown.length - MAX_UNKNOWN;
  console.error(
    `${own.file} has marks of ${shown}${left > 0 ? ` and ${left} more` : ""} without a result, which merging refuses: ` +
      "correct the name, grade it again, or remove its lines",
  );
}

const MAX_UNKNOWN = 5;

/** Opens the address where there is a browser; the terminal shows it anyway. */
function openBrowser(address: string): void {
  const { platform, env } = process;
  if (platform === "linux" && (env["DISPLAY"] ?? env["WAYLAND_DISPLAY"] ?? "") === "") return;
  const [command, ...args] = OPENERS[platform] ?? ["xdg-open"];
  const opener = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  opener.on("error", () => undefined);
  opener.unref();
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
