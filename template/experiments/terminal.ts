/** Shows progress: lines that stay, and, on a terminal, a status line below them that is rewritten. */
export interface Terminal {
  readonly line: (text: string) => void;
  /** Replaces the status; ignored where there is no terminal. */
  readonly status: (text: string) => void;
}

const EVERY_MS = 100;
const CLEAR_LINE = "\r\u001B[2K";

/** Writes to a stream. The cursor and line wrap stay as they are, because the program may be stopped at any time. */
export function terminalOn(stream: NodeJS.WriteStream, nowMs: () => number): Terminal {
  let shown = false;
  let shownMs = -Infinity;
  const clear = (): void => {
    if (shown) stream.write(CLEAR_LINE);
    shown = false;
  };
  return {
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    status: (text) => {
      if (!stream.isTTY || nowMs() - shownMs < EVERY_MS) return;
      stream.write(`${CLEAR_LINE}${text.slice(0, stream.columns - 1)}`);
      [shown, shownMs] = [true, nowMs()];
    },
  };
}

/** A fraction as in the sheet: ".913", "1.00". */
export function fractionText(value: number): string {
  return value >= 0.9995 ? "1.00" : value.toFixed(3).replace(/^0/, "");
}

/** Minutes and seconds: "0:59", "61:01". */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
