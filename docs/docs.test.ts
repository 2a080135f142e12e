import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../grader/src/cli/commands.ts";
import { parse } from "../grader/src/cli/testing/parse.ts";
import { ROOT } from "../grader/src/shared/paths.ts";
import { blocksIn, commandsIn, commandsInText, scriptsIn } from "./commands-in.ts";

/* Pages name only commands, scripts, files, headings and versions that exist. docs.slow.test.ts runs the commands. */

interface Manifest {
  readonly engines?: { readonly node: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies?: object;
  readonly optionalDependencies?: object;
}

const TOP = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "template/README.md"];
const SHELLS = ["sh", "bash"];
const PACKAGES = ["", "fixtures", "template", "grader"];

const inDocs = await readdir(join(ROOT, "docs"), { recursive: true });
const pages = [...TOP, ...inDocs.filter((path) => path.endsWith(".md")).map((path) => `docs/${path}`)];
const textOf = (page: string): Promise<string> => readFile(join(ROOT, page), "utf8");
const manifestOf = async (folder: string) => JSON.parse(await textOf(join(folder, "package.json"))) as Manifest;
const scriptsOf = async (folder: string) => Object.keys((await manifestOf(folder)).scripts ?? {});

describe.each(pages)("%s", (page) => {
  test("has only commands that parse in its code blocks", async () => {
    for (const { line, language, lines } of blocksIn(await textOf(page))) {
      const where = `${page}:${line}`;
      if (!SHELLS.includes(language)) {
        expect(lines.filter(isCommand), `${where}: commands in a block that is not sh, so they are never run`).toEqual(
          [],
        );
        continue;
      }
      for (const words of lines.flatMap(commandsIn)) {
        const problem = await parse(words).then(() => undefined, String);
        expect(problem, `${where}: ./robustness-lab ${words.join(" ")}`).toBeUndefined();
      }
    }
  });

  test("names only commands and options that exist in its text", async () => {
    const named = commandsInText(await textOf(page)).filter(([first]) => first !== undefined && first !== "<command>");
    for (const words of named) expect(unknownIn(words), `./robustness-lab ${words.join(" ")}`).toEqual([]);
  });

  test("names only npm scripts that exist", async () => {
    const ofStudents = await scriptsOf("template");
    const known = page.startsWith("template/") ? ofStudents : [...ofStudents, ...(await scriptsOf(""))];
    expect(scriptsIn(await textOf(page)).filter((name) => !known.includes(name))).toEqual([]);
  });

  test("links only to files and headings that exist", async () => {
    const targets = [...(await textOf(page)).replaceAll(/`[^`\n]+`/g, "").matchAll(/\]\((?!\w+:)([^)\s]+)/g)].map(
      ([, target]) => target ?? "",
    );
    const broken = await Promise.all(targets.map(async (target) => ((await resolves(page, target)) ? [] : [target])));
    expect(broken.flat()).toEqual([]);
  });

  test("names only paths that exist", async () => {
    const paths = (await textOf(page)).matchAll(/`((?:grader|fixtures|solution|template|docs|\.github)\/[\w./-]*)`/g);
    const missing = await Promise.all([...paths].map(async ([, path = ""]) => ((await exists(path)) ? [] : [path])));
    expect(missing.flat()).toEqual([]);
  });

  test("requires the Node that package.json requires", async () => {
    const oldest = /\d+\.\d+/.exec((await manifestOf("")).engines?.node ?? "")?.[0];
    // A version with three numbers belongs to a measurement.
    const named = (await textOf(page)).matchAll(/Node(?:\.js)?\s+(\d+\.\d+)(?![.\d])/g);
    expect([...named].map(([, version]) => version).filter((version) => version !== oldest)).toEqual([]);
  });
});

function isCommand(line: string): boolean {
  return /^(\$ )?(\.\/robustness-lab|npm|npx|node) /.test(line);
}

/** The words of a mention that are neither a command nor one of its options. */
function unknownIn([first = "", second = "", ...rest]: readonly string[]): readonly string[] {
  const row =
    COMMANDS.find(({ name }) => name === `${first} ${second}`) ??
    COMMANDS.find(({ name }) => name === first || (name.startsWith(`${first} `) && /^(--|$)/.test(second)));
  if (row === undefined) return [`${first} ${second}`.trim()];
  const known = Object.values(row.options).map(({ build }) => build().long);
  return [second, ...rest].filter((word) => word.startsWith("--") && word !== "--help" && !known.includes(word));
}

async function resolves(page: string, target: string): Promise<boolean> {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (heading === undefined || !(await exists(file))) return exists(file);
  const headings = [...(await textOf(file)).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title);
  return headings.some(
    (title) =>
      title
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-") === heading,
  );
}

function exists(path: string): Promise<boolean> {
  return access(join(ROOT, path)).then(
    () => true,
    () => false,
  );
}

test("every dependency has a reason in docs/decisions/libraries.md", async () => {
  const page = await textOf("docs/decisions/libraries.md");
  const manifests = await Promise.all(PACKAGES.map(manifestOf));
  const names = manifests.flatMap(({ dependencies = {}, devDependencies = {}, optionalDependencies = {} }) =>
    Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }),
  );
  const external = names.filter((name) => !/^@(types|robustness-lab)\//.test(name));
  expect(external.filter((name) => !new RegExp(`^- \\*\\*.*${name}\\b`, "m").test(page))).toEqual([]);
});

test("finds blocks and the commands in them", () => {
  const page =
    'one\n\n```sh\na\n\nX=1 ./robustness-lab b --c "d e" > f # g\n```\n```ts\nh\n```\n`./robustness-lab i\nj`\n';
  expect(blocksIn(page)).toEqual([
    { line: 3, language: "sh", lines: ["a", 'X=1 ./robustness-lab b --c "d e" > f # g'] },
    { line: 8, language: "ts", lines: ["h"] },
  ]);
  expect(commandsIn('X=1 ./robustness-lab b --c "d e" > f # g')).toEqual([["b", "--c", "d e"]]);
  expect(commandsIn('sbatch --wrap "./robustness-lab merge a/* --out b"')).toEqual([["merge", "a/*", "--out", "b"]]);
  expect(commandsInText(page)).toEqual([["i", "j"]]);
});
