import { spawnSync } from "node:child_process";
import { UsageError } from "../../shared/errors.ts";

/** What a machine needs besides Node, and where Debian and Ubuntu have it. */
interface Tool {
  readonly command: readonly [file: string, ...args: string[]];
  readonly name: string;
  readonly debian: string;
}

/** pip fetches the wheel; node-gyp compiles the add-on with the rest, and is itself told what to do by Python. */
const TOOLS: readonly Tool[] = [
  { command: ["python3", "--version"], name: "python3", debian: "python3" },
  { command: ["python3", "-m", "pip", "--version"], name: "pip (python3 -m pip)", debian: "python3-pip" },
  { command: ["make", "--version"], name: "make", debian: "make" },
  { command: ["g++", "--version"], name: "g++", debian: "g++" },
];

/** What is not here of what an install from the wheel takes. */
export function missingTools(path: string | undefined): readonly Tool[] {
  return TOOLS.filter(({ command: [file, ...args] }) => {
    const { status } = spawnSync(file, args, { stdio: "ignore", env: { ...process.env, PATH: path } });
    return status !== 0;
  });
}

/** @throws UsageError that names everything that is missing, and what brings it */
export function assertTools(path: string | undefined): void {
  const missing = missingTools(path);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  const packages = missing.map(({ debian }) => debian).join(" ");
  throw new UsageError(
    `to build from TensorFlow's wheel this machine lacks ${names}. On Debian and Ubuntu: apt-get install ${packages}`,
  );
}

/** @throws UsageError on a machine that no wheel is for */
export function assertWheelPlatform(platform: string, processor: string): void {
  if (platform === "linux" && processor === "x64") return;
  throw new UsageError(
    `TensorFlow's wheel serves for Linux on x64 only, this is ${platform} on ${processor}. ` +
      "Give a mirror with --mirror, or use the embedded engine.",
  );
}
