export const CONTENT_FILE = "content.json";
export const CONTENT_SCHEMA = "robustness-lab/site/v1";

/**
 * The public tests by file, as vitest lists them: a file that does not load has none to tell. Title and group are apart,
 * because together one reads like a check of the grader, which must not ship.
 */
export type TestNames = Readonly<Record<string, readonly { readonly title: string; readonly group: string }[]>>;

/** What the course gives, by path below a student's package: "src/mnist/fgsm.ts", "tests/mnist/fgsm.test.ts". */
export interface Content {
  readonly schema: string;
  /** Where students hand in; null if the course says it elsewhere. */
  readonly handInLink: string | null;
  /** The exercise sheet, in Markdown. */
  readonly sheet: string;
  /** The stubs and answers.md, as they are at first. */
  readonly files: Readonly<Record<string, string>>;
  /** The public tests and their helpers. */
  readonly tests: Readonly<Record<string, string>>;
  readonly testNames: TestNames;
}

/** @throws Error if the server does not have it */
export async function readContent(url: string): Promise<Content> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(
      `${url}: the server answered ${response.status}. Reload the page; tell your course if it stays so.`,
    );
  return (await response.json()) as Content;
}

/** The first test images: all that the public tests read, and a tenth of what the first visit would load otherwise. */
export const FIRST_IMAGES = { name: "first-test", count: 1000 } as const;
