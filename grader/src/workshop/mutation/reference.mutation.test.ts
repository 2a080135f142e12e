import "../../pipeline/judge/suites/index.ts";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import * as solution from "@robustness-lab/solution";
import { beforeAll, expect, test } from "vitest";
import { checkSeeds } from "../../pipeline/judge/check-seeds.ts";
import { declaredChecks, judgeCheck } from "../../pipeline/judge/check.ts";
import { openInProcess } from "../../pipeline/run/in-process.ts";
import { FAULT } from "./mutants.ts";
import { SEED_VARIABLE } from "./stryker-settings.ts";

/*
 * One test for each check, so that Stryker knows which checks reach a mutant. A check that ends without a verdict does not kill
 * a mutant: its error begins with FAULT, and `./robustness-lab mutation` fails.
 */

const seeds = checkSeeds(Number(process.env[SEED_VARIABLE] ?? 1));

beforeAll(async () => {
  await loadEngine("wasm");
});

test.each(declaredChecks())("%s", async (id) => {
  const context = { submission: openInProcess(solution), ...seeds(id) };
  const { message } = await judgeCheck(id, context).catch((cause: unknown) => {
    throw new Error(`${FAULT} ${String(cause)}`, { cause });
  });
  expect(message ?? "passed").toBe("passed");
});
