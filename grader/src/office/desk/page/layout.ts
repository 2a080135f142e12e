import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "./page.ts";
import { answerPanel } from "./parts/answer.ts";
import { commentPanel } from "./parts/comment.ts";
import { criteriaPanel } from "./parts/criteria.ts";
import { openDialog } from "./parts/dialogs.ts";
import { comparison, differenceList } from "./parts/differences.ts";
import { groupList } from "./parts/group.ts";
import { header, problemBanner } from "./parts/header.ts";
import { wholePanel } from "./parts/whole.ts";
import { showsAnswer } from "./state/places.ts";
import type { State } from "./state/state.ts";

/** The whole page. */
export function layout(state: State, page: Page): TemplateResult {
  return html`${header(state, page)} ${problemBanner(state, page)}
    <div class="desk" data-view=${state.view}>${view(state, page)}</div>
    <p class="notice" id="notice" role="status">${state.notice}</p>
    ${openDialog(state, page)}`;
}

function view(state: State, page: Page): TemplateResult {
  if (state.view === "groups") return groupList(state, page);
  if (!showsAnswer(state)) {
    return html`<main id="answer" tabindex="0" aria-label="Differences">${differenceList(state, page)}</main>`;
  }
  const isComparing = state.view === "differences";
  return html`${isComparing ? differenceList(state, page) : nothing} ${answerPanel(state, page)}
    <aside aria-label="Marks">
      ${isComparing ? comparison(state, page) : nothing} ${criteriaPanel(state, page)}
      ${state.view === "submission" ? wholePanel(state, page) : nothing}
    </aside>
    ${commentPanel(state, page)}`;
}
