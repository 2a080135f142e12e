import { readBoilerplate } from "../boilerplate.ts";
import { compareClass } from "../compare.ts";
import { generateClass } from "./generated-class.ts";

/* node --import tsx grader/src/office/similarity/testing/try-similarity.ts [students] [copies] [seed] */

const [count = 200, copies = 12, seed = 1] = process.argv.slice(2).map(Number);
const { sources, planted } = await generateClass(count, copies, seed);
const boilerplate = await readBoilerplate();
const start = performance.now();
const { pairs } = compareClass(sources, boilerplate);
const seconds = (performance.now() - start) / 1000;
const howOf = (left: string, right: string): string =>
  planted.find(({ copy, original }) => [left, right].includes(copy) && [left, right].includes(original))?.how ?? "";
for (const [rank, { left, right, bits, share }] of pairs.slice(0, copies + 6).entries()) {
  console.log(
    `${String(rank + 1).padStart(3)} ${left.id} ${right.id} ${bits.toFixed(0).padStart(6)} bits ${(100 * share).toFixed(0).padStart(3)} % ${howOf(left.id, right.id)}`,
  );
}
const top = pairs.slice(0, copies + 3);
const found = top.filter(({ left, right }) => howOf(left.id, right.id) !== "").length;
console.log(
  `${count} submissions, ${pairs.length} pairs: ${found} of ${copies} copies in the top ${top.length}; ${seconds.toFixed(1)} s`,
);
