import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { exportWith } from "./export.ts";
import { parse } from "./testing/parse.ts";
import { renderClassFile } from "../office/class/class-file.ts";
import { parseAccepted } from "../office/export/testing/classroom50-rules.ts";
import { CANVAS, MOODLE_GERMAN } from "../office/export/testing/sheets.ts";
import { SAMPLE_RESULTS } from "../pipeline/report/testing/sample-results.ts";
import { writeReports } from "../pipeline/report/write.ts";
import { FaultError, UsageError } from "../shared/errors.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { REPORT_GOLDENS } from "../shared/paths.ts";

/* The command on golden results; in a separate process where exit codes and streams matter. */

const GOLDENS = fileURLToPath(new URL("../office/export/goldens/", import.meta.url));
const CLASSROOM50 = {
  CLASSROOM: "cs-433",
  ASSIGNMENT: "robustness",
  USERNAME: "ada",
  SUBMISSION_TAG: "submit/2026-10-01T12-00-00Z-0123abc",
  COMMIT_URL: "https://github.example/commit/0123abc",
  RELEASE_URL: "https://github.example/release",
};

function run(folder: string, args: string, env: Readonly<Record<string, string>> = {}) {
  const environment = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env };
  const command = [...commandLine("export"), ...args.split(" ")];
  return spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8", env: environment });
}

/** The same in this process. @returns the output, with paths relative to the folder */
async function runHere(
  folder: string,
  args: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const paths = args.replace(/(?<=^|--(?:out|worksheet|roster) )\S+/g, (path) => join(folder, path));
  const printed: string[] = [];
  const world = { environment, now: new Date(), print: (text: string) => void printed.push(text) };
  const {
    args: [results = ""],
    options,
  } = await parse(["export", ...paths.split(" ")]);
  await exportWith(results, options, world);
  return printed.join("\n").replaceAll(`${folder}/`, "");
}

/** class/ada lost points, class/wang has a grader fault, class/jo a partial result. */
async function inClass(work: (folder: string) => Promise<void>): Promise<void> {
  await inScratchFolder(async (folder) => {
    for (const [name, golden] of [
      ["ada", "some-failed"],
      ["wang", "grader-fault"],
      ["jo", "partial"],
    ] as const) {
      await mkdir(join(folder, "class", name), { recursive: true });
      await cp(join(REPORT_GOLDENS, golden, "result.json"), join(folder, "class", name, "result.json"));
    }
    await writeFile(join(folder, "moodle.csv"), MOODLE_GERMAN);
    await writeFile(join(folder, "canvas.csv"), CANVAS);
    await work(folder);
  });
}

const GRADED = { status: "graded", sha256: "b".repeat(64), score: 66, maxScore: 100 } as const;
const CLASS_JSON = renderClassFile({
  schema: "robustness-lab/class/v1",
  grader: { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "bubblewrap", seed: 7 },
  submissions: [
    { id: "s-1", name: "Ada", ...GRADED, folder: "ada", lms: { kind: "moodle", participantId: "101" } },
    { id: "s-3", name: "王小明", ...GRADED, folder: "wang", lms: { kind: "moodle", participantId: "103" } },
    { id: "s-5", name: "late\u202e", status: "unreadable", problem: "a .rar" },
  ],
});

