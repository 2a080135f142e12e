import { html, render } from "lit-html";
import { renderMarkdown } from "../../../../shared/markdown.ts";
import { exerciseTarget } from "./exercise-target.ts";
import { sanitise } from "./sanitise.ts";

/** What the sheet, which is that of a repository, says of commands is left out. */
const WELCOME = html`<p class="welcome">
  On this page there is nothing to install. Write your functions in the editor: every keystroke is kept in this browser,
  and the tests of the exercise run when you pause, or at once with Ctrl-S. <b>Test all</b> runs all tests,
  <b>Lab</b> attacks and trains with your functions, <b>Hand in</b> gives you the file to hand in, and
  <b>Commands</b> (Ctrl-K) lists everything else.
</p>`;

/** Draws the sheet, once. @param open opens what a link names: a function, a file */
export function drawSheet(host: HTMLElement, text: string, open: (what: string) => void): void {
  // Pictures would be files of the course, and the sheet has none.
  render(WELCOME, host);
  host.append(sanitise(renderMarkdown(text, { ofCode: exerciseTarget }), () => null));
  host.addEventListener("click", (event) => {
    const href = (event.target as Element).closest("a")?.getAttribute("href");
    if (!href?.startsWith("#")) return;
    // The page's address stays as it is: its parts are no history.
    event.preventDefault();
    if (href.startsWith("#open=")) open(decodeURIComponent(href.slice("#open=".length)));
    else showHeading(host, href.slice(1));
  });
}

/** Scrolls to the heading of an exercise, as in "### 2.4 FGSM (9 points)". */
export function showExercise(host: HTMLElement, id: string): void {
  const heading = [...host.querySelectorAll("h3")].find(({ textContent }) => textContent.startsWith(`${id} `));
  heading?.scrollIntoView({ block: "start" });
}

function showHeading(host: HTMLElement, id: string): void {
  const heading = host.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}
