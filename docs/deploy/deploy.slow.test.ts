import { appendFile, chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { copySolution } from "../../grader/src/pipeline/diagnose/variants/patch.ts";
import { parseClassFile } from "../../grader/src/office/class/class-file.ts";
import { textsIn } from "../../grader/src/workshop/corpus/texts-in.ts";
import { linkClone, runBash } from "../../grader/src/shared/testing/shell.ts";
import { CHEAP, writeSmallClass } from "../../grader/src/shared/testing/small-class.ts";

/* Runs the scripts as the scheduler does, with the variables that it sets, and with an npm that fails: a pod needs none. */

const HERE = fileURLToPath(new URL("./", import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "deploy-test-"));
  await linkClone(folder);
  await writeSmallClass(join(folder, "in"));
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/npm"), "#!/bin/sh\necho npm was started >&2\nexit 1\n");
  await chmod(join(folder, "bin/npm"), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bash = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  runBash(args, folder, { PATH: `${folder}/bin:${process.env["PATH"] ?? ""}`, ...variables });

const OPTIONS = ["--only", CHEAP, "--engine", "wasm", "--cache", "cache"];

describe("slurm.sh", () => {
  const task = (id: number, ...args: readonly string[]) =>
    bash([join(HERE, "slurm.sh"), ...args], {
      SLURM_ARRAY_TASK_ID: String(id),
      // An array need not begin with 1.
      SLURM_ARRAY_TASK_MIN: "5",
      SLURM_ARRAY_TASK_COUNT: "2",
      SLURM_CPUS_PER_TASK: "1",
    });

  test("grades one shard per task and resumes a repeated task; merged, the parts equal the class of one run", async () => {
    for (const id of [5, 6, 6]) {
      const ended = await task(id, "in", "parts", "7", ...OPTIONS);
      expect(ended.code, ended.printed).toBe(0);
    }
    const runCommand = (line: string) => bash(["-c", `./robustness-lab ${line}`]);
    expect(await runCommand("merge parts/* --out merged")).toMatchObject({ code: 0 });
    expect(await runCommand(`grade-class in --out whole --seed 7 ${OPTIONS.join(" ")}`)).toMatchObject({ code: 0 });
    expect(await textsIn(join(folder, "merged"))).toEqual(await textsIn(join(folder, "whole")));
  });

  test("explains bad usage", async () => {
    const few = await task(5, "in");
    expect(few).toEqual({
      code: 2,
      printed: "error: got 1 arguments, expected: <submissions or roster> <folder for the parts> <seed> [options]\n",
    });
    const alone = await bash([join(HERE, "slurm.sh"), "in", "parts", "7"]);
    expect(alone).toEqual({
      code: 2,
      printed: "error: this is not a task of an array: submit it with sbatch --array=1-8\n",
    });
  });
});

test("the image installs the packages at build time and starts an existing command", async () => {
  const lines = (await readFile(join(HERE, "Containerfile"), "utf8")).split("\n");
  expect(lines).toContain("RUN npm ci && ./robustness-lab install");
  const [, entry = ""] = /^CMD (.*)$/m.exec(lines.join("\n")) ?? [];
  const [file, ...args] = JSON.parse(entry) as readonly string[];
  expect(await bash(["-c", `${String(file)} ${args.join(" ")}`])).toMatchObject({ code: 0 });
});

describe("kubernetes.yaml", () => {
  const text = () => readFile(join(HERE, "kubernetes.yaml"), "utf8");

  test("matches the type of a Job in the Kubernetes API", async () => {
    expect(typeErrors(parse(await text()))).toEqual([]);
    const misspelt = (await text()).replace("completionMode", "completionmode");
    expect(typeErrors(parse(misspelt))).toEqual([
      expect.stringContaining("completionmode\"' does not exist in type 'JobSpec'"),
    ]);
    const untyped = (await text()).replace("completions: 8", 'completions: "8"');
    expect(typeErrors(parse(untyped))).toEqual([expect.stringContaining("not assignable to type 'number'")]);
  });

  test("has one index per shard, and its pod grades that shard", async () => {
    const job = parse(await text()) as Job;
    const { completions, completionMode, template } = job.spec;
    const [container] = template.spec.containers;
    const variables = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]));
    expect([completionMode, String(completions)]).toEqual(["Indexed", variables["SHARDS"]]);

    const ended = await bash([...container!.command.slice(1), `${container!.args[0]!} ${OPTIONS.join(" ")}`], {
      ...variables,
      SUBMISSIONS: "in",
      PARTS: "pods",
      JOB_COMPLETION_INDEX: "2",
    });
    // Without bubblewrap the pod refuses to grade.
    const hasBubblewrap = (await bash(["-c", "command -v bwrap"])).code === 0;
    expect(ended.code, ended.printed).toBe(hasBubblewrap ? 0 : 2);
    if (!hasBubblewrap) return;
    const graded = parseClassFile(JSON.parse(await readFile(join(folder, "pods/3/class.json"), "utf8")));
    expect(graded.shards).toEqual({ of: 8, parts: [3] });
  });
});

