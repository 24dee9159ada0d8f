/** `pnpm fuzz [requests]`: the fuzz test of the Worker, with 100,000 requests by default. */
import { run } from './run.ts'

const FUZZ_RUNS = process.argv[2] ?? '100000'
const command = 'vitest run --config .config/vitest.config.ts --project edge fuzz'
if (!run(command, { FUZZ_RUNS })) process.exit(1)
