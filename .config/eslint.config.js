import { fileURLToPath } from 'node:url'
import eslint from '@eslint/js'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import typescript from 'typescript-eslint'
import { plainLanguage } from './plain-language.js'

const root = fileURLToPath(new URL('..', import.meta.url))

const productCode = ['{web,edge,shared/*}/src/**', 'edge/commands/*.ts', 'web/service-worker/*.ts']

/** Adapters, which wrap things with incomplete types; and the few other files with a type assertion, with the reason. */
const filesWithTypeAssertions = [
  'web/src/**/{adapters,persistence,transport}/**',
  'web/src/{media,platform}/**',
  'edge/src/{vod,http}/**',
  'edge/commands/**',
  'edge/src/app.ts', // Hono types the status of an answer as a literal
  'edge/src/operator/issuer.ts', // keys of JWKS and of WebCrypto
  'edge/src/uploads/upload-record.ts', // Object.keys returns string[]
  'web/src/api/page-settings.ts', // JSON of the Worker in the page
  'web/src/features/pick/ui/file-drop.ts', // isDirectory does not narrow a FileSystemEntry
  'web/src/features/watch/ui/{playback,video-element}.ts', // navigator.connection; elements by tag name
  'shared/local-vod/src/**',
]

export default typescript.config(
  { ignores: ['**/dist/', '**/.wrangler/', 'edge/worker-configuration.d.ts', 'test-results/'] },
  { files: ['**/*.js'], languageOptions: { globals: { Response: 'readonly', URL: 'readonly' } } },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  typescript.configs.strict,
  vue.configs['flat/recommended'],
  accessibility.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: typescript.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: root,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['log', 'error'] }],
      // TypeScript checks it.
      'no-undef': 'off',
      'no-empty-pattern': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Prettier formats templates.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      // `for` connects label and control, so they need not be nested.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/media-has-caption': 'off',
    },
  },
  plainLanguage,
  { files: ['web/src/**'], rules: { 'no-console': 'error' } },
  {
    files: productCode,
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 120, skipComments: true, skipBlankLines: true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  {
    files: filesWithTypeAssertions,
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  { files: ['edge/bench/**', 'web/bench/**', 'web/e2e/soak/**'], rules: { 'no-console': 'off' } },
  { files: ['web/test/no-console.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['.pnpmfile.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } },
  },
  {
    // An async request handler that rejects ends the test or the build as an unhandled rejection.
    files: ['**/test/**', 'web/*.ts', 'web/{e2e,bench}/**'],
    rules: {
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false } },
      ],
    },
  },
  {
    // No TypeScript project contains these files.
    files: ['**/*.{js,cjs}', '**/vitest.config.ts', 'web/public/*.d.ts'],
    ...typescript.configs.disableTypeChecked,
  },
)
