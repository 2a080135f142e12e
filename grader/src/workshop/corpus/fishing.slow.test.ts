import { join } from "node:path";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { DOCBLOCKS, FISHING, HALF_RIGHT } from "@robustness-lab/fixtures/corpus";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { beforeAll, expect, test } from "vitest";
import { ROOT } from "../../shared/paths.ts";
import { pointsOf } from "./points-of.ts";
import { renderFishing } from "./render-fishing.ts";

/* Points without mathematics: zeros, identities, plain calls of what is lent, and noise. */

const MOST = 4;
const SEEDS = [1, 2, 3];
const FUNCTIONS = EXERCISES.flatMap(({ functions }) => functions);

/** The best catch of each function, over all fish and seeds. */
const best = new Map<string, { readonly points: number; readonly id: string }>();

beforeAll(() => loadTestEngine());

test.each(FISHING)(`fishing with $id gains at most ${MOST} points`, async ({ id, bodies }) => {
  for (const seed of SEEDS) {
    const catches = [...(await pointsOf(bodies, seed))].filter(([, points]) => points > 0);
    for (const [name, points] of catches) if (points > (best.get(name)?.points ?? 0)) best.set(name, { points, id });
    const total = catches.reduce((sum, [, points]) => sum + points, 0);
    expect(total, `seed ${seed}: ${catches.map((each) => each.join(" ")).join(", ")}`).toBeLessThanOrEqual(MOST);
  }
});

// Runs after all fish.
test(`the best mix of them gains at most ${MOST} points`, () => {
  const total = [...best.values()].reduce((sum, { points }) => sum + points, 0);
  expect(total, JSON.stringify([...best])).toBeLessThanOrEqual(MOST);
});

test("whole programs fish with every function", () => {
  const whole = FISHING.filter(({ id }) => ["zeros", "identities", "calls", "noise"].includes(id));
  expect(whole).toHaveLength(4);
  for (const { bodies } of whole) expect(Object.keys(bodies).sort()).toEqual([...FUNCTIONS].sort());
});

test.each(HALF_RIGHT)("$id keeps the points of the claims that it meets", async ({ bodies, keeps }) => {
  for (const seed of SEEDS) {
    const [[, points] = ["", 0]] = await pointsOf(bodies, seed);
    expect(points, `seed ${seed}`).toBeGreaterThanOrEqual(keeps);
  }
});

test("comments typed out gain the points in docs/fishing.md (npx vitest run fishing -u)", async () => {
  const bodies = Object.fromEntries(DOCBLOCKS.map(({ functionName, body }) => [functionName, body]));
  const page = renderFishing(DOCBLOCKS, await pointsOf(bodies, 1));
  await expect(page).toMatchFileSnapshot(join(ROOT, "docs/fishing.md"));
});
