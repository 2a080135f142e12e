/** What an export takes of the world besides files. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly print: (text: string) => void;
}
