import { cp, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";
import { installRelease } from "./testing/install-release.ts";
import { runStep, STUDENT_WORKFLOW } from "./testing/workflows.ts";

/* What a student reads after a push, with GitHub's files, against what is known of seven submissions. */

const FGSM = "src/mnist/fgsm.ts";
const ROW = /^\| (\d\.\d|your own) \| (\d+) of (\d+) \|$/gm;

let folder: string;
let stubs: string;
/** The rows and points of the reference, on which nothing may be lost. */
let all: Outcome;

interface Outcome {
  readonly notice: readonly number[];
  readonly rows: ReadonlyMap<string, readonly [passed: number, of: number]>;
  readonly summary: string;
}

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "student-summary-"));
  await installRelease(folder);
  stubs = `${folder}-stubs`;
  await cp(join(folder, "src"), stubs, { recursive: true });
  all = await pushed({});
});
afterAll(() => Promise.all([folder, stubs].map((path) => rm(path, { recursive: true, force: true }))));

/** Runs the workflow on the solution with other files in it. */
async function pushed(files: Readonly<Record<string, string>>): Promise<Outcome> {
  await copySolution(folder);
  return outcomeOf(files);
}

async function outcomeOf(files: Readonly<Record<string, string>>): Promise<Outcome> {
  for (const name of ["output", "summary"]) await writeFile(join(folder, name), "");
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  const step = (name: string) => runStep(folder, { file: STUDENT_WORKFLOW, job: "test", name, values: {} });
  for (const name of ["List the tests", "Public tests"]) await step(name);
  const { printed } = await step("Summary");
  const summary = await readFile(join(folder, "summary"), "utf8");
  const rows = [...summary.matchAll(ROW)].map(
    ([, name = "", passed, of]) => [name, [Number(passed), Number(of)]] as const,
  );
  const notice = /Points (\d+)\/(\d+)$/m.exec(printed)?.slice(1).map(Number) ?? [];
  return { notice, rows: new Map(rows), summary };
}

function sumOf({ rows }: Outcome): readonly number[] {
  return [...rows.values()].reduce(([passed, of], row) => [passed + row[0], of + row[1]], [0, 0]);
}

/** The rows that are not as the reference's. */
function lost(outcome: Outcome): readonly string[] {
  return [...all.rows].flatMap(([name, row]) => (String(outcome.rows.get(name)) === String(row) ? [] : [name]));
}

describe("notice and summary of the student's workflow", () => {
  test("say of the reference that every public test passes", () => {
    expect(all.notice).toEqual(sumOf(all));
    expect(all.notice[0]).toBe(all.notice[1]);
    expect([...all.rows.keys()]).toContain("2.4");
  });

  test.each([
    ["one wrong function", { [FGSM]: "export function fgsm(model, images) {\n  return images.clone();\n}\n" }],
    ["a file that is no TypeScript", { [FGSM]: "export function fgsm( {\n" }],
    ["a file that throws", { [FGSM]: 'throw new Error("later");\n' }],
    ["a file that ends the process", { [FGSM]: "process.exit(0);\n" }],
  ])("count for %s its tests as failed, and no other exercise's", async (_, files) => {
    const outcome = await pushed(files);
    expect(outcome.notice).toEqual(sumOf(outcome));
    expect(outcome.notice[1]).toBe(all.notice[1]);
    expect(lost(outcome)).toEqual(["2.4"]);
  });

  test("say of the stubs that no public test passes, whatever a test of the student's prints", async () => {
    await cp(stubs, join(folder, "src"), { recursive: true });
    const outcome = await outcomeOf({ "tests/mine.test.ts": FORGER });
    await rm(join(folder, "tests/mine.test.ts"));
    const [passed = 0, of = 0] = outcome.notice;
    expect([passed, of]).toEqual([1, (all.notice[1] ?? 0) + 1]);
    expect(outcome.rows.get("your own")).toEqual([1, 1]);
    expect(outcome.summary).not.toContain("100 points");
  });

  test("say that the tests did not run, whatever report is in the repository", async () => {
    // The report of the last test is still there, as if it were committed.
    const outcome = await pushed({ "vitest.config.ts": "export default {\n" });
    expect(outcome.notice).toEqual([]);
    expect(outcome.summary).toContain("The tests did not run");
  });
});

const FORGER = `import { expect, test } from "vitest";
test("100 points", () => {
  console.log("::notice title=Autograding complete::Points 100/100");
  expect(1).toBe(1);
});
`;
