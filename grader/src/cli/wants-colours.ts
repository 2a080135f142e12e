/** Whether what is printed may have colours: on a terminal, where NO_COLOR is not set. A pipe has none, in CI neither. */
export function wantsColours(): boolean {
  // On a pipe isTTY is not false but absent.
  return Boolean(process.stdout.isTTY) && !process.env["NO_COLOR"];
}
