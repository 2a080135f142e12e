const MAX_ELEMENTS = 100;
const MAX_DEPTH = 4;

/** A value as console.log shows it: tensors with shape and values, errors with message, objects as JSON. */
export function showValue(value: unknown): string {
  return show(value, 0);
}

function show(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (isTensor(value)) return value.isDisposed ? "a disposed tensor" : value.toString();
  if (depth >= MAX_DEPTH) return "…";
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return showList(Array.from(value as ArrayLike<unknown>), depth);
  const entries = Object.entries(value).slice(0, MAX_ELEMENTS);
  return `{ ${entries.map(([key, each]) => `${key}: ${show(each, depth + 1)}`).join(", ")} }`;
}

function showList(values: readonly unknown[], depth: number): string {
  const shown = values.slice(0, MAX_ELEMENTS).map((each) => show(each, depth + 1));
  const more = values.length > MAX_ELEMENTS ? [`… ${values.length - MAX_ELEMENTS} more`] : [];
  return `[${[...shown, ...more].join(", ")}]`;
}

function isTensor(value: object): value is { readonly isDisposed: boolean; readonly toString: () => string } {
  return "dataId" in value && "isDisposed" in value && "shape" in value;
}
