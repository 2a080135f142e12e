import { expect, test } from "vitest";
import { memoryWorkspace } from "../../testing/memory-workspace.ts";
import { keepPicture } from "./pictures.ts";

const picture = (name: string, type = "image/png", bytes = 10) => new File([new Uint8Array(bytes)], name, { type });

test("a picture is kept in figures/ under a plain and free name", async () => {
  const workspace = memoryWorkspace({});
  expect(await keepPicture(picture("My Plot (1).PNG"), workspace)).toBe("![my-plot-1](figures/my-plot-1.png)\n");
  expect(await keepPicture(picture("my plot 1.png"), workspace)).toBe("![my-plot-1](figures/my-plot-1-2.png)\n");
  expect(await keepPicture(picture("Ä.jpg", "image/jpeg"), workspace)).toBe("![picture](figures/picture.jpg)\n");
  expect(workspace.read("figures/my-plot-1.png")).toEqual(new Uint8Array(10));
});

test.each([
  [
    "a type that is not handed in",
    picture("a.svg", "image/svg+xml"),
    "a.svg is image/svg+xml: pictures are PNG, JPEG or WebP",
  ],
  ["a picture that is too large", picture("a.png", "image/png", 5 * 2 ** 20 + 1), "a.png: it is larger than 5 MiB"],
])("%s is refused with the reason, and nothing is kept", async (_, file, message) => {
  const workspace = memoryWorkspace({});
  await expect(keepPicture(file, workspace)).rejects.toThrow(message);
  expect(workspace.list()).toEqual([]);
});

test("no more pictures are kept than can be handed in", async () => {
  const full = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`figures/${index}.png`, new Uint8Array(1)]),
  );
  await expect(keepPicture(picture("a.png"), memoryWorkspace(full))).rejects.toThrow("20 pictures");
  const large = { "figures/a.png": new Uint8Array(15 * 2 ** 20) };
  await expect(keepPicture(picture("b.png"), memoryWorkspace(large))).rejects.toThrow("larger than 15 MiB");
});
