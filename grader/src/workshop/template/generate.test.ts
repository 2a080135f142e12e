import { readFile } from "node:fs/promises";
import { type Exercise, EXERCISES, isSet } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { driftBetween } from "./drift.ts";
import { MarkerError, type Region, parseRegions, withGiven } from "../../shared/markers.ts";
import { prettierFor, readSources } from "./files.ts";
import { generateStub, generateTemplate, type SourceFiles } from "./generate.ts";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";

const SOLUTION = `${SOLUTION_FOLDER}/src`;
const TEMPLATE = `${TEMPLATE_FOLDER}/src`;

const TABLE: readonly Exercise[] = [{ id: "9.1", title: "Doubling", file: "double.ts", functions: ["double"] }];

const SOLUTION_FILE = `import { add } from "./add.ts";
import { assertShape, type Loss } from "@robustness-lab/fixtures";

/** Doubles. */
export function double(value: number): number {
  assertNumber(value);
  // <exercise 9.1 double: twice the value; "$&" and $1 are text>
  // Secret reason.
  return secretSum(value, value);
  // </exercise>
}
// <solution-only>

/** Secret helper. */
function secretSum(left: number, right: number): number {
  return add(left, right);
}
// </solution-only>

function assertNumber(value: number): void {
  assertShape("value", value, []);
}
`;

const TEMPLATE_FILE = `import { add } from "./add.ts";
import { assertShape, type Loss, NotImplementedError } from "@robustness-lab/fixtures";

/** Doubles. */
export function double(value: number): number {
  assertNumber(value);
  throw new NotImplementedError("9.1 double"); // TODO 9.1: twice the value; "$&" and $1 are text
}

function assertNumber(value: number): void {
  assertShape("value", value, []);
}
`;

async function generateOne(text: string): Promise<string | undefined> {
  const files = new Map([["double.ts", text]]);
  return (await generateTemplate(files, prettierFor(TEMPLATE), { exercises: TABLE })).get("double.ts");
}

