import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeClass } from "../office/desk/testing/make-class.ts";
import { parseResult, type Result } from "../pipeline/score/result.ts";
import { WRITTEN_QUESTIONS } from "../pipeline/score/written.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { REPORT_GOLDENS, TEMPLATE_FOLDER } from "../shared/paths.ts";

/* The command in a separate process, on golden results. */

const IDS = WRITTEN_QUESTIONS.map(({ id }) => id);
/** The points of all questions: those of the first, and none of the others. */
const pointsOf = (...first: readonly (number | null)[]) => IDS.map((_, index) => first[index] ?? null);
const MAX_POINTS = WRITTEN_QUESTIONS.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
const TEMPLATE_ANSWERS = `${TEMPLATE_FOLDER}/answers.md`;
const REPORTS = ["report.html", "report.md", "result.json"];

function marks(folder: string, ...args: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  return spawnSync(process.execPath, [...commandLine("marks"), ...args], { cwd: folder, encoding: "utf8", env });
}

/** class/ada and class/bob, graded. */
async function inClass(work: (folder: string) => Promise<void>): Promise<void> {
  await inScratchFolder(async (folder) => {
    for (const [name, golden] of [
      ["ada", "some-failed"],
      ["bob", "all-passed"],
    ] as const) {
      await mkdir(join(folder, "class", name), { recursive: true });
      await cp(join(REPORT_GOLDENS, golden, "result.json"), join(folder, "class", name, "result.json"));
    }
    await work(folder);
  });
}

const readResult = async (folder: string, name: string): Promise<Result> =>
  parseResult(JSON.parse(await readFile(join(folder, "class", name, "result.json"), "utf8")));
const filesOf = async (folder: string, name: string) =>
  Promise.all(REPORTS.map((file) => readFile(join(folder, "class", name, file), "utf8").catch(() => null)));
const pointsIn = ({ written }: Result): (number | null)[] => written.map(({ points }) => points);