test("moodle: worksheet and zip, and a list of the students left out", async () => {
  await inClass(async (folder) => {
    await writeFile(join(folder, "class", "class.json"), CLASS_JSON);
    const { status, stdout, stderr } = run(folder, "class --to moodle --worksheet moodle.csv");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")).toEqual([
      "class/moodle.csv: 1 grade",
      "class/moodle-feedback.zip: 1 report",
      "",
      "Not exported (3):",
      "  s-5 (late[U+202E]): it cannot be read: a .rar",
      expect.stringMatching(/^ {2}wang: the grader failed/),
      "  jo: class.json has no such folder",
      "",
      "In the gradebook without a result (1):",
      "  row 3: Teilnehmer/in102, Jörg Müßig",
      "",
    ]);
    const sheet = await readFile(join(folder, "class", "moodle.csv"), "utf8");
    expect(sheet).toContain('"Zur Bewertung abgegeben";66;100,00;');
    expect(sheet).toContain(MOODLE_GERMAN.split("\r\n")[3]);
    expect((await readFile(join(folder, "class", "moodle-feedback.zip"))).subarray(0, 2).toString()).toBe("PK");
    expect(await readFile(join(folder, "moodle.csv"), "utf8")).toBe(MOODLE_GERMAN);
    // Exported files are not results of the class.
    expect(`${await runHere(folder, "class --to moodle --worksheet moodle.csv")}\n`).toBe(stdout);
  });
});

test("moodle: the report that goes back is that of the folder, with rendered answers and their pictures", async () => {
  await inScratchFolder(async (folder) => {
    const ada = join(folder, "class", "ada");
    await mkdir(ada, { recursive: true });
    const picture = Buffer.from("89504e470d0a1a0a", "hex");
    await writeFile(join(ada, "answers-picture-1.png"), picture);
    await writeReports(SAMPLE_RESULTS["answered"]!, ada);
    await writeFile(join(folder, "moodle.csv"), MOODLE_GERMAN);
    await writeFile(join(folder, "class", "class.json"), CLASS_JSON);
    await runHere(folder, "class --to moodle --worksheet moodle.csv");
    const report = await readFile(join(ada, "report.html"), "utf8");
    const [sent = new Uint8Array()] = Object.values(
      unzipSync(await readFile(join(folder, "class", "moodle-feedback.zip"))),
    );
    expect(Buffer.from(sent).toString()).toBe(report);
    expect(report).toContain(picture.toString("base64"));
    expect(report).toContain("<math");
  });
});

test("canvas: matches folder names if there is no class.json", async () => {
  await inClass(async (folder) => {
    const printed = await runHere(folder, "class --to canvas --worksheet canvas.csv --column 901 --out up/grades.csv");
    expect(printed).toMatch(/^up\/grades\.csv: 1 grade\n\nNot exported \(2\):\n {2}jo: no row/);
    expect(await readFile(join(folder, "up", "grades.csv"), "utf8")).toBe(CANVAS.replace("9.00,,90.0", "9.00,66,90.0"));
    expect(await readdir(join(folder, "up"))).toEqual(["grades.csv"]);
  });
});

test.each([
  ["gradescope", "gradescope.json", "gradescope/some-failed.json"],
  ["ctrf", "ctrf.json", "ctrf/some-failed.json"],
  ["junit", "junit.xml", "junit/some-failed.xml"],
])("%s: writes a file beside the result or to --out; for a class, one per result", async (to, file, golden) => {
  await inClass(async (folder) => {
    const expected = await readFile(join(GOLDENS, golden), "utf8");
    expect(await runHere(folder, `class/ada --to ${to}`)).toMatch(new RegExp(`^class/ada/${file}: `));
    expect(await readFile(join(folder, "class", "ada", file), "utf8")).toBe(expected);
    await runHere(folder, `class/ada/result.json --to ${to} --out results/results.x`);
    expect(await readFile(join(folder, "results", "results.x"), "utf8")).toBe(expected);
    const all = await runHere(folder, `class --to ${to} --out all`);
    expect(await readFile(join(folder, "all", "ada", file), "utf8")).toBe(expected);
    const fault = await readFile(join(folder, "all", "wang", file), "utf8");
    expect(fault).toBe(await readFile(join(GOLDENS, golden.replace("some-failed", "grader-fault")), "utf8"));
    expect(all.includes("Not exported (2):\n  jo: only 1.3")).toBe(to === "gradescope");
  });
});

