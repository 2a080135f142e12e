import { writeWhole } from "@robustness-lab/fixtures/files";
import { formatBytes } from "@robustness-lab/fixtures/hand-in";
import { collect, type Collected } from "./collect.ts";
import { diskFolder } from "./disk-folder.ts";
import { answerLines, fileLines, pictureLines, stubLines } from "./findings.ts";
import { testLines } from "./test-lines.ts";
import { runTests } from "./run-tests.ts";
import { UsageError } from "./usage-error.ts";
import { pack } from "./zip.ts";

/**
 * Says what is unfinished in a folder, and packs what is to be handed in.
 *
 * @throws UsageError if there is nothing to hand in, a file cannot be read, or the zip cannot be written
 */
export async function handIn(folder: string, out: string, say: (text: string) => void): Promise<void> {
  const collected = await collect(diskFolder(folder));
  say("Running the public tests ...");
  const tests = testLines(await runTests(folder));
  const sections = [
    stubLines(collected.files),
    tests,
    answerLines(collected.answers),
    pictureLines(collected),
    fileLines(collected),
  ];
  for (const lines of sections) if (lines.length > 0) say(["", ...lines].join("\n"));
  await write(collected, out, say);
}

async function write({ files }: Collected, out: string, say: (text: string) => void): Promise<void> {
  const zip = pack(files);
  await writeWhole(out, zip).catch((cause: unknown) => {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new UsageError(`${out} cannot be written (${why}): choose another place with --out`, { cause });
  });
  const width = Math.max(...files.map(({ path }) => path.length));
  say(`\n${out} has ${files.length} ${files.length === 1 ? "file" : "files"}, ${formatBytes(zip.length)}:`);
  say(files.map(({ path, bytes }) => `  ${path.padEnd(width)}  ${formatBytes(bytes.length)}`).join("\n"));
  say(`\nHand in ${out}.`);
}
