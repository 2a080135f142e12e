/** Says how to go on with a run that was interrupted; starting over once was asked for is not repeated. */
export function resumeHint(argv: readonly string[]): string {
  const again = argv.filter((argument) => argument !== "--fresh").map(quoted);
  const command = ["./robustness-lab reproduce", ...again].join(" ");
  return `Stopped. The epochs that were finished are kept; to go on from there: ${command}`;
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
