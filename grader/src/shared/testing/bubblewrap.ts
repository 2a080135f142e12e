import { isolationForOurs } from "../../pipeline/run/isolation/index.ts";

export const HAS_BUBBLEWRAP = (await isolationForOurs()).name === "bubblewrap";
