import type { Reporter, TestModule } from "vitest/node";
import { NEEDS_BUBBLEWRAP } from "./needs-bubblewrap.ts";

/** Lists the tests that were left out because bubblewrap does not work here. */
export function leftOutReporter(): Reporter {
  return {
    onTestRunEnd: (modules) => {
      const titles = modules.flatMap(leftOut);
      if (titles.length === 0) return;
      console.log(`\nLeft out, because bubblewrap does not work here:\n  ${titles.join("\n  ")}`);
    },
  };
}

function leftOut({ children }: TestModule): readonly string[] {
  return [...children.allTests("skipped")].flatMap(({ fullName }) =>
    fullName.includes(NEEDS_BUBBLEWRAP) ? [fullName.replace(` ${NEEDS_BUBBLEWRAP}`, "")] : [],
  );
}
