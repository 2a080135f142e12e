import { encode } from "fast-png";

const SIDE = 28;

/** Converts a grey image, 28 x 28 bytes in base64, to a PNG data URI. */
export function toPngUri(image: string): string {
  const png = encode({
    width: SIDE,
    height: SIDE,
    depth: 8,
    channels: 1,
    data: new Uint8Array(Buffer.from(image, "base64")),
  });
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}
