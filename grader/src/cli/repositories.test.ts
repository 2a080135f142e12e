import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startCourse, type CourseOnGithub } from "../office/github/testing/course-on-github.ts";

/* `repositories` and `roster` in processes of their own, against a stand-in for GitHub. */

const MAKE = ["repositories", "class.csv", "--org", "cs433", "--template", "cs433/lab-template"];
const CLASS = "id,name,github\n1,Ada,ada\n2,Bob,@Bob-b\n3,Cleo,\n";

let course: CourseOnGithub;
beforeAll(async () => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "repositories-test-"));
  course = await startCourse(folder, new Map([["README.md", Buffer.from("# Lab\n")]]));
});
afterAll(async () => {
  course.github.close();
  await rm(course.folder, { recursive: true, force: true });
});
beforeEach(async () => {
  course.github.names.splice(1);
  course.github.invitations.clear();
  course.github.requests.length = 0;
  await writeFile(join(course.folder, "class.csv"), CLASS);
});

const make = (...more: readonly string[]) => course.run([...MAKE, "--pause", "0", ...more]);
const writes = () => course.github.requests.filter(({ method }) => method !== "GET");

describe("./robustness-lab repositories", () => {
  test("makes private repositories and invites the students, by the requests that GitHub documents", async () => {
    const ended = await make();
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toBe("2 of 2 students have a repository in cs433 and an invitation\n");
    expect(ended.stderr).toBe(
      "class.csv:4: skipped, Cleo has no name on GitHub\n" +
        "1/2 lab-ada: made, ada is invited\n2/2 lab-Bob-b: made, Bob-b is invited\n",
    );
    // The template, the list of repositories, and two for each student.
    expect(course.github.requests).toHaveLength(2 + 2 * 2);
    const generated = (name: string) => ({
      method: "POST",
      path: "/repos/cs433/lab-template/generate",
      body: { owner: "cs433", name, private: true, include_all_branches: false },
      status: 201,
    });
    const invited = (name: string, login: string) => ({
      method: "PUT",
      path: `/repos/cs433/${name}/collaborators/${login}`,
      body: { permission: "push" },
      status: 201,
    });
    expect(writes()).toEqual([
      generated("lab-ada"),
      invited("lab-ada", "ada"),
      generated("lab-Bob-b"),
      invited("lab-Bob-b", "Bob-b"),
    ]);
  });

  test("leaves what is there already, and makes what came later", async () => {
    await make();
    await writeFile(join(course.folder, "class.csv"), `${CLASS}4,Dan,dan\n`);
    course.github.invitations.delete("lab-ada");
    const ended = await make();
    expect(ended.stderr.split("\n").slice(1)).toEqual([
      "1/3 lab-ada: there already, ada is invited",
      "2/3 lab-Bob-b: there already, Bob-b had an invitation or access",
      "3/3 lab-dan: made, dan is invited",
      "",
    ]);
    expect(course.github.names).toHaveLength(4);
    expect([...course.github.invitations.values()]).toEqual([["Bob-b"], ["ada"], ["dan"]]);
  });

  test("prints in a dry run what would be made, and only reads", async () => {
    const { stdout } = await course.run([...MAKE, "--dry-run"]);
    expect(stdout).toBe(
      "cs433/lab-ada: would be made, and ada invited\n" +
        "cs433/lab-Bob-b: would be made, and Bob-b invited\n" +
        "2 of 2 would be made: 4 requests that write, about 1 minute\n",
    );
    expect(writes()).toEqual([]);
  });

  test("waits as long as GitHub asks, and says so; a missing permission is no limit", async () => {
    course.github.refusals.push(
      { status: 403, headers: { "retry-after": "1" }, message: "You have exceeded a secondary rate limit" },
      { status: 403, headers: { "x-accepted-github-permissions": "administration=write" }, message: "Not accessible" },
    );
    const ended = await make();
    expect(ended).toMatchObject({ code: 1, stdout: "1 of 2 students have a repository in cs433 and an invitation\n" });
    expect(ended.stderr).toContain("GitHub limits the rate of requests: waiting for 1 s");
    expect(ended.stderr).toContain(
      "lab-ada: failed: GitHub answered 403: the token may not make repositories there " +
        "(permissions that it accepts: administration=write)",
    );
  });

  test("makes rules for the workflow's files and the default branch once", async () => {
    await make("--protect");
    const { stderr } = await make("--protect");
    expect(stderr).not.toContain("rule ");
    expect(course.github.rulesets).toMatchObject([
      {
        target: "push",
        conditions: { repository_name: { include: ["lab-*"] } },
        rules: [{ type: "file_path_restriction", parameters: { restricted_file_paths: [".github/**/*"] } }],
      },
      { target: "branch", rules: [{ type: "deletion" }, { type: "non_fast_forward" }] },
    ]);
  });

  test.each([
    ["a name that GitHub does not have", "id,github\n1,a b\n", 'class.csv:2: "a b" is no name on GitHub'],
    ["an account twice", "id,github\n1,ada\n2,ADA\n", "class.csv:3: ADA or its id is already on line 2"],
    ["no column of accounts", "id,name\n1,Ada\n", "class.csv:1: missing column github; expected id,name,github"],
  ])("refuses %s before it makes anything", async (_, text, message) => {
    await writeFile(join(course.folder, "class.csv"), text);
    const ended = await make();
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(writes()).toEqual([]);
  });

  test("refuses a template that is none, and a missing token", async () => {
    await make();
    const none = await course.run([...MAKE.slice(0, -1), "cs433/lab-ada"]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("is not a template: in its settings") });
    const without = await course.run(MAKE, { env: { SETUP_TOKEN: "" } });
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("SETUP_TOKEN is empty") });
  });
});

describe("./robustness-lab roster", () => {
  test("has a row per student, and lists who has no repository and repositories of nobody", async () => {
    await make();
    await writeFile(join(course.folder, "class.csv"), "id,name,github\n1,Ada,ADA\n,,\n4,Dan,dan\n3,Cleo,\n");
    const ended = await course.run(["roster", "class.csv", "--org", "cs433"]);
    expect(ended, ended.stderr).toMatchObject({ code: 0, stdout: "roster.csv: 2 rows, 1 with a repository\n" });
    expect(ended.stderr.split("\n")).toEqual([
      "class.csv:5: skipped, Cleo has no name on GitHub",
      "4: there is no repository lab-dan",
      "lab-Bob-b belongs to nobody in the class list",
      "",
    ]);
    const url = course.github.env["GITHUB_SERVER_URL"];
    expect(await readFile(join(course.folder, "roster.csv"), "utf8")).toBe(
      `id,name,git,commit,problem\n1,Ada,${url}/cs433/lab-ada.git,,\n` + "4,Dan,,,there is no repository lab-dan\n",
    );
  });

  test("without a class list has a row per repository, with a branch if one is named", async () => {
    await make();
    const ended = await course.run(["roster", "--org", "cs433", "--branch", "final", "--out", "all.csv"]);
    expect(ended.stdout).toBe("all.csv: 2 rows, 2 with a repository\n");
    expect(await readFile(join(course.folder, "all.csv"), "utf8")).toContain("\nada,ada,https://127.0.0.1:");
    expect(course.github.requests.at(-1)?.path).toBe("/orgs/cs433/repos?type=all&sort=full_name&per_page=100&page=1");
    const unknown = await course.run(["roster", "--org", "cs434"]);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no organisation cs434") });
  });
});
