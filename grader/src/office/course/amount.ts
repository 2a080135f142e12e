/** A number of points, or a share of the maximum points. */
export interface Amount {
  readonly value: number;
  readonly unit: "points" | "percent";
}

const AMOUNT = /^(\d{1,4}(?:\.\d{1,2})?) ?(%|percent|points?)$/;

/** Parses "10 points" or "10 %". @throws RangeError */
export function parseAmount(text: string): Amount {
  const [, value = "", unit = ""] = AMOUNT.exec(text.trim()) ?? [];
  const amount: Amount = { value: Number(value), unit: unit.startsWith("point") ? "points" : "percent" };
  if (value !== "" && (amount.unit === "points" || amount.value <= 100)) return amount;
  throw new RangeError('expected "10 points", or "10 %" of the maximum points');
}
