/*
 * node plan-class.mjs <shards> [seed]: writes the matrix of shards and the seed of a class to the step's outputs.
 */
import { randomInt } from "node:crypto";
import { appendFileSync } from "node:fs";

const [shards, seed] = process.argv.slice(2);
const count = Number(shards);
// A matrix has at most 256 jobs.
if (!Number.isSafeInteger(count) || count < 1 || count > 256) {
  console.error(`error: shards is ${JSON.stringify(shards)}, expected a number from 1 to 256`);
  process.exit(2);
}
const outputs = {
  seed: seed || String(randomInt(1, 2 ** 31)),
  shards: JSON.stringify(Array.from({ length: count }, (_, index) => index + 1)),
  count: String(count),
};
for (const [name, value] of Object.entries(outputs)) appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`);
