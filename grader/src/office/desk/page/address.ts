import type { Desk } from "../protocol.ts";
import { isDone } from "./state/shown.ts";
import { initialState, type Place, type State, type View } from "./state/state.ts";

/* The fragment of the address says which answer is shown, so that a reload shows it again. */

const VIEWS: readonly View[] = ["question", "submission", "groups", "differences"];

/** "#question/W2/3f9a" */
export function toAddress({ view, place }: Pick<State, "view" | "place">): string {
  return `#${[view, place.question, place.key].map(encodeURIComponent).join("/")}`;
}

/** The view and answer of an address; the first unmarked answer if it names none. */
export function fromAddress(hash: string, desk: Desk): { readonly view: View; readonly place: Place | null } {
  const [named = "", question = "", key = ""] = hash.slice(1).split("/").map(decoded);
  const view = VIEWS.find((each) => each === named) ?? "question";
  if (desk.submissions.some((each) => each.key === key && question in each.answers)) {
    return { view, place: { question, key } };
  }
  return { view: "question", place: firstUnmarked(desk) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

function firstUnmarked(desk: Desk): Place | null {
  const { questions, order } = desk;
  const places = questions.flatMap(({ id }) => (order[id] ?? []).map((key) => ({ question: id, key })));
  return places.find((place) => !isDone(initialState(desk, place, "question"), place)) ?? places[0] ?? null;
}
