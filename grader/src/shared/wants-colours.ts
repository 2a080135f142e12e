/** Whether what is printed may have colours: on a terminal, where NO_COLOR is not set. A pipe has none, in CI neither. */
export function wantsColours(): boolean {
  // Absent on a pipe, whatever its type says; and for picocolors absent means "as CI likes it".
  const { isTTY } = process.stdout as { readonly isTTY?: boolean };
  return isTTY === true && !process.env["NO_COLOR"];
}
