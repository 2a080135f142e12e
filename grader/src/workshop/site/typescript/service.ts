import ts from "typescript";
import { createSystem, createVirtualTypeScriptEnvironment } from "@typescript/vfs";
import { OPTIONS, SETTINGS_FILES } from "./options.ts";

type Files = Readonly<Record<string, string>>;

/** What TypeScript says of a piece of a file; positions count characters from 0. */
interface Problem {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

interface Completion {
  readonly name: string;
  readonly kind: string;
}

interface Explanation {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly documentation: string;
}

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Paths are those of the workspace: "src/mnist/fgsm.ts". */
export interface LanguageService {
  readonly update: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  readonly problems: (path: string) => readonly Problem[];
  readonly complete: (path: string, at: number) => readonly Completion[];
  readonly explain: (path: string, at: number) => Explanation | null;
  /** The signature and the comment of a completion. */
  readonly explainCompletion: (path: string, at: number, name: string) => string;
  /** Where a name is defined, if that is in a file of the student. */
  readonly definition: (path: string, at: number) => { readonly path: string; readonly at: number } | null;
  readonly format: (path: string) => readonly Edit[];
  /** The edits of imports that a renamed file needs, by path. */
  readonly renameFile: (from: string, to: string) => Readonly<Record<string, readonly Edit[]>>;
}

const FORMAT: ts.FormatCodeSettings = { ...ts.getDefaultFormatCodeSettings("\n"), indentSize: 2, tabSize: 2 };
const COMPLETIONS = { includeCompletionsForModuleExports: false } as const;

/** @param types declarations of the packages and of the language, by path from the root: "/node_modules/..." */
export function makeLanguageService(types: Files, files: Files): LanguageService {
  const system = createSystem(new Map(Object.entries({ ...types, ...SETTINGS_FILES, ...rooted(files) })));
  const roots = ["/globals.d.ts", ...Object.keys(rooted(files))];
  const environment = createVirtualTypeScriptEnvironment(system, roots, ts, OPTIONS);
  const { languageService } = environment;
  const isKnown = (path: string): boolean => environment.getSourceFile(`/${path}`) !== undefined;
  return {
    update: (path, text) => {
      // The environment takes an empty text for a missing file.
      if (isKnown(path)) environment.updateFile(`/${path}`, text || "\n");
      else environment.createFile(`/${path}`, text || "\n");
    },
    remove: (path) => {
      if (isKnown(path)) environment.deleteFile(`/${path}`);
    },
    problems: (path) => (isKnown(path) ? problemsOf(languageService, `/${path}`) : []),
    complete: (path, at) =>
      languageService
        .getCompletionsAtPosition(`/${path}`, at, COMPLETIONS)
        ?.entries.map(({ name, kind }) => ({ name, kind })) ?? [],
    explainCompletion: (path, at, name) => explainCompletion(languageService, { file: `/${path}`, at, name }),
    explain: (path, at) => explain(languageService, `/${path}`, at),
    definition: (path, at) => {
      const found = languageService.getDefinitionAtPosition(`/${path}`, at)?.find(({ fileName }) => isSource(fileName));
      return found === undefined ? null : { path: found.fileName.slice(1), at: found.textSpan.start };
    },
    format: (path) => languageService.getFormattingEditsForDocument(`/${path}`, FORMAT).map(editOf),
    renameFile: (from, to) => renameFile(languageService, `/${from}`, `/${to}`),
  };
}

function isSource(file: string): boolean {
  return file.startsWith("/src/");
}

function problemsOf(service: ts.LanguageService, file: string): readonly Problem[] {
  return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map((found) => ({
    from: found.start ?? 0,
    to: (found.start ?? 0) + (found.length ?? 0),
    severity: found.category === ts.DiagnosticCategory.Error ? "error" : "warning",
    message: ts.flattenDiagnosticMessageText(found.messageText, "\n"),
  }));
}

function explain(service: ts.LanguageService, file: string, at: number): Explanation | null {
  const info = service.getQuickInfoAtPosition(file, at);
  if (info === undefined) return null;
  const { start, length } = info.textSpan;
  const [text, documentation] = [info.displayParts, info.documentation].map(ts.displayPartsToString);
  return { from: start, to: start + length, text: text ?? "", documentation: documentation ?? "" };
}

function explainCompletion(
  service: ts.LanguageService,
  { file, at, name }: { readonly file: string; readonly at: number; readonly name: string },
): string {
  const details = service.getCompletionEntryDetails(file, at, name, {}, undefined, undefined, undefined);
  const parts = [details?.displayParts, details?.documentation].map(ts.displayPartsToString);
  return parts.filter((text) => text !== "").join("\n\n");
}

function renameFile(service: ts.LanguageService, from: string, to: string): Record<string, readonly Edit[]> {
  const files = service.getEditsForFileRename(from, to, FORMAT, {}).filter(({ fileName }) => isSource(fileName));
  return Object.fromEntries(files.map(({ fileName, textChanges }) => [fileName.slice(1), textChanges.map(editOf)]));
}

function editOf({ span, newText }: ts.TextChange): Edit {
  return { from: span.start, to: span.start + span.length, text: newText };
}

function rooted(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`/${path}`, text || "\n"]));
}
