/*
 * node assert-engine.mjs <result.json or class.json> <engine>: which engine computed a result, and whether it is the one asked for.
 * tfjs-node-gpu falls back to the CPU without a word, so a job that was given a GPU has to be asked.
 */
import { readFileSync } from "node:fs";

const [file, wanted] = process.argv.slice(2);
const { grader } = JSON.parse(readFileSync(file, "utf8"));
console.log(`engine: ${grader.engine}, asked for: ${wanted}`);
if (wanted !== "auto" && grader.engine !== wanted) {
  console.error(`error: ${wanted} was asked for and ${grader.engine} computed: does the runner have it?`);
  process.exitCode = 1;
}
