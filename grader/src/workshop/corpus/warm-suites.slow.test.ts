import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ALTERNATIVES, HOSTILE, MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { permutation } from "@robustness-lab/fixtures/random";
import { expect, test } from "vitest";
import { writePatchedSolution } from "../../pipeline/diagnose/variants/patch.ts";
import { gradeSubmission, type GradeOptions } from "../../pipeline/grade/grade-submission.ts";
import { openSuites } from "../../pipeline/judge/run-suites.ts";
import { isolationForOurs } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";
import { descendants } from "../../shared/process-tree.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { writeSample } from "./write-sample.ts";

/* One process of the suites judges honest and hostile submissions by turns: nothing of one may show in the result of the next. */

const HOSTILE_IDS = ["late-throws", "exit-soon", "right-replies-replayed"];

test("a submission's result is the same after others, in any order, as in a new process", async () => {
  await inScratchFolder(async (folder) => {
    const options = {
      engine: await loadTestEngine(),
      isolation: await isolationForOurs(),
      seed: 7,
      graderVersion: "test",
    } as const;
    const sources = await writeSubmissions(folder);
    const cold = new Map<string, Result>();
    for (const source of sources) cold.set(source, await gradeSubmission({ ...options, source }));
    for (const seed of [1, 2]) {
      const order = [...permutation(sources.length, seed)].map((place) => sources[place]!);
      for (const { source, result } of await gradeWarm(order, options)) {
        expect(comparable(result), `${source}, order ${seed}`).toEqual(comparable(cold.get(source)!));
      }
    }
  });
});

async function gradeWarm(sources: readonly string[], options: Omit<GradeOptions, "source">) {
  const suites = openSuites();
  const graded: { readonly source: string; readonly result: Result }[] = [];
  const processes = new Set<number>();
  try {
    for (const source of sources) {
      graded.push({ source, result: await gradeSubmission({ ...options, source, suites }) });
      for (const id of descendants(process.pid, "all.suite-")) processes.add(id);
    }
  } finally {
    await suites.close();
  }
  expect(processes.size).toBe(1);
  return graded;
}

/** @returns their paths: the reference, the template, and rows of each kind */
async function writeSubmissions(folder: string): Promise<readonly string[]> {
  const ofRow = async (id: string, write: (folder: string) => Promise<unknown>): Promise<string> => {
    const target = join(folder, id);
    await mkdir(target);
    const path = await write(target);
    return typeof path === "string" ? path : target;
  };
  const patches = [MISCONCEPTIONS[0]!, MISCONCEPTIONS.at(-1)!, ALTERNATIVES[0]!];
  const samples = HOSTILE_IDS.map((id) => HOSTILE.find((row) => row.id === id)!);
  return [
    SOLUTION_FOLDER,
    TEMPLATE_FOLDER,
    ...(await Promise.all(patches.map((patch) => ofRow(patch.id, (to) => writePatchedSolution(patch, to))))),
    ...(await Promise.all(samples.map((sample) => ofRow(sample.id, (to) => writeSample(sample, to))))),
  ];
}

/** Without durations, and without the figure, for which a busy machine may have no time. */
function comparable(result: Result): unknown {
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) => (/^(durationMs|figure)$/.test(key) ? undefined : value)),
  );
}
