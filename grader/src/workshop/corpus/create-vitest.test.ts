import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createVitestWithoutSignals } from "./create-vitest.ts";

const listeners = () => ["SIGINT", "SIGTERM"].map((name) => process.listenerCount(name));

test("vitest has no signal listeners, neither while it is created nor afterwards, and earlier listeners stay", async () => {
  const ours = () => undefined;
  process.on("SIGINT", ours);
  const before = listeners();
  const creating = createVitestWithoutSignals("test", {
    config: false,
    watch: false,
    root: fileURLToPath(new URL("./hostile/", import.meta.url)),
  });
  expect(listeners()).toEqual(before);
  const vitest = await creating;
  expect(listeners()).toEqual(before);
  await vitest.close();
  expect(process.listeners("SIGINT")).toContain(ours);
  process.off("SIGINT", ours);
});
