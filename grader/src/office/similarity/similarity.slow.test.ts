import { expect, it } from "vitest";
import { readBoilerplate } from "./boilerplate.ts";
import { compareClass } from "./compare.ts";
import { standsOut } from "./similarity.ts";
import { generateClass } from "./testing/generated-class.ts";

/* Whole classes: independent rewritings of known solutions, right and wrong, with planted copies. try-similarity.ts prints them. */

it.each([1, 2, 3])(
  "twelve copies in a class of eighty stand out, and are the first of all pairs (seed %i)",
  async (seed) => {
    const { sources, planted } = await generateClass(80, 12, seed);
    const { pairs } = compareClass(sources, await readBoilerplate());
    const wanted = planted.map(({ original, copy }) => `${original} ${copy}`).sort();
    expect(
      pairs
        .slice(0, 12)
        .map(({ left, right }) => `${left.id} ${right.id}`)
        .sort(),
    ).toEqual(wanted);
    expect(pairs.filter(standsOut).length).toBe(12);
  },
);

it("nobody stands out in a class without copies", async () => {
  for (const count of [2, 6, 40]) {
    const { sources } = await generateClass(count, 0, 5);
    expect(compareClass(sources, await readBoilerplate()).pairs.filter(standsOut)).toEqual([]);
  }
});

it("the reference and the template share nothing with anybody", async () => {
  const boilerplate = await readBoilerplate();
  const [one, other] = ["one", "other"].map((id) => ({ id, name: id, sha256: id, team: id, files: boilerplate }));
  if (one === undefined || other === undefined) throw new Error("two");
  expect(compareClass([one, other], boilerplate).pairs).toEqual([]);
});
