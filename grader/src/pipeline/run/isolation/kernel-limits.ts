import type { Limits } from "../run-limits.ts";

const BLOCK_BYTES = 512;
const KIB = 1024;
/** Memory that is taken and not touched counts for the kernel, not for the watch: code, stacks, V8's reserves. */
const UNTOUCHED_BYTES = 1024 * 1024 * 1024;
const OPEN_FILES = 256;
/** Between the signal that says so and the one that ends it. */
const CPU_GRACE_SECONDS = 5;

/**
 * A command under the kernel's own limits, which hold whatever the parent is busy with and after its death: processor time,
 * private memory (of one process), size of files, open files, no core dumps. A system that has not one of them goes on
 * without it: each is a second to one of the parent's.
 */
export function underKernelLimits(limits: Limits, command: readonly string[]): readonly string[] {
  const settings = [
    `-S -t ${limits.cpuSeconds}`,
    `-H -t ${limits.cpuSeconds + CPU_GRACE_SECONDS}`,
    `-d ${Math.ceil((limits.memoryBytes + UNTOUCHED_BYTES) / KIB)}`,
    `-f ${Math.ceil(limits.fileBytes / BLOCK_BYTES)}`,
    `-n ${OPEN_FILES}`,
    "-c 0",
  ];
  const script = [...settings.map((setting) => `ulimit ${setting} 2>/dev/null`), 'exec "$@"'].join("; ");
  return ["/bin/sh", "-c", script, "sh", ...command];
}
