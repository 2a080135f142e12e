import { z } from "zod";
import { explainGithub, githubClient, type GithubApi } from "./api.ts";

const NAMES = z.array(z.object({ name: z.string() }));
const WHY = {
  403: "rules for private repositories need GitHub Team, which teachers get free of charge, and a token that may set them",
  404: "the token may not set rules for the organisation",
};

/**
 * Two rules for all repositories of a class: students cannot change the workflow, nor delete or rewrite the default branch.
 * Rules that exist are left as they are. @returns what was done, or why it was refused
 */
export async function protectRepositories(
  organisation: string,
  prefix: string,
  api: GithubApi,
): Promise<{ readonly made: readonly string[]; readonly problem?: string }> {
  const client = githubClient(api);
  const path = `orgs/${organisation}/rulesets`;
  const made: string[] = [];
  try {
    const existing = NAMES.parse(await client.get(path, { searchParams: { per_page: 100 } }).json());
    for (const ruleset of rulesetsOf(prefix)) {
      if (existing.some(({ name }) => name === ruleset.name)) continue;
      await client.post(path, { json: ruleset });
      made.push(ruleset.name);
    }
    return { made };
  } catch (error) {
    return { made, problem: explainGithub(error, WHY) };
  }
}

/** https://docs.github.com/rest/orgs/rules */
function rulesetsOf(prefix: string) {
  const repository_name = { include: [`${prefix}-*`], exclude: [] };
  const common = {
    enforcement: "active",
    // The number that GitHub gives to the role of an owner.
    bypass_actors: [{ actor_id: 1, actor_type: "OrganizationAdmin", bypass_mode: "always" }],
  };
  return [
    {
      ...common,
      name: `${prefix}: workflow files`,
      target: "push",
      conditions: { repository_name },
      rules: [{ type: "file_path_restriction", parameters: { restricted_file_paths: [".github/**/*"] } }],
    },
    {
      ...common,
      name: `${prefix}: default branch`,
      target: "branch",
      conditions: { repository_name, ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [{ type: "deletion" }, { type: "non_fast_forward" }],
    },
  ];
}
