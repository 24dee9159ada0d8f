/**
 * `pnpm fuzz [requests]`: the fuzz test of the Worker, with 100,000 requests by default.
 * `pnpm fuzz media [files] [seed]`: converts random files, 200 by default. The seed 1 is that of `pnpm test`.
 */
import { run } from './run.ts'

const [first = '100000', count = '200', seed = '1'] = process.argv.slice(2)
const isMedia = first === 'media'
const command = isMedia
  ? 'playwright test media-fuzz --project chromium'
  : 'vitest run --config .config/vitest.config.ts --project edge fuzz'
const variables = isMedia ? { MEDIA_FUZZ_RUNS: count, MEDIA_FUZZ_SEED: seed } : { FUZZ_RUNS: first }
if (!run(command, variables)) process.exit(1)
