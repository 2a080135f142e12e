/** What server/source-plugin.ts makes: importers of the student's files, by path below src/. */
declare module "virtual:student-source" {
  export const files: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>;
}
