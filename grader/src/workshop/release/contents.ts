import { FaultError } from "../../shared/errors.ts";

/** Files by path, with forward slashes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What a release is made of, as it stands in this repository. */
export interface Sources {
  /** template/, */
  readonly template: Files;
  /** fixtures/, */
  readonly fixtures: Files;
  /** and what stands at the top: LICENSE, .npmrc. */
  readonly root: Files;
}

/** A package.json, as far as we look at it. */
interface Manifest {
  readonly [field: string]: unknown;
  readonly exports?: Readonly<Record<string, string>>;
}

/** What ships: whole folders, and the files beside them. */
const SHIPPED = {
  template: {
    folders: ["src/", "tests/", "lab/", ".github/", ".devcontainer/"],
    files: ["README.md", "answers.md", "package.json", "tsconfig.json", "vitest.config.ts", ".gitignore", ".nvmrc"],
  },
  fixtures: { folders: ["src/", "engine/"], files: [] },
} as const;
/** Our own tests lie beside what they test; tests/ holds the students'. */
const OUR_TESTS = /^(?!tests\/).*\.test\.ts$|(?:^|\/)testing\//;
const NAME = "robustness-lab-exercise";
/** The only installed package with a script: it checks that its binary runs. Newer versions of npm ask before running one. */
const SCRIPTS_ALLOWED = { esbuild: true };

/**
 * The student's repository, all but its lock file, which npm makes.
 *
 * @throws FaultError for a file of the template that belongs to no release
 */
export function releaseContents({ template, fixtures, root }: Sources, engines: unknown): Files {
  const ours = [...template].filter(([path]) => !OUR_TESTS.test(path));
  const stray = ours.map(([path]) => path).filter((path) => !ships("template", path));
  if (stray.length > 0) {
    throw new FaultError(
      `template/ holds ${stray.join(", ")}, which no release has: remove it, or name it in release/contents.ts`,
    );
  }
  const shared = [...fixtures].filter(([path]) => ships("fixtures", path) && !OUR_TESTS.test(path));
  return new Map([
    ...root,
    ...ours,
    ...shared.map(([path, bytes]) => [`fixtures/${path}`, bytes] as const),
    ["package.json", toBytes(studentManifest(parseManifest(template), engines))],
    ["fixtures/package.json", toBytes(fixturesManifest(parseManifest(fixtures)))],
  ]);
}

function ships(part: keyof typeof SHIPPED, path: string): boolean {
  const { folders, files }: { folders: readonly string[]; files: readonly string[] } = SHIPPED[part];
  return files.includes(path) || folders.some((folder) => path.startsWith(folder));
}

/** The fixtures are a workspace: `npm install` links their folder, and their own packages come with it. */
function studentManifest(template: Manifest, engines: unknown): Manifest {
  return { ...template, name: NAME, engines, workspaces: ["fixtures"], allowScripts: SCRIPTS_ALLOWED };
}

/** What only our tests need would be installed by every student. */
function fixturesManifest({ exports = {}, ...manifest }: Manifest): Manifest {
  const isReleased = ([, file]: readonly [string, string]): boolean =>
    ships("fixtures", file.replace("./", "")) && !OUR_TESTS.test(file);
  const fields = Object.entries(manifest).filter(([name]) => name !== "devDependencies");
  return { ...Object.fromEntries(fields), exports: Object.fromEntries(Object.entries(exports).filter(isReleased)) };
}

function parseManifest(files: Files): Manifest {
  const bytes = files.get("package.json");
  if (bytes === undefined) throw new FaultError("a package.json is missing, so no release can be made");
  return JSON.parse(Buffer.from(bytes).toString("utf8")) as Manifest;
}

function toBytes(manifest: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}
