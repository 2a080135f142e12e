/** The text whose sha256 is the digest of src/: all its files but tests and those of Problem 1, by path below src/. */
export function digestedText(files: readonly (readonly [path: string, text: string])[]): string {
  return files
    .filter(([path]) => !/^linear\/|\.test\.ts$/.test(path))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, text]) => `${path}\0${text.replaceAll("\r\n", "\n")}\0`)
    .join("");
}
