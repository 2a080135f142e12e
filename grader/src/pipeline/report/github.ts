import type { Result } from "../score/result.ts";
import { visible, visibleLines } from "../../shared/escape.ts";
import { renderMarkdown, renderMarkdownSummary } from "./markdown.ts";
import { sortChecks } from "./sort-checks.ts";
import { alertsOf, scoreWords, statusWords } from "./wording.ts";

/** A result for a GitHub Actions step: job summary, outputs and annotations. */
export interface GithubReport {
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly warnings: readonly Annotation[];
  readonly errors: readonly Annotation[];
}

interface Annotation {
  readonly title: string;
  readonly message: string;
}

/** The part of @actions/core that publishing needs. @actions/core escapes what it writes. */
export interface ActionsCore {
  readonly setOutput: (name: string, value: string) => void;
  readonly error: (message: string, properties: { readonly title: string }) => void;
  readonly warning: (message: string, properties: { readonly title: string }) => void;
  readonly summary: {
    readonly addRaw: (text: string) => { readonly write: () => Promise<unknown> };
  };
}

/** GitHub shows ten annotations of each level per step and rejects a summary above 1 MiB. */
const MAX_ANNOTATIONS = 10;
const MAX_SUMMARY_BYTES = 1_000_000;

/** Prepares a result for a GitHub Actions step. */
export function toGithubReport(result: Result, resultPath: string): GithubReport {
  const { failed } = sortChecks(result);
  return {
    summary: renderFittingMarkdown(result, MAX_SUMMARY_BYTES),
    outputs: {
      ...(result.status === "graded" ? { score: String(result.score) } : {}),
      "max-score": String(result.maxScore),
      status: result.status,
      result: resultPath,
    },
    warnings: alertsOf(result)
      .slice(0, MAX_ANNOTATIONS)
      .map(({ title, text }) => ({ title, message: visible(text) })),
    errors: failed.slice(0, MAX_ANNOTATIONS).map(({ exercise, title, message }) => {
      return { title: visible(`${exercise} ${title}`, 200), message: visibleLines(message ?? "failed") };
    }),
  };
}

/** Publishes a report in a GitHub Actions step; does nothing elsewhere. */
export async function publishToGithub(
  report: GithubReport,
  environment: Readonly<Record<string, string | undefined>>,
  loadCore: () => Promise<ActionsCore>,
): Promise<void> {
  if (environment["GITHUB_ACTIONS"] !== "true") return;
  const core = await loadCore();
  for (const { title, message } of report.warnings) core.warning(message, { title });
  for (const { title, message } of report.errors) core.error(message, { title });
  if (environment["GITHUB_OUTPUT"]) {
    for (const [name, value] of Object.entries(report.outputs)) core.setOutput(name, value);
  }
  if (environment["GITHUB_STEP_SUMMARY"]) await core.summary.addRaw(report.summary).write();
}

/**
 * Renders a result as Markdown of at most `maxBytes` in UTF-8. Falls back to shorter reports instead of truncating, because
 * a truncated code span would expose the student's text in it as Markdown.
 */
export function renderFittingMarkdown(result: Result, maxBytes: number): string {
  const candidates = [renderMarkdown(result), renderMarkdownSummary(result)];
  const fitting = candidates.find((text) => Buffer.byteLength(text) <= maxBytes);
  return fitting ?? `**${scoreWords(result)}** · ${statusWords(result)}\n`;
}
