import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  it,
  onTestFinished,
  startTests,
  suite,
  test,
  type File,
  type Task,
  type VitestRunner,
  type VitestRunnerConfig,
} from "@vitest/runner";
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  getState,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
  type ExpectStatic,
  type MatcherState,
} from "@vitest/expect";

/*
 * What a public test imports as "vitest": its own runner and matchers, without its server, which runs in Node only.
 */

/** Longer than any public test takes, and shorter than the page waits for a sign of life. */
const TEST_LIMIT_MS = 5000;

/** The exports of the module "vitest" that tests may import. */
export const vitest = {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect: makeExpect(),
  it,
  onTestFinished,
  suite,
  test,
};

/** As in vitest's own integration of chai. */
function makeExpect(): ExpectStatic {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(JestAsymmetricMatchers);
  const expect = ((value: unknown, message?: string) => {
    setState({ assertionCalls: getState(expect).assertionCalls + 1 }, expect);
    return chai.expect(value, message);
  }) as ExpectStatic;
  Object.assign(expect, chai.expect, (globalThis as unknown as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT], {
    getState: () => getState(expect),
    setState: (state: Partial<MatcherState>) => setState(state, expect),
    extend: (matchers: object) => (chai.expect as unknown as Extendable).extend(expect, matchers),
  });
  Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });
  setState({ assertionCalls: 0, isExpectingAssertions: false, isExpectingAssertionsError: null }, expect);
  expect.extend(customMatchers);
  return expect;
}

interface Extendable {
  readonly extend: (expect: ExpectStatic, matchers: object) => void;
}

/** What happens while tests run. */
export interface TestEvents {
  readonly load: (path: string) => Promise<unknown>;
  readonly onFile: (path: string) => void;
  readonly onBegin: (task: Task) => void;
  readonly onEnd: (task: Task) => void;
}

/** Runs test files one after the other. @returns them; one that does not load has errors and no tests */
export function runTestFiles(paths: readonly string[], events: TestEvents): Promise<readonly File[]> {
  const config: VitestRunnerConfig = {
    root: "/",
    setupFiles: [],
    name: undefined,
    passWithNoTests: true,
    testNamePattern: undefined,
    allowOnly: true,
    sequence: { seed: 1, hooks: "stack", setupFiles: "list" },
    chaiConfig: undefined,
    maxConcurrency: 1,
    testTimeout: TEST_LIMIT_MS,
    hookTimeout: TEST_LIMIT_MS,
    retry: 0,
    includeTaskLocation: false,
    tags: [],
    tagsFilter: undefined,
    strictTags: false,
  };
  const runner: VitestRunner = {
    config,
    importFile: async (path) => {
      events.onFile(path.slice(1));
      await events.load(path.slice(1));
    },
    onBeforeRunTask: (task) => {
      setState({ currentTestName: nameOf(task) }, vitest.expect);
      events.onBegin(task);
    },
    onAfterRunTask: (task) => events.onEnd(task),
  };
  return startTests(
    paths.map((path) => `/${path}`),
    runner,
  );
}

/** The names of a test and of its groups: "1.1 hingeLoss > is 0 for large margins". */
export function nameOf(task: Task): string {
  const names: string[] = [];
  for (let each: Task | undefined = task; each !== undefined && each !== task.file; each = each.suite)
    names.unshift(each.name);
  return names.join(" > ");
}
