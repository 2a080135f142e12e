import { z } from "zod";

/** What a native package that was tried says of itself. */
const triedSchema = z.object({ engine: z.string(), device: z.string(), tensorflow: z.string() });

export type Tried = z.infer<typeof triedSchema>;

/** The last line that try-native.ts printed. */
export function parseTried(printed: string): Tried {
  return triedSchema.parse(JSON.parse(printed.trimEnd().split("\n").at(-1) ?? ""));
}
