import { html, nothing, type TemplateResult } from "lit-html";
import type { HandIn } from "../handin/hand-in.ts";
import type { TakenIn } from "../handin/take-in.ts";
import type { Command } from "./command.ts";
import type { Page } from "./page.ts";
import { showMessage } from "./shell/message.ts";
import type { Site } from "./site.ts";

/** Hand in and take in. @param page the page once it runs */
export function siteCommands(site: Site, page: () => Page): readonly Command[] {
  return [
    { title: "Hand in: download handin.zip", button: "Hand in", run: () => handIn(site, page()) },
    {
      title: "Take in a hand-in zip",
      run: () => chooseFiles({ accept: ".zip" }, (files) => takeIn(site, page(), files)),
    },
    { title: "Take in a folder", run: () => chooseFiles({ isFolder: true }, (files) => takeIn(site, page(), files)) },
  ];
}

async function handIn(site: Site, page: Page): Promise<void> {
  try {
    const packed = await site.handIn();
    showMessage({
      title: "Hand in",
      body: handInView(packed, site.content.handInLink, page),
      action: { title: `Download ${packed.name}`, run: () => download(packed) },
    });
  } catch (error) {
    page.tell(`There is no zip: ${messageOf(error)}.`);
  }
}

function handInView({ paths, sections }: HandIn, link: string | null, page: Page): TemplateResult {
  const { results } = page.state().tests;
  const passed = results.filter(({ state }) => state === "pass").length;
  return html`<p>
      The zip has ${paths.length} files: your src/, answers.md and its pictures. ${passed} of ${results.length} public
      tests pass.
    </p>
    ${sections.map((lines) => html`<pre tabindex="0">${lines.join("\n")}</pre>`)}
    ${
      link === null
        ? nothing
        : html`<p>Then hand it in at <a href=${link} target="_blank" rel="noopener noreferrer">${link}</a>.</p>`
    }`;
}

function download({ name, zip }: HandIn): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([zip as Uint8Array<ArrayBuffer>], { type: "application/zip" }));
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function takeIn(site: Site, page: Page, files: readonly File[]): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  try {
    const isZip = first.webkitRelativePath === "";
    const taken = await site.takeIn(isZip ? new Uint8Array(await first.arrayBuffer()) : files);
    page.tell(takenSentence(taken));
    page.runAllTests();
  } catch (error) {
    page.tell(`Nothing is taken in: ${messageOf(error)}.`);
  }
}

function takenSentence({ files, leftOut }: TakenIn): string {
  const rest =
    leftOut.length === 0 ? "" : ` Left out: ${leftOut.slice(0, 5).join(", ")}${leftOut.length > 5 ? " …" : ""}.`;
  return `${Object.keys(files).length} files are taken in. Your texts before are in the history of each file.${rest}`;
}

function chooseFiles(
  { accept = "", isFolder = false }: { readonly accept?: string; readonly isFolder?: boolean },
  take: (files: readonly File[]) => Promise<void>,
): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  input.webkitdirectory = isFolder;
  input.addEventListener("change", () => void take([...(input.files ?? [])]));
  input.click();
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
