import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { processTree, SEES_PROCESSES } from "./process-tree.ts";

const PARENT = `
  import { spawn } from "node:child_process";
  import { killTree } from ${JSON.stringify(new URL("./process-tree.ts", import.meta.url).href)};
  const child = spawn("sleep", ["600"]);
  console.log(child.pid);
  process.stdin.once("data", () => killTree(process.pid));
`;

test.runIf(SEES_PROCESSES)("a process that kills its own tree leaves no child", async () => {
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", PARENT]);
  const [printed] = (await once(parent.stdout, "data")) as [Buffer];
  const child = Number(printed.toString());
  expect(processTree(child)).toEqual([child]);
  parent.stdin.write("now\n");
  expect(await once(parent, "exit")).toEqual([null, "SIGKILL"]);
  // Whoever inherits it may take seconds to notice its end.
  await expect.poll(() => processTree(child), { timeout: 20_000 }).toEqual([]);
});
