import type { Isolation } from "../run/isolation/index.ts";
import type { InspectedSubmission } from "../submission/stage.ts";

/** The warnings of a result that are known before anything runs: on isolation and on staging. */
export function earlyWarnings(
  isolation: Isolation,
  staged: InspectedSubmission,
  notes: readonly string[] = [],
): readonly string[] {
  const warnings = [isolation.warning, ...notes, ...staged.notes.map(({ message }) => message)];
  return warnings.filter((warning) => warning !== undefined);
}
