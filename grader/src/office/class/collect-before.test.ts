import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { beforeDeadline, beforeMoment } from "../course/before.ts";
import { collect, type Collected } from "./collect.ts";
import { discoverRoster } from "./discover/roster.ts";

/* The choice of a commit in real repositories. Commits are named by their messages; times are minutes after 21:00 UTC. */

const DEADLINE = beforeMoment("2026-10-01 23:59 +02:00");
const DUE = 59;

interface Repository {
  readonly url: string;
  readonly git: (...args: readonly string[]) => string;
  /** Commits at a minute, written at another one if it is given. @returns the hash */
  readonly commit: (message: string, minute: number, writtenMinute?: number) => string;
  readonly merge: (branch: string, message: string, minute: number) => string;
  readonly nameOf: (commit: string) => string;
}

async function makeRepository(folder: string): Promise<Repository> {
  await mkdir(folder, { recursive: true });
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): string =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  const git = (...args: readonly string[]): string => run(args);
  const at = (minute: number): string => new Date(Date.UTC(2026, 9, 1, 21, minute)).toISOString();
  const dated = (args: readonly string[], minute: number, written = minute): string => {
    run(args, { GIT_COMMITTER_DATE: at(minute), GIT_AUTHOR_DATE: at(written) });
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch=main");
  return {
    url: pathToFileURL(folder).href,
    git,
    commit: (message, minute, written) => dated(["commit", "--quiet", "--allow-empty", "-m", message], minute, written),
    merge: (branch, message, minute) => dated(["merge", "--quiet", "--no-ff", branch, "-m", message], minute),
    nameOf: (commit) => git("log", "-1", "--format=%s", commit),
  };
}

/** Collects one student. @returns the outcome, with the message of the commit that was taken */
async function take(
  build: (repository: Repository) => string,
  before: ReturnType<typeof beforeDeadline> | null = DEADLINE,
): Promise<Collected & { readonly took?: string }> {
  const taken: (Collected & { readonly took?: string })[] = [];
  await inScratchFolder(async (folder) => {
    const repository = await makeRepository(join(folder, "repository"));
    const ref = build(repository);
    await writeFile(join(folder, "roster.csv"), `id,name,git,commit\n1,Ada,${repository.url},${ref}\n`);
    const entries = await discoverRoster(join(folder, "roster.csv"), { anyRef: true });
    const collected = await collect(entries, join(folder, "out"), {
      signal: new AbortController().signal,
      ...(before === null ? {} : { before: ({ id }) => before(id) }),
    });
    for (const one of collected) {
      const hash = one.status === "fetched" ? one.origin?.commit : undefined;
      taken.push({ ...one, ...(hash === undefined ? {} : { took: repository.nameOf(hash) }) });
    }
  });
  return taken[0]!;
}

