import { buildForThisMachine } from '../local-build.ts'

/** Playwright's global set-up: what all tests are served, built once. */
export default buildForThisMachine
