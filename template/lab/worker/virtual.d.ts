/** Made by server/source-plugin.ts: functions that import the student's files, by path below src/. */
declare module "virtual:student-source" {
  export const files: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>;
}