describe("the last commit before a deadline", () => {
  test("is the newest in time, and later ones are counted", async () => {
    const one = await take(({ commit }) => {
      commit("first", 10);
      commit("second", 58);
      commit("late", DUE + 1);
      commit("later", DUE + 90);
      return "";
    });
    expect(one).toMatchObject({ took: "second", submittedAt: "2026-10-01T21:58:00Z", notes: ["2 later left out"] });
  });

  test("is the tip if all are in time, the minute of the deadline included", async () => {
    const one = await take(({ commit }) => {
      commit("first", 10);
      commit("on the minute", DUE);
      return "main";
    });
    expect(one).toMatchObject({ took: "on the minute", notes: [] });
  });

  test("is not one of a side branch that was merged too late, whatever its date", async () => {
    const one = await take(({ git, commit, merge }) => {
      commit("first", 10);
      git("switch", "--quiet", "-c", "side");
      commit("aside in time", 50);
      git("switch", "--quiet", "main");
      commit("on main", 40);
      merge("side", "merged late", DUE + 5);
      return "main";
    });
    expect(one).toMatchObject({ took: "on main", notes: ["1 later left out"] });
  });

  test("is a merge in time, with the work that it merges", async () => {
    const one = await take(({ git, commit, merge }) => {
      commit("first", 10);
      git("switch", "--quiet", "-c", "side");
      commit("aside", 20);
      git("switch", "--quiet", "main");
      merge("side", "merged in time", 30);
      commit("late", DUE + 1);
      return "main";
    });
    expect(one).toMatchObject({ took: "merged in time" });
  });

  test("does not count the date of writing: a rebase afterwards is late, and is told", async () => {
    const one = await take(({ commit }) => {
      commit("first", 10);
      commit("rebased", DUE + 30, 40);
      commit("late", DUE + 31);
      return "main";
    });
    expect(one).toMatchObject({
      took: "first",
      notes: ["2 later left out (1 written in time, but committed again afterwards, as a rebase does)"],
    });
  });

  test("is found below commits whose clock was wrong", async () => {
    const one = await take(({ commit }) => {
      commit("first", 10);
      commit("a clock that is ahead", DUE + 600);
      commit("in time", 30);
      return "main";
    });
    expect(one).toMatchObject({ took: "in time", notes: ["an earlier commit has a later date: ask what happened"] });
  });

  test("of another branch or a tag", async () => {
    const build = ({ git, commit }: Repository): void => {
      commit("first", 10);
      git("switch", "--quiet", "-c", "hand-in/final");
      commit("on the branch", 20);
      git("tag", "v1");
      commit("late", DUE + 1);
      git("switch", "--quiet", "main");
      commit("on main", 30);
    };
    expect(await take((repository) => (build(repository), "hand-in/final"))).toMatchObject({ took: "on the branch" });
    expect(await take((repository) => (build(repository), "v1"))).toMatchObject({ took: "on the branch", notes: [] });
    expect(await take((repository) => (build(repository), ""))).toMatchObject({ took: "on main" });
  });

  test("that does not exist is told, with the date of the first", async () => {
    const one = await take(({ commit }) => {
      commit("rebased", DUE + 3, 40);
      commit("late", DUE + 9);
      return "main";
    });
    expect(one).toMatchObject({ status: "unreadable" });
    expect("problem" in one ? one.problem : "").toMatch(
      /^there is no commit until 2026-10-01 23:59:59\+02:00; the first is of 2026-10-01T22:02:00Z \(1 written in time, .*\) in file:/,
    );
  });

  test("is up to a student's own deadline, with extension and grace", async () => {
    const before = beforeDeadline({
      ...{ deadline: "2026-10-01 23:59", timezone: "Europe/Zurich", grace: "10 minutes" },
      ...{ extensions: { Gang: "1 hour" }, teams: { Gang: ["1", "2"] } },
    });
    const build = ({ commit }: Repository): string => {
      commit("in the grace of the extension", DUE + 70);
      commit("late", DUE + 71);
      return "main";
    };
    expect(await take(build, before)).toMatchObject({ took: "in the grace of the extension" });
    const others = beforeDeadline({ deadline: "2026-10-01 23:59 +02:00", extensions: { "3": "1 hour" } });
    expect(await take(build, others)).toMatchObject({ status: "unreadable" });
  });
});

describe("without a deadline", () => {
  test("a short hash is that commit, and an empty one the tip of the default branch", async () => {
    const build = ({ commit }: Repository): string => {
      const first = commit("first", 10);
      commit("second", 20);
      return first.slice(0, 8);
    };
    expect(await take(build, null)).toMatchObject({ took: "first" });
    expect(await take((repository) => (build(repository), ""), null)).toMatchObject({ took: "second" });
  });

  test("what does not exist is told, and an empty repository too", async () => {
    const build = ({ commit }: Repository): string => (commit("first", 10), "no-such-branch");
    expect(await take(build, null)).toMatchObject({
      problem: expect.stringMatching(/^there is no commit, branch or tag no-such-branch in file:/),
    });
    expect(await take(() => "", null)).toMatchObject({ problem: expect.stringMatching(/^there is no commit/) });
  });
});

test("a moment needs an offset", () => {
  expect(() => beforeMoment("2026-10-01 23:59")).toThrow(/^--before: got "2026-10-01 23:59", expected an offset/);
  expect(() => beforeMoment("yesterday")).toThrow(/^--before: got "yesterday", expected a date and time such as/);
  expect(() => beforeDeadline({})).toThrow(/^the course has no deadline/);
});