test("from new to marked reports: unmarked questions stay unmarked, and merging twice changes nothing", async () => {
  await inClass(async (folder) => {
    const made = marks(folder, "new", "class");
    expect([made.status, made.stdout]).toEqual([0, `class/marks.yaml: 2 to be marked in ${IDS.join(", ")}\n`]);
    const file = join(folder, "class", "marks.yaml");
    const blank = await readFile(file, "utf8");
    // Ada's come first.
    const filled = blank
      .replace("    W1:\n      bound:", "    W1:\n      bound: 1")
      .replace("attained:", "attained: 0")
      .replace("zero-weights:", "zero-weights: 1")
      .replace("property:", "property: 1")
      .replace("tight:", "tight: 1")
      .replace(/^ {6}comment:$/m, '      comment: "Which point? <b>|x|</b> @ada"')
      .replace("marker:", "marker: Grace");
    await writeFile(file, filled);
    const merged = marks(folder, "merge", "class");
    expect([merged.status, merged.stderr]).toEqual([0, ""]);
    expect(merged.stdout).toContain(`3 / 4 points of the marked part; ${MAX_POINTS - 4} points not marked yet`);
    expect(Math.max(...merged.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const result = await readResult(folder, "ada");
    expect(pointsIn(result)).toEqual(pointsOf(3));
    expect(result.written[0]).toMatchObject({ comment: "Which point? <b>|x|</b> @ada", marker: "Grace" });
    expect(result).toMatchObject({ score: 66, maxScore: 100 });
    const first = await filesOf(folder, "ada");
    expect(first[0]).toContain("Which point? &lt;b&gt;|x|&lt;/b&gt; @ada");
    expect(first[1]).toContain("> `Which point? <b>[U+007C]x[U+007C]</b> @ada`");
    expect(first[1]).toContain("| W2 | The robust hinge loss versus the soft-margin SVM | not marked yet (of 4) |");
    marks(folder, "merge", "class");
    expect(await filesOf(folder, "ada")).toEqual(first);
    // Bob has no marks.
    expect(await readdir(join(folder, "class", "bob"))).toEqual(["result.json"]);
  });
});

test("two markers share the questions; --fresh discards marks of students not in the files", async () => {
  await inClass(async (folder) => {
    await writeFile(join(folder, "a.yaml"), "marker: Grace\nsubmissions: {ada: {W1: full}, bob: {W1: none}}\n");
    await writeFile(join(folder, "b.yaml"), "marker: Alan\nsubmissions: {ada: {W2: full}}\n");
    expect(marks(folder, "merge", "class", "a.yaml").status).toBe(0);
    expect(marks(folder, "merge", "class", "b.yaml").status).toBe(0);
    const separately = await filesOf(folder, "ada");
    expect(pointsIn(await readResult(folder, "ada"))).toEqual(pointsOf(4, 4));
    expect((await readResult(folder, "ada")).written.map(({ marker }) => marker).slice(0, 2)).toEqual([
      "Grace",
      "Alan",
    ]);
    expect(marks(folder, "merge", "class", "b.yaml", "a.yaml", "--fresh").status).toBe(0);
    expect(await filesOf(folder, "ada")).toEqual(separately);
    expect(marks(folder, "merge", "class", "b.yaml", "--fresh").status).toBe(0);
    expect(pointsIn(await readResult(folder, "ada"))).toEqual(pointsOf(null, 4));
    expect(pointsIn(await readResult(folder, "bob"))).toEqual(pointsOf());
  });
});

test("all marks files beside the results are merged: equal marks agree, blanks are filled, and final marks decide", async () => {
  await inClass(async (folder) => {
    const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
    await writeFile(
      join(folder, "class", "marks.yaml"),
      lines(
        "submissions:",
        "  ada:",
        '    comment: "Clear, $\\nabla$."',
        "    W1: {bound: 1, attained: 0.5, zero-weights: 1, property: 1}",
        "    W2: {tight: 1, second-opinion: true}",
        "    W3: full",
        "    W4: {alone: true}",
        "  bob: {W1: {second-opinion: true, bound: 1}, W2: full}",
      ),
    );
    await writeFile(
      join(folder, "class", "marks-grace.yaml"),
      lines(
        "marker: Grace",
        "submissions:",
        "  ada:",
        "    comment: Well done.",
        "    adjustment: -0.5",
        '    reason: "Late by $\\varepsilon$"',
        "    named: true",
        "    W1: {attained: 0.5, comment: Half of it.}",
        "    W2: {tight: 1, slack: 0}",
        "    W3: {maximiser: 0, final: true}",
        "  bob: {W2: full}",
      ),
    );
    const { status, stdout, stderr } = marks(folder, "merge", "class");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^from class\/marks\.yaml, class\/marks-grace\.yaml\n/);
    // Grace has marked W2 of ada too.
    expect(stdout).toMatch(/second opinions wanted:\nclass\/marks\.yaml:8:9: W1 of "bob"\n$/);
    const result = await readResult(folder, "ada");
    expect(pointsIn(result)).toEqual(pointsOf(3.5));
    expect(result.written.map(({ criteria = [] }) => criteria.map(({ points }) => points))).toEqual([
      [1, 0.5, 1, 1],
      [null, 1, 0, null],
      [0, null, null, null],
      ...IDS.slice(3).map(() => []),
    ]);
    expect(result.written[0]).toMatchObject({ comment: "Half of it.", marker: "Grace" });
    expect(result).toMatchObject({
      comment: "Clear, $\\nabla$.\n\nGrace: Well done.",
      adjustment: { points: -0.5, reason: "Late by $\\varepsilon$" },
    });
    const files = await filesOf(folder, "ada");
    marks(folder, "merge", "class");
    expect(await filesOf(folder, "ada")).toEqual(files);
    expect(stdout).toContain(
      `\nmarked of 2: W1 1, W2 1, ${IDS.slice(2)
        .map((id) => `${id} 0`)
        .join(", ")}\nanswers by marker: Grace 2\n`,
    );
    await writeFile(join(folder, "class", "marks.yaml"), "submissions:\n");
    await writeFile(join(folder, "class", "marks-grace.yaml"), "submissions: {bob: {W1: {bound: 1}}}\n");
    expect(marks(folder, "merge", "class").stdout).toMatch(
      /kept from an earlier merge, in none of these files: W1 of "ada", .* and 1 more; --fresh discards them\n$/,
    );
    // Nothing is said of ada any more: what was merged stays, until --fresh.
    await writeFile(join(folder, "bob.yaml"), "submissions: {bob: {W2: full}}\n");
    marks(folder, "merge", "class", "bob.yaml");
    expect(await filesOf(folder, "ada")).toEqual(files);
    marks(folder, "merge", "class", "bob.yaml", "--fresh");
    const fresh = await readResult(folder, "ada");
    expect([fresh.comment, fresh.adjustment, pointsIn(fresh)]).toEqual([undefined, undefined, pointsOf()]);
  });
});

test("the marks of a resubmission count although another file still has marks of the earlier one", async () => {
  await inClass(async (folder) => {
    const { sha256 } = (await readResult(folder, "ada")).submission;
    await writeFile(join(folder, "class", "marks.yaml"), "submissions: {ada: {sha256: 12345678, W1: none}}\n");
    const late = `submissions: {ada: {sha256: "${sha256?.slice(0, 12) ?? ""}", W1: full}}\n`;
    await writeFile(join(folder, "class", "marks-late.yaml"), late);
    const { status, stderr } = marks(folder, "merge", "class");
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/^left out:\nclass\/marks\.yaml:1:29: the result of "ada"/),
    ]);
    expect(pointsIn(await readResult(folder, "ada"))[0]).toBe(4);
  });
});

