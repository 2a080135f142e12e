import { ALL_EXERCISES, COURSE, isSet } from "@robustness-lab/fixtures/exercises";
import { FaultError } from "../../shared/errors.ts";

/** Files by path, with forward slashes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The files of this repository that a release is made from. */
export interface Sources {
  readonly template: Files;
  readonly fixtures: Files;
  /** LICENSE and .npmrc. */
  readonly root: Files;
}

/** The fields of a package.json that are read here. */
interface Manifest {
  readonly [field: string]: unknown;
  readonly exports?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** The folders and files of the template that ship. Any other file is a mistake. */
const TEMPLATE_FOLDERS = ["src/", "tests/", "lab/", "experiments/", "handin/", ".github/", ".devcontainer/"];
const TEMPLATE_FILES = "README.md answers.md package.json tsconfig.json vitest.config.ts .gitignore .nvmrc".split(" ");
/** The folders of the fixtures that ship. Corpus and oracle never do. */
const FIXTURES_FOLDERS = ["src/", "engine/"];
/** Our tests are beside the files they test. The folder tests/ contains the public ones. */
const OUR_TESTS = /^(?!tests\/).*\.test\.ts$|(?:^|\/)testing\//;

const NAME = "robustness-lab-exercise";
/** The one installed package with a script, which checks its binary. New versions of npm ask before they run a script. */
const ALLOWED_SCRIPTS = { esbuild: true };

/**
 * The files of the student's repository, without the lock file.
 *
 * @throws FaultError for a file of the template that does not belong in a release
 */
export function releaseContents({ template, fixtures, root }: Sources, engines: unknown): Files {
  const templateFiles = [...template].filter(([path]) => !OUR_TESTS.test(path) && !testsOnlyGiven(path));
  const stray = templateFiles.map(([path]) => path).filter((path) => !shipsOfTemplate(path));
  if (stray.length > 0) {
    throw new FaultError(
      `template/ contains ${stray.join(", ")}, which are not part of a release: remove them, or list them in release/contents.ts`,
    );
  }
  const fixturesFiles = [...fixtures].filter(([path]) => shipsOfFixtures(path));
  return new Map([
    ...root,
    ...templateFiles,
    ...fixturesFiles.map(([path, bytes]) => [`fixtures/${path}`, bytes] as const),
    ["package.json", toBytes(studentManifest(parseManifest(template), engines))],
    ["fixtures/package.json", toBytes(fixturesManifest(parseManifest(fixtures)))],
  ]);
}

/** True for the public tests of a file whose exercises the course does not set. */
function testsOnlyGiven(path: string): boolean {
  const tested = ALL_EXERCISES.filter(({ file }) => path === `tests/${file.replace(/\.ts$/, ".test.ts")}`);
  return tested.length > 0 && !tested.some(isSet);
}

function shipsOfTemplate(path: string): boolean {
  return TEMPLATE_FILES.includes(path) || TEMPLATE_FOLDERS.some((folder) => path.startsWith(folder));
}

function shipsOfFixtures(path: string): boolean {
  return FIXTURES_FOLDERS.some((folder) => path.startsWith(folder)) && !OUR_TESTS.test(path);
}

/** The fixtures are a workspace: `npm install` links their folder and installs their dependencies. */
function studentManifest(template: Manifest, engines: unknown): Manifest {
  const scripts = { ...template.scripts, postinstall: "node fixtures/engine/loosen-types.mjs" };
  const description = `${COURSE.title}: your exercise`;
  return {
    ...template,
    name: NAME,
    description,
    scripts,
    engines,
    workspaces: ["fixtures"],
    allowScripts: ALLOWED_SCRIPTS,
  };
}

/** Exports only files that ship, and has no development dependencies, which every student would install. */
function fixturesManifest(manifest: Manifest): Manifest {
  const exports = Object.entries(manifest.exports ?? {}).filter(([, file]) => shipsOfFixtures(file.replace("./", "")));
  return { ...manifest, exports: Object.fromEntries(exports), devDependencies: undefined };
}

function parseManifest(files: Files): Manifest {
  const bytes = files.get("package.json");
  if (bytes === undefined) throw new FaultError("a package.json is missing, so no release can be made");
  return JSON.parse(Buffer.from(bytes).toString("utf8")) as Manifest;
}

function toBytes(manifest: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}
