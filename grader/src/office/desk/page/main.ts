import { html, render } from "lit-html";
import { makeAnswers } from "./answers.ts";
import { save } from "./actions/commenting.ts";
import { refusedKey, saveWhole } from "./actions/whole.ts";
import { leaveTyping, prepareNext } from "./actions/moving.ts";
import { listen, loadDesk } from "./client.ts";
import { listenToKeys } from "./keys.ts";
import { layout } from "./layout.ts";
import { focusAnswer, makeLater, type Page } from "./page.ts";
import { fromAddress, toAddress } from "./address.ts";
import { makeSender } from "./sender.ts";
import { initialState, type State } from "./state/state.ts";
import { isSame } from "./state/places.ts";
import { makeStore } from "./store.ts";

/* Entry point of the marking desk: loads the desk, renders the state whenever it changes, and listens. */

const SAVE_AFTER_MS = 400;

const root = document.querySelector<HTMLElement>("#desk");
if (root === null) throw new Error("index.html has no element #desk");
void start(root);

async function start(element: HTMLElement): Promise<void> {
  try {
    const desk = await loadDesk();
    element.replaceChildren();
    const { view, place } = fromAddress(location.hash, desk);
    if (place === null) render(html`<p class="nothing">No answers are in your share.</p>`, element);
    else open(element, initialState(desk, place, view));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    render(
      html`<p role="alert">The desk does not answer (${reason}). Start \`robustness-lab mark\` again.</p>`,
      element,
    );
  }
}

function open(element: HTMLElement, initial: State): void {
  const store = makeStore<State>(initial, (state) => draw(state));
  const answers = makeAnswers((problem) =>
    store.set({ answersLoaded: store.get().answersLoaded + 1, ...(problem === null ? {} : { notice: problem }) }),
  );
  const page: Page = { store, sender: makeSender({ store, answers }), answers, later: makeLater(SAVE_AFTER_MS) };
  let shown: State["place"] | null = null;
  const draw = (state: State): void => {
    render(layout(state, page), element);
    if (shown === null || !isSame(shown, state.place)) scrollToAnswer(state);
    shown = state.place;
    if (toAddress(state) !== location.hash) history.replaceState(null, "", toAddress(state));
    // What had the focus may be gone, such as a dialog.
    if (document.activeElement === document.body) focusAnswer();
  };
  draw(initial);
  prepareNext(page);
  focusAnswer();
  listenToKeys(page);
  listenToDisk(page);
  listenToLeaving(page);
}

function scrollToAnswer({ view }: State): void {
  if (view === "submission") document.querySelector("#answer .part[aria-current=true]")?.scrollIntoView();
  else document.querySelector("#answer")?.scrollTo(0, 0);
  document.querySelector("aside")?.scrollTo(0, 0);
}

/** Shows what somebody else wrote, and tries again once the server is back. What is being typed stays. */
function listenToDisk({ store, sender }: Page): void {
  listen({
    onChange: () => sender.reload({ notice: `${store.get().desk.file} was changed on disk.` }),
    // What changed while there was no connection was not announced.
    onOpen: () => sender.reload(),
  });
}

function listenToLeaving(page: Page): void {
  addEventListener("beforeunload", (event) => {
    leaveTyping(page);
    if (page.store.get().queue.length > 0 || refusedKey(page.store.get()) !== null) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    // Saving a comment cancels what waits to be saved of the submission as a whole.
    saveWhole(page, page.store.get().place.key);
    save(page);
  });
}