/** Gradescope runs as root; another user's submissions would not run as nobody. */
describe.runIf(process.getuid?.() === 0)("run_autograder, in Gradescope's folders", () => {
  interface Results {
    readonly score?: number;
    readonly output: string;
    readonly tests?: readonly { readonly name: string; readonly score: number; readonly output?: string }[];
  }
  const grade = async (submission: (folder: string) => Promise<void>): Promise<Results> => {
    const autograder = await mkdtemp(join(folder, "autograder-"));
    for (const name of ["source", "submission", "results"]) await mkdir(join(autograder, name));
    await linkClone(join(autograder, "source"));
    await cp(join(HERE, "gradescope/run_autograder"), join(autograder, "run_autograder"));
    await submission(join(autograder, "submission"));
    const ended = await bash([join(autograder, "run_autograder")]);
    expect(ended.code, ended.printed).toBe(0);
    return JSON.parse(await readFile(join(autograder, "results/results.json"), "utf8")) as Results;
  };

  test("gives the reference all points", async () => {
    const { score, tests = [] } = await grade(copySolution);
    expect(score).toBe(100);
    expect(tests.reduce((sum, each) => sum + each.score, 0)).toBe(100);
  });

  test("takes points only for a syntax error, an endless loop and a search for the suites", async () => {
    const { score = 0, tests = [] } = await grade(async (submission) => {
      await copySolution(submission);
      const add = (file: string, text: string) => appendFile(join(submission, "src", file), text);
      await add("linear/svm.ts", "export function (");
      await writeFile(join(submission, "src/mnist/metrics.ts"), "export const accuracy = () => { for (;;); };\n");
      const suites = fileURLToPath(new URL("../../grader/src/pipeline/judge/suites", import.meta.url));
      const search = `process.getBuiltinModule("node:fs").readdirSync(${JSON.stringify(suites)})`;
      await writeFile(
        join(submission, "src/linear/fgsm.ts"),
        `export const fgsmLinear = () => { throw new Error("found " + ${search}); };\n`,
      );
    });
    const messagesOf = (exercise: string) =>
      tests.filter(({ name }) => name.startsWith(exercise)).map(({ output }) => output);
    for (const [exercise, message] of [
      ["1.4", /svm\.ts/],
      ["1.6", /restricted/],
      ["2.1", /stopped after/],
    ] as const) {
      expect(messagesOf(exercise).join("\n")).toMatch(message);
    }
    expect(JSON.stringify(tests)).not.toContain(".suite");
    expect(score).toBeGreaterThan(70);
  });

  test("gives what cannot be read no score", async () => {
    const { score, tests, output } = await grade((submission) => writeFile(join(submission, "lab.pdf"), "%PDF-1.7"));
    expect([score, tests]).toEqual([undefined, undefined]);
    expect(output).toContain("lab.pdf");
  });
});

interface Job {
  readonly spec: {
    readonly completions: number;
    readonly completionMode: string;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly args: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
        }[];
      };
    };
  };
}

/** The compiler's errors when a value is typed as a Job. */
function typeErrors(value: unknown): readonly string[] {
  const file = join(HERE, "job.ts");
  const source = `import type { Job } from "kubernetes-types/batch/v1";\nexport const job: Job = ${JSON.stringify(value)};\n`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.es5.d.ts"],
  };
  const host = ts.createCompilerHost(options);
  const withJob: ts.CompilerHost = {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    getSourceFile: (name, target, ...rest) =>
      name === file ? ts.createSourceFile(name, source, target) : host.getSourceFile(name, target, ...rest),
  };
  const program = ts.createProgram([file], options, withJob);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
