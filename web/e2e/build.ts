import { buildForThisMachine } from '../local-build.ts'

/** Playwright's global setup: builds the studio once for all tests. */
export default buildForThisMachine
