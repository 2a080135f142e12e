import { COURSE } from "@robustness-lab/fixtures/exercises";
import { render } from "lit-html";
import type { EngineChoice } from "../shared/worker-messages.ts";
import { onEdit } from "./files.ts";
import { makeLab } from "./lab.ts";
import "./parts/digit.ts";
import "./parts/pad.ts";
import { initialState, type State } from "./state.ts";
import { makeStore } from "./store.ts";
import { page } from "./page.ts";

/* Entry point of the page: renders the state whenever it changes, and listens for edits. */

const ENGINES: readonly string[] = ["auto", "webgpu", "webgl", "wasm"];

document.title = COURSE.title;
const root = document.querySelector<HTMLElement>("#lab");
if (root === null) throw new Error("index.html has no element #lab");
const folder = document.querySelector<HTMLMetaElement>('meta[name="student-folder"]')?.content ?? "";
const draw = (state: State): void => void render(page(state, lab), root);
const store = makeStore(initialState(folder), draw);
const lab = makeLab(store);
draw(store.get());
const narrow = matchMedia("(max-width: 560px)");
const updateWidth = (): void => store.set({ isNarrow: narrow.matches });
narrow.addEventListener("change", updateWidth);
updateWidth();
onEdit(lab.takeEdit);
// `npm run train` may have made results meanwhile.
addEventListener("focus", () => void lab.refreshResults());
void lab.start(chosenEngine());

/** The parameter ?engine= of the page's address. */
function chosenEngine(): EngineChoice {
  const asked = new URLSearchParams(location.search).get("engine") ?? "auto";
  return ENGINES.includes(asked) ? (asked as EngineChoice) : "auto";
}
