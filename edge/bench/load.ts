/** Requests a list of URLs in a loop for some seconds, with 16 connections, and prints the results as JSON. */
import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'

interface Load {
  urls: string[]
  method: string
  headers: Record<string, string>
  body: string
  seconds: number
}

const { urls, method, headers, body, seconds } = (await json(process.stdin)) as Load
const connections = 16
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const latencies: number[] = []
const statuses = new Set<number>()
const end = performance.now() + seconds * 1000

let sent = 0

const once = () =>
  new Promise<void>((resolve, reject) => {
    const url = urls[sent++ % urls.length] ?? ''
    const startedAt = performance.now()
    request(url, { method, agent, headers }, (response) => {
      statuses.add(response.statusCode ?? 0)
      response.resume().on('end', () => {
        latencies.push(performance.now() - startedAt)
        resolve()
      })
    })
      .on('error', reject)
      .end(body)
  })

async function connection() {
  while (performance.now() < end) await once()
}

await Promise.all(Array.from({ length: connections }, connection))
latencies.sort((a, b) => a - b)
const at = (quantile: number) => latencies[Math.floor(latencies.length * quantile)]
console.log(
  JSON.stringify({ count: latencies.length, p50: at(0.5), p99: at(0.99), statuses: [...statuses] }),
)
process.exit(0)
