import type { ThrownError } from "./worker-messages.ts";

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A thrown value as plain data that workers can post. */
export function toThrownError(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { name: "Error", message: `thrown: ${String(error)}`, stack: "" };
  return { name: error.name, message: error.message, stack: error.stack ?? "" };
}
