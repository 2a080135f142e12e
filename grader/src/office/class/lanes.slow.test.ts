import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOSTILE } from "@robustness-lab/fixtures/corpus";
import { expect, test } from "vitest";
import { isolationForOurs } from "../../pipeline/run/isolation/index.ts";
import { descendants, killTree } from "../../shared/process-tree.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { CHEAP } from "../../shared/testing/small-class.ts";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";
import { openCache } from "./cache.ts";
import { openReadings } from "./readings.ts";
import { gradeOne, type Outcome } from "./grade-one.ts";
import { openLane, type Lane } from "./lanes.ts";
import { startWorker, type Worker } from "./worker-process.ts";

/* Real processes, killed while they grade. */

/** Grades one submission; `kill` is called with the process ids of the first `kills` workers when they start grading. */
async function gradeWhileKilled(
  kills: number,
  kill = killNow,
): Promise<{ readonly outcome: Outcome; readonly started: number }> {
  return inScratchFolder(async (folder) => {
    await copySolution(join(folder, "ada"));
    await mkdir(join(folder, "scratch"));
    const isolation = await isolationForOurs();
    const settings = { engine: "wasm", isolation, graderVersion: "test", seed: 7, only: [CHEAP] } as const;
    let started = 0;
    const lane = openLane(async () => {
      const worker = await startWorker(settings);
      started += 1;
      if (started > kills) return worker;
      const gradeKilled: Worker["grade"] = (job) => {
        const answer = worker.grade(job);
        kill(worker.processId);
        return answer;
      };
      return { ...worker, grade: gradeKilled };
    });
    const outcome = await gradeIn(folder, "ada", lane);
    await lane.stop();
    return { outcome, started };
  });
}

/** Grades the submission at a path in a folder. */
async function gradeIn(folder: string, path: string, lane: Lane): Promise<Outcome> {
  const isolation = await isolationForOurs();
  const grader = { version: "test", digest: "0".repeat(64), engine: "wasm", isolation: isolation.name, seed: 7 };
  return gradeOne(
    { id: "ada", name: "Ada", folder: "ada", location: { kind: "path", path: join(folder, path) } },
    lane,
    {
      out: join(folder, "out"),
      settings: { grader, only: [CHEAP] },
      isolation,
      cache: openCache(join(folder, "cache")),
      readings: openReadings(join(folder, "cache"), grader.digest),
      keepsResults: false,
      scratch: join(folder, "scratch"),
      signal: new AbortController().signal,
    },
  );
}

function killNow(processId: number): void {
  process.kill(processId, "SIGKILL");
}

/** Kills the suites' process of a worker as soon as there is one. */
function killSuites(processId: number): void {
  const killing = setInterval(() => {
    for (const suites of descendants(processId, "all.suite-")) {
      clearInterval(killing);
      killTree(suites);
    }
  }, 20);
}

test("a grading process that dies is replaced, and its submission is graded again", async () => {
  const { outcome, started } = await gradeWhileKilled(1);
  expect(started).toBe(2);
  expect(outcome).toMatchObject({ how: "graded", entry: { status: "graded", folder: "ada" } });
});

test("if the suites' process dies, the submission is graded again, in new processes", async () => {
  const { outcome, started } = await gradeWhileKilled(1, killSuites);
  expect(started).toBe(2);
  expect(outcome).toMatchObject({ how: "graded", entry: { status: "graded", folder: "ada" } });
});

test("a second death is a grader fault, without a score or a folder", async () => {
  const { outcome, started } = await gradeWhileKilled(9);
  expect(started).toBe(2);
  expect(outcome).toEqual({
    how: "without",
    entry: {
      id: "ada",
      name: "Ada",
      status: "grader-fault",
      problem: "the grading process ended unexpectedly (SIGKILL)",
    },
  });
});

test("a reading process that is killed, and again, is a grader fault in a sentence, and throws nothing", async () => {
  const tar = await HOSTILE.find(({ id }) => id === "tar-of-headers-between-files")!.archive!.pack(new Map());
  await inScratchFolder(async (folder) => {
    await mkdir(join(folder, "scratch"));
    await writeFile(join(folder, "ada.tar"), tar);
    const killing = setInterval(() => {
      for (const reader of descendants(process.pid, join(folder, "ada.tar"))) killTree(reader);
    }, 50);
    const lane = openLane(() => Promise.reject(new Error("nothing is graded")));
    const { entry } = await gradeIn(folder, "ada.tar", lane).finally(() => clearInterval(killing));
    const problem = "the process that reads submissions was ended by SIGKILL";
    expect(entry).toEqual({ id: "ada", name: "Ada", status: "grader-fault", problem });
  });
});