describe("a result without a grade", () => {
  test("a fault ends with exit 1, and its file contains the fault and no score", async () => {
    await inClass(async (folder) => {
      const { status, stdout, stderr } = run(folder, "class/wang --to gradescope");
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^grader fault: no grade: the grader failed/);
      const text = await readFile(join(folder, "class", "wang", "gradescope.json"), "utf8");
      expect(text).toBe(await readFile(join(GOLDENS, "gradescope", "grader-fault.json"), "utf8"));
      await expect(runHere(folder, "class/wang --to classroom50", CLASSROOM50)).rejects.toThrow(FaultError);
      expect(await readdir(join(folder, "class", "wang"))).toEqual(["gradescope.json", "result.json"]);
    });
  });

  test("a partial run, or one not marked yet, ends with exit 2 and nothing written", async () => {
    await inClass(async (folder) => {
      const partial = run(folder, "class/jo --to gradescope");
      expect(partial.status).toBe(2);
      expect(partial.stderr).toMatch(/^error: no grade: only 1\.3, 2\.4-fgsm was/);
      const unmarked = runHere(folder, "class/ada --to classroom --with-written");
      await expect(unmarked).rejects.toThrow(/W1, .* not marked yet/);
      expect(await readdir(join(folder, "class", "jo"))).toEqual(["result.json"]);
      expect(await readdir(join(folder, "class", "ada"))).toEqual(["result.json"]);
    });
  });
});

test("classroom: base64 in a file, and on GitHub the step output and the notices of the reporter", async () => {
  await inClass(async (folder) => {
    expect(await runHere(folder, "class/ada --to classroom")).toBe("class/ada/classroom.txt: 66 / 100 points");
    const encoded = await readFile(join(folder, "class", "ada", "classroom.txt"), "utf8");
    expect(JSON.parse(Buffer.from(encoded, "base64").toString())).toMatchObject({ version: 1, max_score: 100 });
    await writeFile(join(folder, "output"), "");
    const github = { GITHUB_ACTIONS: "true", GITHUB_OUTPUT: join(folder, "output") };
    const { stdout } = run(folder, "class/ada --to classroom", github);
    expect(stdout).toContain("::notice title=Autograding complete::Points 66/100\n");
    expect(stdout).toContain('::notice title=Autograding report::{"totalPoints":66,"maxPoints":100}\n');
    expect(await readFile(join(folder, "output"), "utf8")).toContain(`\n${encoded}\n`);
    const fault = run(folder, "class/wang --to classroom", github);
    expect([fault.status, fault.stdout]).toEqual([1, ""]);
  });
});

test("classroom50: with the environment of its runner", async () => {
  await inClass(async (folder) => {
    await runHere(folder, "class/ada --to classroom50 --out result.json", CLASSROOM50);
    expect(JSON.parse(await readFile(join(folder, "result.json"), "utf8"))).toMatchObject({ owner: "ada", score: 66 });
  });
});

test("classroom50, a class: half a point is rounded in what is printed, as in the file", async () => {
  await inClass(async (folder) => {
    await writeFile(join(folder, "class", "class.json"), CLASS_JSON);
    const adjustment = { points: -0.5, reason: "Late." };
    await writeReports({ ...SAMPLE_RESULTS["marked"]!, adjustment }, join(folder, "class", "ada"));
    const git = "https://github.example/cs433/cs-433-robustness-ada.git,0123456789abcdef0123456789abcdef01234567";
    const rows = `id,name,path,git,commit,submitted\ns-1,Ada,,${git},2026-10-01T12:00:00Z\n`;
    await writeFile(join(folder, "roster.csv"), rows);
    const printed = await runHere(folder, "class --to classroom50 --roster roster.csv --with-written", CLASSROOM50);
    expect(printed).toContain("class/ada/classroom50.json: 78 / 120 points\n");
  });
});

