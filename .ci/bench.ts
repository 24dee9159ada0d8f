/**
 * `pnpm bench [name [part …]]`: the side-by-side measurements, each printing one table and writing one JSON file;
 * of those that have parts, the ones that are named.
 */
import { run } from './checks.ts'

const benches: Record<string, string> = {
  edge: 'node edge/bench/edge.ts',
  compress: 'node web/bench/compress.ts',
  sources: 'node web/bench/sources.ts',
  publish: 'node web/bench/publish.ts',
  upload: 'node web/bench/upload.ts',
  player: 'node web/bench/player.ts',
  many: 'node web/bench/many.ts',
  lighthouse: 'node web/bench/lighthouse.ts',
}

const [name, ...parts] = process.argv.slice(2)
const chosen = name === undefined ? Object.keys(benches) : [name]
for (const one of chosen) {
  const command = benches[one]
  if (!command) {
    console.error(`There is no bench ${one}. There is: ${Object.keys(benches).join(', ')}`)
    process.exit(1)
  }
  if (!run([command, ...parts].join(' '))) process.exit(1)
}
