// Lint of the pages: the layers of src/ (ui <- views <- session <- api, rtc: each may use only what stands right of it), no `any`.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// folder -> folders it may import from
const layers = {
  ui: ['session'],
  views: ['ui', 'session', 'rtc', 'api'],
  session: ['rtc', 'api'],
  rtc: [],
  api: [],
};

const fences = Object.entries(layers).map(([folder, allowed]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: Object.keys(layers)
          .filter((other) => other !== folder && !allowed.includes(other))
          .map((other) => ({
            regex: `(^|/)${other}/`,
            message: `src/${folder} may not use src/${other} (see eslint.config.js)`,
          })),
      },
    ],
  },
}));

export default tseslint.config({ ignores: ['dist/', 'node_modules/'] }, js.configs.recommended, ...tseslint.configs.strict, ...fences, {
  files: ['*.mjs', '*.js'],
  languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
});
