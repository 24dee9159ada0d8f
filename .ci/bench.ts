/** `pnpm bench [name]`: the side-by-side measurements, each printing one table and writing one JSON file. */
import { run } from './checks.ts'

const benches: Record<string, string> = {
  edge: 'node edge/bench/edge.ts',
  compress: 'node web/bench/compress.ts',
  publish: 'node web/bench/publish.ts',
  upload: 'node web/bench/upload.ts',
  player: 'node web/bench/player.ts',
}

const name = process.argv[2]
const chosen = name === undefined ? Object.keys(benches) : [name]
for (const one of chosen) {
  const command = benches[one]
  if (!command) {
    console.error(`There is no bench ${one}. There is: ${Object.keys(benches).join(', ')}`)
    process.exit(1)
  }
  if (!run(command)) process.exit(1)
}
