import { expose } from "comlink";
import { makeLanguageService, type LanguageService } from "./service.ts";
import { translate } from "./translate.ts";

/* TypeScript in a worker: it explains the student's files to the editor, and translates them so that they can run. */

type Files = Readonly<Record<string, string>>;

let service: LanguageService | undefined;

/** @throws Error before `start` has ended */
function started(): LanguageService {
  if (service === undefined) throw new Error("the types are not loaded yet");
  return service;
}

const calls = {
  /** Loads the types. Only `translate` works before. */
  start: async (typesUrl: string, files: Files): Promise<void> => {
    const response = await fetch(typesUrl);
    if (!response.ok) throw new Error(`${typesUrl}: the server answered ${response.status}`);
    service = makeLanguageService((await response.json()) as Files, files);
  },
  translate,
  update: (...given: Parameters<LanguageService["update"]>) => started().update(...given),
  remove: (...given: Parameters<LanguageService["remove"]>) => started().remove(...given),
  problems: (...given: Parameters<LanguageService["problems"]>) => started().problems(...given),
  complete: (...given: Parameters<LanguageService["complete"]>) => started().complete(...given),
  explain: (...given: Parameters<LanguageService["explain"]>) => started().explain(...given),
  explainCompletion: (...given: Parameters<LanguageService["explainCompletion"]>) =>
    started().explainCompletion(...given),
  definition: (...given: Parameters<LanguageService["definition"]>) => started().definition(...given),
  format: (...given: Parameters<LanguageService["format"]>) => started().format(...given),
  renameFile: (...given: Parameters<LanguageService["renameFile"]>) => started().renameFile(...given),
};

export type TypescriptCalls = typeof calls;

expose(calls);
