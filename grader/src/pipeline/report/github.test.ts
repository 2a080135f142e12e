import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Result } from "../score/result.ts";
import { publishToGithub, toGithubReport } from "./github.ts";
import { hostileResult, SAMPLE_RESULTS } from "./testing/sample-results.ts";

const someFailed = SAMPLE_RESULTS["some-failed"] as Result;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("toGithubReport", () => {
  it("outputs the score, the maximum, the status and the path of the result", () => {
    const outputs = { score: "66", "max-score": "100", status: "graded", result: "out/result.json" };
    expect(toGithubReport(someFailed, "out/result.json").outputs).toEqual(outputs);
  });

  it("outputs no score for a grader fault", () => {
    const report = toGithubReport(SAMPLE_RESULTS["grader-fault"] as Result, "r");
    expect(report.outputs).not.toHaveProperty("score");
  });

  it("annotates at most ten failed checks", () => {
    const checks = Array.from({ length: 30 }, () => someFailed.checks.find(({ verdict }) => verdict === "failed"));
    const report = toGithubReport({ ...someFailed, checks } as Result, "r");
    expect(report.errors).toHaveLength(10);
  });

  it("omits the checks from a summary above 1 MiB", () => {
    const failed = someFailed.checks.find(({ verdict }) => verdict === "failed");
    const checks = Array.from({ length: 1000 }, () => ({ ...failed, message: "漢".repeat(2000) }));
    const { summary } = toGithubReport({ ...someFailed, checks } as Result, "r");
    expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20);
    expect(summary).toContain("| Exercise | Checks | Points |");
  });
});

const load = () => import("@actions/core");

describe("publishToGithub", () => {
  it("does nothing outside GitHub Actions", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await publishToGithub(toGithubReport(someFailed, "r"), {}, load);
    expect(write).not.toHaveBeenCalled();
  });

  it("writes summary and outputs, and a student's text cannot forge a command", async () => {
    const folder = await mkdtemp(join(tmpdir(), "actions-"));
    const environment = {
      GITHUB_ACTIONS: "true",
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
    };
    for (const file of [environment.GITHUB_OUTPUT, environment.GITHUB_STEP_SUMMARY]) await writeFile(file, "");
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);

    const hostile = hostileResult("x\n::error::forged", "a\n::set-output name=score::100\r\n##[error]b");
    await publishToGithub(toGithubReport(hostile, "out/result.json"), environment, load);

    const lines = written.mock.calls.flatMap(([text]) => String(text).trimEnd().split("\n"));
    expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(3);
    expect(lines).toHaveLength(5);
    expect(await readFile(environment.GITHUB_OUTPUT, "utf8")).toMatch(/^score<<(ghadelimiter_\S+)\n74\n\1\n/);
    expect(await readFile(environment.GITHUB_STEP_SUMMARY, "utf8")).toContain("74 / 100 points");
    await rm(folder, { recursive: true });
  });
});
