import { spawnSync } from "node:child_process";
import { UsageError } from "../../shared/errors.ts";

/** A program that a build needs besides Node, with its package in Debian and Ubuntu. */
interface Tool {
  readonly command: readonly [file: string, ...args: string[]];
  readonly name: string;
  readonly debian: string;
}

/** pip fetches the wheel; node-gyp, which needs Python, compiles the add-on with make and g++. */
const TOOLS: readonly Tool[] = [
  { command: ["python3", "--version"], name: "python3", debian: "python3" },
  { command: ["python3", "-m", "pip", "--version"], name: "pip (python3 -m pip)", debian: "python3-pip" },
  { command: ["make", "--version"], name: "make", debian: "make" },
  { command: ["g++", "--version"], name: "g++", debian: "g++" },
];

/** The missing tools for an install from the wheel. */
export function missingTools(path: string | undefined): readonly Tool[] {
  return TOOLS.filter(({ command: [file, ...args] }) => {
    const { status } = spawnSync(file, args, { stdio: "ignore", env: { ...process.env, PATH: path } });
    return status !== 0;
  });
}

/** @throws UsageError that names all missing tools and their packages */
export function assertTools(path: string | undefined): void {
  const missing = missingTools(path);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  const packages = missing.map(({ debian }) => debian).join(" ");
  throw new UsageError(
    `to build from TensorFlow's wheel this machine lacks ${names}. On Debian and Ubuntu: apt-get install ${packages}`,
  );
}

/** @throws UsageError on a machine without a wheel */
export function assertWheelPlatform(platform: string, processor: string): void {
  if (platform === "linux" && processor === "x64") return;
  throw new UsageError(
    `TensorFlow's wheel is only for Linux on x64, this is ${platform} on ${processor}. ` +
      "Give a mirror with --mirror, or use the embedded engine.",
  );
}
