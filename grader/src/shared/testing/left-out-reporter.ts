import type { Reporter, TestModule } from "vitest/node";

/** Ends the title of a test that is left out where a program does not work: "[needs Firefox]". CI fails if there are any. */
const NEED = / \[needs (\w+)\]/;

/** Lists the tests that were left out because a program does not work here. */
export function leftOutReporter(): Reporter {
  return {
    onTestRunEnd: (modules) => {
      for (const [program, titles] of groupByNeed(modules.flatMap(leftOut))) {
        console.log(`\nLeft out, because ${program} does not work here:\n  ${titles.join("\n  ")}`);
      }
    },
  };
}

function leftOut({ children }: TestModule): readonly string[] {
  return [...children.allTests("skipped")].map(({ fullName }) => fullName);
}

function groupByNeed(titles: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const title of titles) {
    const program = NEED.exec(title)?.[1];
    if (program !== undefined) groups.set(program, [...(groups.get(program) ?? []), title.replace(NEED, "")]);
  }
  return groups;
}
