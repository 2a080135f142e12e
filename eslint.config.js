import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "out/",
      // Translations of a release, see docs/adapting.md: copies of template/, compiled there.
      "texts/",
      "coverage/",
      ".cache/",
      "fixtures/engine/kernels/assemblyscript/",
      "template/src/",
      "template/tests/",
      "template/*.ts",
      "**/*.generated.js",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["*.js", ".dependency-cruiser.cjs"] } },
    },
    rules: {
      // Messages contain many numbers.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-empty-pattern": "off",
      "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }],
      "max-lines-per-function": ["error", { max: 40 }],
    },
  },
  {
    // Checked as strictly as the rest, unlike the students' own code beside them.
    files: ["template/{experiments,handin}/**/*.ts"],
    languageOptions: { parserOptions: { projectService: false, project: "tsconfig.json" } },
  },
  {
    files: ["**/*.test.ts", "**/testing/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/require-await": "off",
      // The escapes under test operate on code points.
      "@typescript-eslint/no-misused-spread": "off",
    },
  },
  { files: ["**/*.{js,mjs,cjs}"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
