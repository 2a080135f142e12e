import { isIgnored } from "@robustness-lab/fixtures/hand-in";
import { STAGING_LIMITS } from "./staging-limits.ts";

/** The judgement of an untrusted path. */
export type JudgedPath =
  | { readonly status: "usable"; readonly path: string }
  | { readonly status: "ignored" }
  | { readonly status: "unsafe"; readonly why: string }
  | { readonly status: "over-limit"; readonly why: string };

/** Judges a path as an archive or a folder spells it, with "/" between segments. */
export function judgePath(raw: string): JudgedPath {
  if (raw.length > STAGING_LIMITS.maxRawPathLength) return { status: "over-limit", why: TOO_LONG };
  const why = unsafeReason(raw);
  if (why !== undefined) return { status: "unsafe", why };
  // macOS archives decompose é into e + accent; imports in the sources use one code point.
  const segments = raw.normalize("NFC").split("/").filter(isNamed);
  if (segments.length === 0 || segments.some(isIgnored)) return { status: "ignored" };
  const path = segments.join("/");
  const limit = limitReason(path, segments.length);
  return limit === undefined ? { status: "usable", path } : { status: "over-limit", why: limit };
}

/** The folder that contains the first src/ of a path ("" for the top), or undefined for a path in no src/. */
export function rootOf(path: string): string | undefined {
  const segments = path.split("/");
  const index = segments.indexOf("src");
  return index < 0 || index === segments.length - 1 ? undefined : segments.slice(0, index).join("/");
}

/** The path relative to the folder that contains its first src/; unchanged for a path in no src/. */
export function belowRoot(path: string): string {
  const root = rootOf(path);
  return root === undefined || root === "" ? path : path.slice(root.length + 1);
}

/** A path below a folder ("" for the top), in the whole submission. */
export function pathIn(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** How many folders lie above what is in this one. */
export function depthOf(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}

function unsafeReason(raw: string): string | undefined {
  if (raw.startsWith("/") || /^[A-Za-z]:/.test(raw)) return "its path is absolute";
  if (raw.split("/").includes("..")) return "its path leads out of the submission";
  if (raw.includes("\\")) return "its name has a backslash";
  return /[\u0000-\u001f\u007f]/.test(raw) ? "its name has a control character" : undefined;
}

const TOO_LONG = `its path is longer than ${STAGING_LIMITS.maxPathLength} characters`;

function limitReason(path: string, depth: number): string | undefined {
  if (depth > STAGING_LIMITS.maxDepth) return `it lies more than ${STAGING_LIMITS.maxDepth} folders deep`;
  return path.length > STAGING_LIMITS.maxPathLength ? TOO_LONG : undefined;
}

function isNamed(segment: string): boolean {
  return segment !== "" && segment !== ".";
}
