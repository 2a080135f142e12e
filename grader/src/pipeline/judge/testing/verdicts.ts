import { check, PASSED } from "../check.ts";
import { fail } from "../claims.ts";

check("hingeLoss.values", () => Promise.resolve(PASSED));
check("hingeLoss.far", () => fail("off by up to 3"));
