import { encode } from "fast-png";
import { randomFrom } from "@robustness-lab/fixtures/random";

const SIDE = 160;

/** A picture with bands of random grey. */
export function pngFile(seed: number): Uint8Array {
  const random = randomFrom(seed);
  const bands = Array.from({ length: 16 }, () => random.integer(0, 255));
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, pixel) => bands[Math.floor((pixel % SIDE) / 10)] ?? 0);
  return encode({ width: SIDE, height: SIDE, depth: 8, channels: 1, data });
}

/** The smallest grey JPEG. */
export function jpegFile(): Uint8Array {
  return Buffer.from(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////" +
      "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z",
    "base64",
  );
}

/** A PDF of one page with a line of text. */
export function pdfFile(line: string): Uint8Array {
  const content = `BT /F1 18 Tf 72 720 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + trailer, "latin1");
}
