/**
 * `pnpm bench [name [part …]]`: runs all measurements, or one of them, or parts of one. Each prints one table and
 * writes one JSON file.
 */
import { run } from './run.ts'

const benches: Record<string, string> = {
  edge: 'node edge/bench/edge.ts',
  auto: 'node web/bench/auto.ts',
  compress: 'node web/bench/compress.ts',
  verify: 'node web/bench/verify.ts',
  sources: 'node web/bench/sources.ts',
  publish: 'node web/bench/publish.ts',
  upload: 'node web/bench/upload.ts',
  player: 'node web/bench/player.ts',
  keys: 'node web/bench/keys.ts',
  many: 'node web/bench/many.ts',
  lighthouse: 'node web/bench/lighthouse.ts',
}

const [requested, ...parts] = process.argv.slice(2)
const names = requested === undefined ? Object.keys(benches) : [requested]
for (const name of names) {
  const command = benches[name]
  if (!command) {
    console.error(`Unknown bench: ${name}. Available: ${Object.keys(benches).join(', ')}`)
    process.exit(1)
  }
  if (!run([command, ...parts].join(' '))) process.exit(1)
}
