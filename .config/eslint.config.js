import eslint from '@eslint/js'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import typescript from 'typescript-eslint'

export default typescript.config(
  { ignores: ['**/dist/', '**/.wrangler/', 'edge/worker-configuration.d.ts', 'test-results/'] },
  { files: ['**/*.js'], languageOptions: { globals: { Response: 'readonly', URL: 'readonly' } } },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  typescript.configs.strict,
  vue.configs['flat/recommended'],
  accessibility.configs['flat/recommended'],
  {
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['log', 'error'] }],
      // TypeScript knows better what is defined.
      'no-undef': 'off',
      'no-empty-pattern': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Prettier's business.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      // Label and control are tied by `for`; nesting them too serves nobody.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/media-has-caption': 'off',
    },
  },
  { files: ['web/src/**'], rules: { 'no-console': 'error' } },
  { files: ['edge/bench/**', 'web/bench/**', 'web/e2e/soak/**'], rules: { 'no-console': 'off' } },
  { files: ['web/test/no-console.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['.pnpmfile.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } },
  },
)
