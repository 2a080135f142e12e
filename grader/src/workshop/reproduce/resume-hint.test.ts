import { expect, test } from "vitest";
import { resumeHint } from "./resume-hint.ts";

test.each([
  [[], "./robustness-lab reproduce"],
  [["--fresh"], "./robustness-lab reproduce"],
  [["--quick", "--fresh", "--seed", "7"], "./robustness-lab reproduce --quick --seed 7"],
  [["--out", "my folder"], "./robustness-lab reproduce --out 'my folder'"],
])("after %j the run is resumed by: %s", (argv, command) => {
  expect(resumeHint(argv)).toBe(`Stopped. Finished epochs are kept; to resume: ${command}`);
});