test("classroom50, a class: each student by the name of the repository in the roster; who has none is listed", async () => {
  await inClass(async (folder) => {
    await writeFile(join(folder, "class", "class.json"), CLASS_JSON);
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const url = "https://github.example/cs433/cs-433-robustness-Ada.git";
    const rows = `s-1,Ada,,${url},${commit},2026-10-01T12:00:00Z\ns-3,Wang,,${url},${commit},2026-10-01T12:00:00Z\n`;
    await writeFile(join(folder, "roster.csv"), `id,name,path,git,commit,submitted\n${rows}`);
    const printed = await runHere(folder, "class --to classroom50 --roster roster.csv", CLASSROOM50);
    expect(printed.split("\n")).toEqual([
      "class/ada/classroom50.json: 66 / 100 points",
      "",
      "Not exported (3):",
      expect.stringContaining("s-5"),
      expect.stringContaining("wang"),
      expect.stringContaining("jo"),
    ]);
    const value: unknown = JSON.parse(await readFile(join(folder, "class/ada/classroom50.json"), "utf8"));
    const identity = { classroom: "cs-433", assignment: "robustness", owner: "ada", type: "individual" } as const;
    expect(parseAccepted(value, identity)).toMatchObject({
      score: 66,
      submission: "submit/2026-10-01T12-00-00Z-0123456",
      commit: `https://github.example/cs433/cs-433-robustness-Ada/commit/${commit}`,
      datetime: "2026-10-01T12:00:00Z",
    });
  });
});

describe("bad usage ends with exit 2 and nothing written", () => {
  test.each([
    ["class --to moodle", /--to moodle fills in a file: download it and pass it with --worksheet/],
    ["class --to junit --worksheet moodle.csv", /--worksheet and --column are for moodle and canvas, got --to junit/],
    ["class --to moodle --worksheet no.csv", /no\.csv cannot be read \(ENOENT\)/],
    ["class --to moodle --worksheet latin.csv", /latin\.csv is not UTF-8/],
    ["class --to moodle --worksheet moodle.csv --out moodle.csv", /is the downloaded file/],
    [
      "class --to moodle --worksheet moodle.csv",
      /no student in \S*moodle\.csv has a grade[\s\S]*Not exported \(3\):\n {2}3: no row has this id or name\n {4}ada, jo, wang/,
    ],
    ["class --to classroom50", /classroom50 needs --roster for a class: the roster\.csv that collect wrote/],
    ["class --to junit --roster roster.csv", /--roster is for classroom50, got --to junit/],
    ["class/ada --to classroom50", /CLASSROOM, ASSIGNMENT, .*: expected in the environment/],
    ["nowhere --to junit", /nowhere is neither a result\.json nor a folder of results/],
  ])("%s", async (args, message) => {
    await inClass(async (folder) => {
      await writeFile(join(folder, "latin.csv"), Buffer.from(MOODLE_GERMAN, "latin1"));
      const failing = runHere(folder, args);
      await expect(failing).rejects.toThrow(UsageError);
      await expect(failing).rejects.toThrow(message);
      expect((await readdir(join(folder, "class"))).sort()).toEqual(["ada", "jo", "wang"]);
      expect(await readdir(join(folder, "class", "ada"))).toEqual(["result.json"]);
      expect(await readFile(join(folder, "moodle.csv"), "utf8")).toBe(MOODLE_GERMAN);
    });
  });

  test("errors of the command line", async () => {
    await inClass(async (folder) => {
      const { status, stderr } = run(folder, "class --to excel");
      expect([status, stderr]).toEqual([2, expect.stringMatching(/Allowed choices are gradescope, moodle/)]);
    });
  });

  test("a class.json of another program", async () => {
    await inClass(async (folder) => {
      await writeFile(join(folder, "class", "class.json"), "{}");
      await expect(runHere(folder, "class --to junit")).rejects.toThrow(
        /class\.json is not a class\.json of this grader: choose another folder or grade the class again$/,
      );
    });
  });
});
