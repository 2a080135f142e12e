import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { underKernelLimits } from "./kernel-limits.ts";
import { inScratchFolder } from "./testing/grade-for-tests.ts";

test("a command under the kernel's limits runs nothing from the home folder", async () => {
  await inScratchFolder(async (home) => {
    await writeFile(join(home, ".bashrc"), "echo welcome\n");
    const limits = { cpuSeconds: 10, privateBytes: 2 ** 30, fileBytes: 0 };
    const [file, ...args] = underKernelLimits(limits, ["/bin/echo", "done"], 2);
    const child = spawn(file!, args, { env: { HOME: home } });
    const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
    expect(printed).toBe("done\n");
  });
});
