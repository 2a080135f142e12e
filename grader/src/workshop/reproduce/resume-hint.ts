/** The command that resumes an interrupted run: the same without --fresh. */
export function resumeHint(argv: readonly string[]): string {
  const again = argv.filter((argument) => argument !== "--fresh").map(quoted);
  const command = ["./robustness-lab reproduce", ...again].join(" ");
  return `Stopped. Finished epochs are kept; to resume: ${command}`;
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
