/*
 * node assert-engine.mjs <result.json or class.json> <engine>: fails unless the result was computed on the requested engine.
 * tfjs-node-gpu silently falls back to the CPU.
 */
import { readFileSync } from "node:fs";

const [file, requested] = process.argv.slice(2);
const { engine } = JSON.parse(readFileSync(file, "utf8")).grader;
console.log(`engine: ${engine}, requested: ${requested}`);
if (requested !== "auto" && engine !== requested) {
  console.error(`error: ${requested} was requested, but ${engine} was used: is ${requested} available on the runner?`);
  process.exitCode = 1;
}
