import type { KyInstance } from "ky";
import { z } from "zod";
import { UsageError } from "../../shared/errors.ts";
import { explainGithub, statusOf } from "./api.ts";

/** A repository as the API lists it. */
const REPOSITORY = z.object({ name: z.string(), clone_url: z.string(), is_template: z.boolean().optional() });
export type Repository = z.infer<typeof REPOSITORY>;

const PAGE = 100;

/** The repositories of an organisation whose names begin with a prefix and a hyphen, without templates. @throws UsageError without access */
export async function listRepositories(
  client: KyInstance,
  organisation: string,
  prefix: string,
): Promise<readonly Repository[]> {
  const found: Repository[] = [];
  for (let page = 1; ; page += 1) {
    const searchParams = { type: "all", sort: "full_name", per_page: PAGE, page };
    const answer = await client
      .get(`orgs/${organisation}/repos`, { searchParams })
      .json()
      .catch((error: unknown) => {
        if (statusOf(error) === undefined) throw error;
        const why = { 404: `there is no organisation ${organisation}, or the token has no access to it` };
        throw new UsageError(explainGithub(error, why));
      });
    const repositories = z.array(REPOSITORY).parse(answer);
    found.push(...repositories);
    if (repositories.length < PAGE) break;
  }
  return found.filter(({ name, is_template }) => is_template !== true && startsWith(name, `${prefix}-`));
}

/** The name of a student's repository. */
export function repositoryOf(login: string, prefix: string): string {
  return `${prefix}-${login}`;
}

/** Names of repositories ignore case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function startsWith(name: string, start: string): boolean {
  return isSameName(name.slice(0, start.length), start);
}
