/** Returns true if stdout is a terminal and NO_COLOR is not set. */
export function wantsColours(): boolean {
  // The type of isTTY is wrong: on a pipe it is undefined. picocolors would then use colours in CI, even in a pipe.
  const { isTTY } = process.stdout as { readonly isTTY?: boolean };
  return isTTY === true && !process.env["NO_COLOR"];
}
