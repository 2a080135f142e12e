import { visible } from "../../shared/escape.ts";
import type { ClassOverview, MistakeSummary } from "./class-overview.ts";
import { whoView, type People, type WhoView } from "./view-people.ts";

/** Mistakes of one kind. */
export interface MistakeGroup {
  readonly anchor: string;
  readonly title: string;
  readonly lead: string;
  readonly mistakes: readonly MistakeView[];
  readonly more: readonly MistakeView[];
}

interface MistakeView {
  readonly explanation: string;
  readonly id: string;
  readonly checks: string;
  readonly who: WhoView;
}

/** The rest are folded up. */
const MAX_MISTAKES = 8;

const MISCONCEPTIONS = {
  anchor: "misconceptions",
  title: "Most common misconceptions",
  lead: "Known mistakes that give the same wrong results, and who makes them.",
};
const PATTERNS = {
  anchor: "patterns",
  title: "Most common patterns",
  lead: "How wrong answers differ from the right ones where no known mistake fits, and whose do.",
};

/** Prepares the misconceptions and the patterns. */
export function mistakeGroups({ misconceptions, patterns }: ClassOverview, people: People): readonly MistakeGroup[] {
  return [mistakeGroup(MISCONCEPTIONS, misconceptions, people), mistakeGroup(PATTERNS, patterns, people)];
}

function mistakeGroup(heading: typeof PATTERNS, summaries: readonly MistakeSummary[], people: People): MistakeGroup {
  const mistakes = summaries.map(({ explanation, id, checks, by }) => ({
    explanation: visible(explanation),
    id: visible(id),
    checks: visible(checks.join(", ")),
    who: whoView(by, people),
  }));
  return { ...heading, mistakes: mistakes.slice(0, MAX_MISTAKES), more: mistakes.slice(MAX_MISTAKES) };
}