describe("bad usage ends with exit 2 and nothing written", () => {
  const full = "submissions: {ada: {W1: full}}\n";
  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[], readonly RegExp[]]>([
    [
      "every mistake of every file",
      { "a.yaml": "submissions: {ada: {W1: {bound: 2}}, eve: {W1: full}}\n", "b.yaml": "x: 1\n" },
      ["a.yaml", "b.yaml"],
      [
        /^error: 3 mistakes in the marks, so nothing was written$/,
        /^a\.yaml:1:33: bound: got 2, /,
        /^b\.yaml:1:1: unknown key "x"/,
        /^a\.yaml:1:38: unknown submission "eve": expected "ada", "bob"; correct the name, or, if its result is gone, grade it again or remove its lines$/,
      ],
    ],
    [
      "markers who differ, and a comment that says otherwise, and who adjust by different points",
      {
        "a.yaml":
          "submissions:\n  ada:\n    adjustment: 1\n    reason: x\n    W1: {bound: 1, attained: 0.5, comment: a}\n",
        "b.yaml": "submissions:\n  ada:\n    adjustment: -1\n    reason: x\n    W1: {attained: 1, comment: b}\n",
      },
      ["a.yaml", "b.yaml"],
      [
        /^error: 2 contradictions between the marks files, so nothing was written$/,
        /^b\.yaml:5:5: W1 of "ada" has 1 point so far here and 1\.5 points so far in a\.yaml:5:5; attained: 1 and 0\.5, the comments differ$/,
        /^b\.yaml:3:5: the adjustment of "ada" is -1 here and 1 in a\.yaml:3:5: keep one of them/,
        /^To settle them, run \.\/robustness-lab mark class --marker NAME and open "Differences", or write "final: true"/,
      ],
    ],
    [
      "two markers who both have the last word",
      {
        "a.yaml": "submissions: {ada: {W1: {bound: 0, final: true}}}\n",
        "b.yaml": "submissions: {ada: {W1: {bound: 1, final: true}}}\n",
        "c.yaml": full,
      },
      ["a.yaml", "b.yaml", "c.yaml"],
      [/^error: a contradiction/, /^b\.yaml:1:21: .* in a\.yaml:1:21; bound: 1 and 0$/, /^To settle them/],
    ],
    ["a missing file", {}, ["no.yaml"], [/^error: no\.yaml cannot be read \(ENOENT\)/]],
  ])("%s", async (_, texts, files, messages) => {
    await inClass(async (folder) => {
      for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
      const before = await filesOf(folder, "ada");
      const { status, stdout, stderr } = marks(folder, "merge", "class", ...files);
      expect([status, stdout]).toEqual([2, ""]);
      const lines = stderr.trimEnd().split("\n");
      expect(lines).toHaveLength(messages.length);
      messages.forEach((message, index) => expect(lines[index]).toMatch(message));
      expect(await filesOf(folder, "ada")).toEqual(before);
    });
  });

  test.each([
    ["no command", [], /new/],
    ["an unknown command", ["mark"], /unknown command 'mark'/],
    [
      "a folder without results",
      ["new", "empty"],
      /empty contains no result\.json, nor does a folder in it: grade first/,
    ],
    ["a missing folder", ["new", "nowhere"], /nowhere is neither a result\.json nor a folder of results/],
    [
      "an unknown question",
      ["new", "class", "--questions", "W1,W99"],
      new RegExp(`--questions names W99, expected some of ${IDS.join()}`),
    ],
  ])("%s", async (_, args, message) => {
    await inClass(async (folder) => {
      await mkdir(join(folder, "empty"));
      const { status, stderr } = marks(folder, ...args);
      expect(status).toBe(2);
      expect(stderr).toMatch(message);
    });
  });

  test("a file that is not a result", async () => {
    await inClass(async (folder) => {
      await writeFile(join(folder, "class", "bob", "result.json"), "{}");
      const { status, stderr } = marks(folder, "new", "class");
      expect([status, stderr]).toEqual([
        2,
        "error: class/bob/result.json is not a result of this grader: grade again\n",
      ]);
    });
  });
});