describe("generateTemplate", () => {
  it("leaves out the tests of the solution", async () => {
    const files = new Map([
      ["double.ts", SOLUTION_FILE],
      ["double.test.ts", "expect(double(2)).toBe(4);"],
    ]);
    const template = await generateTemplate(files, prettierFor(TEMPLATE), { exercises: TABLE });
    expect([...template.keys()]).toEqual(["double.ts"]);
  });

  it("replaces a region by a line that throws, drops solution-only regions, and keeps the rest", async () => {
    expect(await generateOne(SOLUTION_FILE)).toBe(TEMPLATE_FILE);
  });

  it("adds an import of NotImplementedError if the file imports nothing from the fixtures", async () => {
    const text = SOLUTION_FILE.replace(/^import .*fixtures";\n/m, "");
    expect(await generateOne(text)).toMatch(/^import \{ NotImplementedError \} from "@robustness-lab\/fixtures";\n/);
  });

  it("keeps a long TODO on the line that throws", async () => {
    const todo = "a long sentence about doubling ".repeat(5).trim();
    const stub = await generateOne(SOLUTION_FILE.replace(/double: .*>/, `double: ${todo}>`));
    expect(stub).toContain(`  throw new NotImplementedError("9.1 double"); // TODO 9.1: ${todo}\n`);
  });

  it("gives the same stub for a solution with Windows line ends", async () => {
    expect(await generateOne(SOLUTION_FILE.replaceAll("\n", "\r\n"))).toBe(TEMPLATE_FILE);
  });

  it("copies a file without regions", async () => {
    const files = new Map([
      ["double.ts", SOLUTION_FILE],
      ["index.ts", 'export * from "./double.ts";\n'],
    ]);
    const stubs = await generateTemplate(files, prettierFor(TEMPLATE), { exercises: TABLE });
    expect(stubs.get("index.ts")).toBe('export * from "./double.ts";\n');
  });
});

describe("an exercise that the course does not set", () => {
  const given = async (text: string) =>
    (
      await generateTemplate(new Map([["double.ts", text]]), prettierFor(TEMPLATE), {
        exercises: TABLE,
        isSet: () => false,
      })
    ).get("double.ts");

  it("is given: students get the solution with the helpers that it uses", async () => {
    const text = await given(SOLUTION_FILE);
    expect(text).toContain("  return secretSum(value, value);\n}");
    expect(text).toContain("function secretSum(");
    expect(text).not.toMatch(/NotImplementedError|solution-only|<exercise/);
  });

  it("keeps helpers secret that it does not use", async () => {
    expect(await given(SOLUTION_FILE.replace("secretSum(value, value)", "2 * value"))).not.toContain("secretSum");
  });
});

describe("markers that do not fit", () => {
  const CASES: readonly (readonly [string, string, string, number, string])[] = [
    ["a misspelt marker", "MALFORMED_MARKER", "// <exercise 9.1 double>", 2, "is not a marker"],
    ["a marker behind code", "MALFORMED_MARKER", "let a; // <solution-only>", 2, "is not a marker"],
    ["an extra closing marker", "UNOPENED_REGION", "// </exercise>", 2, "never opened"],
    ["a region never closed", "UNCLOSED_REGION", "// <solution-only>", 2, "never closed"],
    ["a region closed by the wrong marker", "UNCLOSED_REGION", "// <solution-only>\n// </exercise>", 2, "never closed"],
    ["a region in a region", "NESTED_REGION", "// <solution-only>\n// <exercise 9.1 double: a>", 3, "of line 2"],
    ["an unknown exercise", "UNKNOWN_EXERCISE", "// <exercise 8.8 double: a>\n// </exercise>", 2, "no exercise 8.8"],
    ["an unknown function", "UNKNOWN_FUNCTION", "// <exercise 9.1 triple: a>\n// </exercise>", 2, "has double"],
    ["a function without a region", "MISSING_REGION", "", 1, "requires double"],
    [
      "two regions of one function",
      "DUPLICATE_REGION",
      "// <exercise 9.1 double: a>\n// </exercise>\n// <exercise 9.1 double: b>\n// </exercise>",
      4,
      "at line 2",
    ],
  ];

  it.each(CASES)("are rejected with file and line: %s", (_, code, lines, line, words) => {
    const error = errorOf(() => generateStub("double.ts", `const first = 1;\n${lines}`, { exercises: TABLE }));
    expect(error).toMatchObject({ code, place: { file: "double.ts", line } });
    expect(error.message).toContain(`double.ts:${line}: `);
    expect(error.message).toContain(words);
  });

  it("are rejected if a region is not in the file that the table of exercises names", () => {
    const error = errorOf(() => generateStub("other.ts", SOLUTION_FILE, { exercises: TABLE }));
    expect(error).toMatchObject({ code: "UNKNOWN_FUNCTION", place: { file: "other.ts", line: 7 } });
  });

  it("are rejected if a whole file is missing", async () => {
    const generating = generateTemplate(new Map(), (text) => Promise.resolve(text), { exercises: TABLE });
    await expect(generating).rejects.toMatchObject({ code: "MISSING_FILE", place: { file: "double.ts" } });
  });
});

describe("the committed template", () => {
  it("equals the one generated from the solution", async () => {
    const generated = await generateTemplate(await readSources(SOLUTION), prettierFor(TEMPLATE), { isSet });
    expect(driftBetween(await readSources(TEMPLATE), generated)).toEqual([]);
  });

  it("contains no line of the solution that students write", async () => {
    const secrets = secretLines(await readSources(SOLUTION));
    // A line that given code has, too, is no secret.
    const given = new Set([...(await readSources(SOLUTION))].flatMap(([file, text]) => givenLines(file, text)));
    const shown = [...(await readSources(TEMPLATE)).values()].flatMap((text) => text.split("\n")).map(trimmed);
    expect(secrets.length).toBeGreaterThan(6 * EXERCISES.length);
    expect(secrets.filter((line) => shown.includes(line) && !given.has(line))).toEqual([]);
  });

  it("differs from one with a changed, a missing and an additional file", () => {
    const committed = new Map([
      ["a.ts", "1"],
      ["b.ts", "1"],
    ]);
    const generated = new Map([
      ["a.ts", "2"],
      ["c.ts", "1"],
    ]);
    expect(driftBetween(committed, generated)).toEqual([
      { file: "a.ts", reason: "differs" },
      { file: "b.ts", reason: "left over" },
      { file: "c.ts", reason: "missing" },
    ]);
  });

  it("has its stubs in the files of the table of exercises", async () => {
    const stub = await readFile(`${TEMPLATE}/linear/l2.ts`, "utf8");
    expect(stub).toContain('throw new NotImplementedError("1.2 innerMaximumL2"); // TODO 1.2: ');
  });
});

function givenLines(file: string, text: string): readonly string[] {
  const regions = parseRegions(file, text);
  const now = withGiven(regions, isSet);
  return now.filter(({ kind }, index) => kind !== regions[index]?.kind).flatMap(({ lines }) => lines.map(trimmed));
}

/** Lines of exercise and solution-only regions, without closing brackets and argument checks. */
function secretLines(solution: SourceFiles): readonly string[] {
  return [...solution]
    .flatMap(([file, text]) => withGiven(parseRegions(file, text), isSet))
    .filter((region: Region) => region.kind !== "shared")
    .flatMap(({ lines }) => lines)
    .map(trimmed)
    .filter((line) => /\w/.test(line) && !line.startsWith("assert"));
}

function trimmed(line: string): string {
  return line.trim();
}

function errorOf(run: () => unknown): MarkerError {
  try {
    run();
  } catch (error) {
    if (error instanceof MarkerError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
