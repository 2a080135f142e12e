import { existsSync, readFileSync } from "node:fs";

/** dash cannot close descriptors above 9. bash reads .bashrc if its input is a socket, as that of a child of Node is. */
const SHELL = existsSync("/bin/bash") ? ["/bin/bash", "--norc"] : ["/bin/sh"];
/** Closes every descriptor above the last that is the child's: the grader's caller may have left files open. */
const closeAbove = (last: number): string => `for fd in /proc/self/fd/* /dev/fd/*; do
  fd="\${fd##*/}"
  case "$fd" in [0-${last}] | *[!0-9]*) ;; *) eval "exec $fd>&-" ;; esac
done`;

const BLOCK_BYTES = 512;
const KIB = 1024;
const OPEN_FILES = 256;
/** Between SIGXCPU and SIGKILL. */
const CPU_GRACE_SECONDS = 5;

/** What the kernel lets one process have. */
export interface KernelLimits {
  readonly cpuSeconds: number;
  /** Private memory, including what is reserved and never touched, such as stacks, but for V8's reserve for code. */
  readonly privateBytes: number;
  readonly fileBytes: number;
}

/**
 * Wraps a command so that it inherits descriptors up to `lastDescriptor` only, and in the kernel's limits, which apply even
 * while the parent is busy and after its death: CPU time, private memory of one process, file size, open files, no core
 * dumps. A limit that the system lacks is skipped, because each one backs up a limit of the parent's.
 */
export function underKernelLimits(
  limits: KernelLimits,
  command: readonly string[],
  lastDescriptor: number,
): readonly string[] {
  const settings = [
    `-S -t ${limits.cpuSeconds}`,
    `-H -t ${limits.cpuSeconds + CPU_GRACE_SECONDS}`,
    `-d ${Math.ceil((limits.privateBytes + reservedForCode()) / KIB)}`,
    `-f ${Math.ceil(limits.fileBytes / BLOCK_BYTES)}`,
    `-n ${OPEN_FILES}`,
    "-c 0",
  ];
  const script = [
    closeAbove(lastDescriptor),
    ...settings.map((setting) => `ulimit ${setting} 2>/dev/null`),
    'exec "$@"',
  ].join("; ");
  return [...SHELL, "-c", script, "sh", ...command];
}

/** What V8 reserves for code in this process, and so in another: 512 MiB in Node 24, a few in older ones. */
function reservedForCode(): number {
  if (process.platform !== "linux") return 0;
  const writableCode = readFileSync("/proc/self/maps", "utf8").matchAll(/^([0-9a-f]+)-([0-9a-f]+) rwxp/gm);
  const sizes = [...writableCode].map(
    ([, start = "", end = ""]) => Number.parseInt(end, 16) - Number.parseInt(start, 16),
  );
  return Math.max(0, ...sizes);
}
