import { randomFrom, randomFromState, type Random } from "@robustness-lab/fixtures/random";
import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

const generator = (word = 1) => randomFromState([word, 2, 3, 4]);

/** Counts its draws. */
function countingDraw() {
  const counted = { draws: 0 };
  const draw = remembered((random: Random, size: number, of: (value: number) => number) => {
    counted.draws += 1;
    return Array.from({ length: size }, () => of(random.normal()));
  });
  return { counted, draw };
}

const twice = (value: number) => 2 * value;
const half = (value: number) => value / 2;

test("the same state and arguments give the same draw, and the numbers after it are the same", () => {
  const { counted, draw } = countingDraw();
  const [first, second] = [generator(), generator()];
  expect(draw(first, 3, twice)).toBe(draw(second, 3, twice));
  expect(counted.draws).toBe(1);
  expect([second.uniform(0, 1), second.integer(0, 99), second.normal()]).toEqual([
    first.uniform(0, 1),
    first.integer(0, 99),
    first.normal(),
  ]);
});

test("another state, argument or function is drawn anew", () => {
  const { counted, draw } = countingDraw();
  const draws = [draw(generator(), 3, twice), draw(generator(5), 3, twice), draw(generator(), 2, twice)];
  draws.push(draw(generator(), 3, half));
  const later = generator();
  later.normal();
  draws.push(draw(later, 3, twice));
  expect(counted.draws).toBe(5);
  expect(new Set(draws.map((each) => each.join())).size).toBe(5);
});

test("a draw that takes time is remembered with the state at its end", async () => {
  const draw = remembered(async (random: Random) => {
    const first = random.integer(1, 1e6);
    await Promise.resolve();
    return [first, random.integer(1, 1e6)];
  });
  const [first, second] = [generator(), generator()];
  expect(await draw(first)).toEqual(await draw(second));
  expect(second.state()).toEqual(first.state());
});

test("a failed draw is not remembered, and other generators draw each time", async () => {
  let fails = true;
  const draw = remembered(async (random: Random) => {
    await Promise.resolve();
    if (fails) throw new Error("no draw");
    return random.integer(1, 1e6);
  });
  await expect(draw(generator())).rejects.toThrow("no draw");
  fails = false;
  expect(await draw(generator())).toBe(generator().integer(1, 1e6));
  expect(await draw(randomFrom(1))).toBe(randomFrom(1).integer(1, 1e6));
});
