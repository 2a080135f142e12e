import { mkdtemp, readdir, readFile, rm, writeFile, mkdir, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { parseResult, type Result } from "../score/result.ts";
import { SAMPLE_RESULTS } from "./testing/sample-results.ts";
import { writeReports, type ReportFileSystem } from "./write.ts";

const result = SAMPLE_RESULTS["some-failed"] as Result;
const real: ReportFileSystem = { mkdir, mkdtemp, readdir, rename, rm, writeFile };
let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "reports-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe("writeReports", () => {
  it("creates the directory and writes exactly three files", async () => {
    const paths = await writeReports(result, join(directory, "a", "b"));
    expect(await readdir(join(directory, "a", "b"))).toEqual(["report.html", "report.md", "result.json"]);
    expect(parseResult(JSON.parse(await readFile(paths.json, "utf8")))).toEqual(result);
  });

  it("replaces the files of an earlier run", async () => {
    await writeReports(SAMPLE_RESULTS["grader-fault"] as Result, directory);
    const { json } = await writeReports(result, directory);
    expect(JSON.parse(await readFile(json, "utf8"))).toHaveProperty("status", "graded");
  });

  it("removes the draft of a killed run", async () => {
    await mkdir(join(directory, ".report-abc123"));
    await writeFile(join(directory, ".report-abc123", "report.html"), "half");
    await writeReports(result, directory);
    expect(await readdir(directory)).toEqual(["report.html", "report.md", "result.json"]);
  });

  it("keeps the pictures of answers.md, shows them, and shows them again when it is written again", async () => {
    const from = join(directory, "pictures");
    await mkdir(from);
    await writeFile(join(from, "answers-picture-1.webp"), "a webp");
    await writeFile(join(from, "answers-picture-2.jpg"), "a jpeg");
    const pictures = [
      { path: "figures/loss.png", file: "answers-picture-1.webp" },
      { path: "page.jpeg", file: "answers-picture-2.jpg" },
    ];
    const out = join(directory, "out");
    const { html } = await writeReports({ ...result, pictures }, out, from);
    const text = await readFile(html, "utf8");
    expect(text).toContain(`<img src="data:image/webp;base64,${btoa("a webp")}" alt="figures/loss.png">`);
    expect(text).toContain(`<img src="data:image/jpeg;base64,${btoa("a jpeg")}" alt="page.jpeg">`);
    await rm(from, { recursive: true });
    await writeReports({ ...result, pictures }, out);
    expect(await readFile(html, "utf8")).toBe(text);
    expect(await readFile(join(out, "answers-picture-1.webp"), "utf8")).toBe("a webp");
  });

  it("keeps documents beside the reports, also when it is written again, and removes those of an earlier submission", async () => {
    const from = join(directory, "copies");
    await mkdir(from);
    await writeFile(join(from, "answers-document-1.pdf"), "a pdf");
    const documents = [{ path: "answers.pdf", file: "answers-document-1.pdf" }];
    const out = join(directory, "out");
    const { html } = await writeReports({ ...result, documents }, out, from);
    await writeReports({ ...result, documents }, out);
    expect(await readFile(join(out, "answers-document-1.pdf"), "utf8")).toBe("a pdf");
    expect(await readFile(html, "utf8")).toContain("<bdi>answers.pdf</bdi>, kept as");
    await writeReports(result, out);
    expect(await readdir(out)).toEqual(["report.html", "report.md", "result.json"]);
  });

  it("shows answers rendered, with each picture where it stands and nowhere else", async () => {
    await writeFile(join(directory, "answers-picture-1.png"), "a png");
    const pictures = [{ path: "a.png", file: "answers-picture-1.png" }];
    const text = "Let $x^2$ ![loss](a.png) and again ![](a.png) and ![](b.png).";
    const written = result.written.map((each, index) => (index === 0 ? { ...each, answer: text } : each));
    const comment = 'See $\\nabla$ "there".\nNew line';
    const adjustment = { points: -0.5, reason: "*Late* on\npaper" };
    const { html } = await writeReports({ ...result, written, pictures, comment, adjustment }, directory);
    const page = await readFile(html, "utf8");
    expect(page).toContain(
      `<msup><mi>x</mi><mn>2</mn></msup></math> <img src="data:image/png;base64,${btoa("a png")}" alt="loss">`,
    );
    expect(page.split("data:image/png").length).toBe(2);
    expect(page).toContain("The picture a.png is shown above.");
    expect(page).toContain("There is no picture b.png");
    expect(page).not.toContain("Pictures of answers.md");
    expect(page).toContain('data-typed="See $\\nabla$ &quot;there&quot;.\nNew line"');
    expect(page).toContain("<br />New line");
    expect(page).toContain("<em>Late</em> on<br />paper");
  });

  it("removes the pictures of an earlier submission, and says which are gone", async () => {
    await writeFile(join(directory, "answers-picture-7.png"), "old");
    await writeFile(join(directory, "picture.png"), "not ours");
    const pictures = [{ path: "figures/loss.png", file: "answers-picture-1.png" }];
    const { html } = await writeReports({ ...result, pictures }, directory);
    expect(await readdir(directory)).toEqual(["picture.png", "report.html", "report.md", "result.json"]);
    expect(await readFile(html, "utf8")).toContain("This picture is no longer beside result.json.");
  });

  it("explains what to do if the directory is inside a file", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    await expect(writeReports(result, join(file, "out"))).rejects.toThrow(UsageError);
    await expect(writeReports(result, join(file, "out"))).rejects.toThrow(/ENOTDIR.*choose another folder with --out/);
  });

  it("rejects a file as directory", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    await expect(writeReports(result, file)).rejects.toThrow(UsageError);
  });

  it("reports a fault and leaves no files if the disk is full", async () => {
    let written = 0;
    const full: ReportFileSystem = {
      ...real,
      writeFile: async (...file) => {
        written += 1;
        if (written === 3) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
        return writeFile(...file);
      },
    };
    await expect(writeReports(result, directory, directory, full)).rejects.toThrow(FaultError);
    expect(await readdir(directory)).toEqual([]);
  });

  it("writes no result.json if another file cannot be renamed", async () => {
    await mkdir(join(directory, "report.md"));
    await expect(writeReports(result, directory)).rejects.toThrow(UsageError);
    expect(await readdir(directory)).not.toContain("result.json");
  });

  it("rejects a result that violates its schema before writing anything", async () => {
    const broken = { ...result, maxScore: 1 } as Result;
    await expect(writeReports(broken, join(directory, "out"))).rejects.toThrow("maxScore is not the sum");
    expect(await readdir(directory)).toEqual([]);
  });
});
