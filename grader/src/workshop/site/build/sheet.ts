/** A passage between two comments that GitHub hides: a block of lines, or a part of one. */
const BLOCK = /^<!-- node only -->\n[^]*?^<!-- \/node only -->\n+/gm;
const PART = /<!-- node only -->[^]*?<!-- \/node only -->/g;

/** The sheet without what is for students with Node.js only: installation, commands, files of the package. */
export function sheetOfSite(sheet: string): string {
  return sheet.replaceAll(BLOCK, "").replaceAll(PART, "");
}