test("new never overwrites a marks file", async () => {
  await inClass(async (folder) => {
    const file = join(folder, "class", "ada", "marks.yaml");
    await writeFile(file, "what a marker filled in");
    const { status, stderr } = marks(folder, "new", "class/ada/result.json");
    expect([status, stderr]).toEqual([
      2,
      "error: class/ada/marks.yaml already exists and may contain marks: choose another name with --out\n",
    ]);
    expect(await readFile(file, "utf8")).toBe("what a marker filled in");
  });
});

test("new includes the answers that a result holds, without the submissions", async () => {
  await inScratchFolder(async (scratch) => {
    const folder = join(scratch, "class");
    const made = await makeClass(folder, { count: 20, seed: 1 });
    expect(marks(scratch, "new", "class").status).toBe(0);
    const text = await readFile(join(folder, "marks.yaml"), "utf8");
    const shown = made.find(({ kind }) => kind === "plain")?.answers["W1"]?.split("\n")[0] ?? "";
    expect(text).toContain(`    #   | ${shown.slice(0, 60)}`);
    expect(text).toContain("    # ! handed in as a document: ");
  });
});

test("new includes the submitted answers, with notes on unusual ones", async () => {
  await inClass(async (folder) => {
    await mkdir(join(folder, "in", "ada", "src"), { recursive: true });
    await writeFile(join(folder, "in", "ada", "src", "a.ts"), "export {};\n");
    const answers = (await readFile(TEMPLATE_ANSWERS, "utf8")).replace(
      "<!-- Write here. -->",
      "By Cauchy-Schwarz\n\u001b[2Jthe rest.",
    );
    await writeFile(join(folder, "in", "ada", "answers.md"), answers.replace("## W5", "##"));
    await mkdir(join(folder, "in", "bob", "src"), { recursive: true });
    await writeFile(join(folder, "in", "bob", "src", "a.ts"), "export {};\n");
    const { status } = marks(folder, "new", "class", "--submissions", "in", "--questions", "W1,W2", "--out", "m.yaml");
    const [ada = "", bob = ""] = (await readFile(join(folder, "m.yaml"), "utf8")).split("  bob:");
    expect(status).toBe(0);
    expect(ada).toContain(
      "    # Answered in 4 words:\n    #   | By Cauchy-Schwarz\n    #   | [U+001B][2Jthe rest.\n    W1:\n",
    );
    expect(ada).toContain("    # No answer was found.\n    W2:\n");
    expect(ada).toContain("    # ! W5: no heading in answers.md");
    expect(ada).not.toContain("W3:");
    expect(bob).toContain("    # ! there is no answers.md\n");
    expect(bob).toContain("    # ! this is not the submission that was graded\n");

    // The same submissions in the layouts of an LMS and a roster, named by student.
    await rename(join(folder, "in", "ada"), join(folder, "in", "4421"));
    await writeFile(join(folder, "roster.csv"), "id,name,path\n1,ada,in/4421\n2,bob,in/bob\n");
    const listed = marks(folder, "new", "class", "--submissions", "roster.csv", "--questions", "W1", "--out", "n.yaml");
    expect(listed.status).toBe(0);
    expect(listed.stdout).toContain("ada: this is not the submission that was graded; W5: no heading in answers.md");
    expect(await readFile(join(folder, "n.yaml"), "utf8")).toContain("    # Answered in 4 words:\n");
    expect(marks(folder, "new", "class", "--submissions", "nowhere", "--out", "o.yaml").stderr).toContain(
      "nowhere does not exist: expected submissions or a roster (.csv)",
    );
  });
});

