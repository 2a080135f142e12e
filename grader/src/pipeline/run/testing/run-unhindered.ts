import { startChild } from "../child-process.ts";
import { sandboxCommand, type Isolation, type SandboxView } from "../isolation/index.ts";
import { DEFAULT_LIMITS } from "../run-limits.ts";

/**
 * Runs an entry of a runtime folder in a sandbox without Node's permission model, which could hide a hole in the sandbox.
 *
 * @returns its output
 */
export async function runUnhindered(isolation: Isolation, view: SandboxView): Promise<string> {
  const command = sandboxCommand(isolation, view, DEFAULT_LIMITS);
  const args = command.args.filter((arg) => !/^--(experimental-permission|permission|allow-fs-read.*)$/.test(arg));
  let output = (): string => "";
  await new Promise<void>((resolve) => {
    const nothing = (): void => undefined;
    const events = {
      onMessage: nothing,
      onStray: nothing,
      onStreamLost: nothing,
      onLimit: nothing,
      onExit: () => resolve(),
    };
    ({ output } = startChild({ ...command, args }, DEFAULT_LIMITS, events));
  });
  return output();
}
