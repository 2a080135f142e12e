import type { Isolation } from "../run/isolation/index.ts";
import type { InspectedSubmission } from "../submission/stage.ts";

/** What a result warns of before anything has run. */
export function earlyWarnings(
  isolation: Isolation,
  staged: InspectedSubmission,
  notes: readonly string[] = [],
): readonly string[] {
  const warnings = [isolation.warning, ...notes, ...staged.notes.map(({ message }) => message)];
  return warnings.filter((warning) => warning !== undefined);
}
