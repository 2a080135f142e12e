import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { expect, test } from "vitest";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { parseMarks } from "../marks/parse-marks.ts";
import type { Desk } from "./protocol.ts";
import { endDesk, startDesk } from "./testing/desk-process.ts";
import { makeClass } from "./testing/make-class.ts";
import { postTo } from "./testing/on-desk.ts";

const KILLS = Number(process.env["KILLS"] ?? 20);
const SEED = 8;
const MAX_ALIVE_MS = 700;

test(`a desk that is killed ${KILLS} times while it saves loses no mark that it answered as saved`, async () => {
  const random = randomFrom(SEED);
  await inScratchFolder(async (scratch) => {
    const folder = join(scratch, "class");
    const made = await makeClass(folder, { count: 12, seed: 1 });
    /** Comments by folder and question: each names the change that wrote it. */
    const saved = new Map<string, string>();
    let changes = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const desk = await startDesk(folder);
      const { submissions } = (await (await fetch(`${desk.address}api/desk`)).json()) as Desk;
      let isAlive = true;
      const mark = async (lane: number): Promise<void> => {
        while (isAlive) {
          const index = random.integer(0, submissions.length - 1);
          const { key, version } = submissions[index]!;
          const { id = "" } = WRITTEN_QUESTIONS[lane] ?? {};
          const comment = `change ${(changes += 1)}: $\\nabla$`;
          const entries = [{ key, version, patch: { comment } }];
          const answer = await postTo(desk.address, "marks", { question: id, entries }).catch(() => undefined);
          if (answer === undefined) return;
          expect(answer.status).toBe(200);
          saved.set(`${made[index]?.folder ?? ""} ${id}`, comment);
        }
      };
      const marking = WRITTEN_QUESTIONS.map((_, lane) => mark(lane));
      await new Promise((resolve) => setTimeout(resolve, random.integer(1, MAX_ALIVE_MS)));
      expect(await endDesk(desk, "SIGKILL")).toBe("SIGKILL");
      isAlive = false;
      await Promise.all(marking);
      await assertSaved(folder, saved);
    }
    console.log(`${KILLS} kills, ${changes} changes asked for, ${saved.size} answers marked, none lost`);
    await endDesk(await startDesk(folder), "SIGINT");
    expect((await readdir(folder)).filter((name) => name.endsWith(".draft"))).toEqual([]);
  });
});

/** A change that was not answered may be on disk too: what is there is not older than what was answered. */
async function assertSaved(folder: string, saved: ReadonlyMap<string, string>): Promise<void> {
  const text = await readFile(join(folder, "marks.yaml"), "utf8").catch(() => "submissions:\n");
  const { submissions, mistakes } = parseMarks(text, "marks.yaml", WRITTEN_QUESTIONS);
  expect(mistakes).toEqual([]);
  const onDisk = new Map<string, string>(
    submissions.flatMap(({ name, questions }) =>
      [...questions].map(([id, { value }]) => [`${name} ${id}`, value.comment ?? ""] as const),
    ),
  );
  const numberIn = (comment = ""): number => Number(/\d+/.exec(comment)?.[0] ?? 0);
  const lost = [...saved].filter(([place, comment]) => numberIn(onDisk.get(place)) < numberIn(comment));
  expect(lost).toEqual([]);
}