test("a resubmission blocks only its own marks, and new with --except lists it and those without marks", async () => {
  await inClass(async (folder) => {
    const text = "submissions: {ada: {sha256: 12345678, W1: full}, bob: {W1: full}}\n";
    await writeFile(join(folder, "a.yaml"), text);
    const before = await filesOf(folder, "ada");
    for (const fresh of [[], ["--fresh"]]) {
      const { status, stdout, stderr } = marks(folder, "merge", "class", "a.yaml", ...fresh);
      expect([status, stderr]).toEqual([
        0,
        expect.stringMatching(/^left out:\na\.yaml:1:29: the result of "ada" is for another submission .*\n$/),
      ]);
      expect(stdout).toContain("1 submission merged");
      expect(await filesOf(folder, "ada")).toEqual(before);
      expect(pointsIn(await readResult(folder, "bob"))[0]).toBe(4);
    }
    expect(marks(folder, "new", "class", "--except", "a.yaml", "--out", "b.yaml").status).toBe(0);
    expect(await readFile(join(folder, "b.yaml"), "utf8")).toMatch(/\n {2}ada:\n(?![^]*\n {2}bob:)/);
    await writeFile(join(folder, "c.yaml"), text.replace("sha256: 12345678, ", ""));
    const { status, stderr } = marks(folder, "new", "class", "--except", "c.yaml", "--out", "d.yaml");
    expect([status, stderr]).toEqual([2, "error: --except leaves no submission: these files mark all of class\n"]);
  });
});

test("new refuses one archive for a whole class, which would give everybody the same answers", async () => {
  await inClass(async (folder) => {
    await writeFile(join(folder, "moodle.zip"), "");
    const { status, stderr } = marks(folder, "new", "class", "--submissions", "moodle.zip");
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^error: moodle\.zip is one submission, and there are 2 results: unpack /),
    ]);
  });
});

test("rubric prints criteria and wrong answers, --help the exit codes", async () => {
  await inScratchFolder(async (folder) => {
    const { status, stdout } = marks(folder, "rubric");
    expect(status).toBe(0);
    expect(stdout).toMatch(/## W1 [\s\S]*\*\*zero-weights\*\* \(1\)[\s\S]*3 of 4, misses zero-weights/);
    expect(marks(folder, "rubric", "--help").stdout).toMatch(/Exit codes: 0 done/);
  });
});
