import { expect, test } from "vitest";
import { resumeHint } from "./resume-hint.ts";

test.each([
  [[], "npm run reproduce"],
  [["--fresh"], "npm run reproduce"],
  [["--quick", "--fresh", "--seed", "7"], "npm run reproduce -- --quick --seed 7"],
  [["--out", "my folder"], "npm run reproduce -- --out 'my folder'"],
])("after %j the run goes on with: %s", (argv, command) => {
  expect(resumeHint(argv)).toBe(`Stopped. The epochs that were finished are kept; to go on from there: ${command}`);
});
