import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";
import { compile } from "./find-mutants.ts";
import { judgeMutants } from "./judge-mutants.ts";
import type { Mutant } from "./mutant.ts";

const BODY = "tf.relu(tf.sub<Tensor1D>(1, margins))";

async function mutantOf(replacement: string): Promise<Mutant> {
  const file = "linear/losses.ts";
  const text = await readFile(`${SOLUTION_FOLDER}/src/${file}`, "utf8");
  expect(text).toContain(BODY);
  const code = (await compile(text.replace(BODY, replacement))) ?? "";
  const place = { file, functionName: "hingeLoss", line: 1, at: "", operator: "", original: BODY, within: "" };
  return { ...place, replacement, code };
}

test("a mutant that is wrong, throws, hangs or leaks is caught, and one that is right is not", async () => {
  const mutants = [
    "tf.relu(tf.sub<Tensor1D>(2, margins))",
    '(() => { throw new Error("broken"); })()',
    "(() => { for (;;); })()",
    "tf.maximum(0, tf.sub(1, margins))",
    "(() => { for (let i = 0; i < 3000; i += 1) tf.keep(tf.scalar(0)); return margins; })()",
    "tf.relu(tf.add(1, tf.neg(margins)))",
  ];
  const judged = await judgeMutants(await Promise.all(mutants.map(mutantOf)), {
    seeds: [1, 2],
    jobs: 1,
    signal: new AbortController().signal,
    onDone: () => undefined,
  });
  expect(judged.map(({ fate }) => fate)).toEqual(["killed", "killed", "timeout", "survived", "killed", "survived"]);
  expect(judged[1]?.outcomes[0]?.lost).toMatchObject([{ id: "hingeLoss.values" }]);
});
