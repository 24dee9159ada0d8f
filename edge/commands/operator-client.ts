import {
  createOperatorClient,
  type OperatorClient,
  type OperatorErrorCode,
} from '@reelferry/contract/operator'
import { studioFile } from './studio-file.ts'

const timeoutMs = 60_000

function describeError(address: string, code: OperatorErrorCode, status?: number): string {
  if (code === 'network-lost')
    return `${address} does not answer. Is it deployed, and are you connected?`
  if (code === 'wrong-secret')
    return `${address} does not accept this OPERATOR_SECRET. Run \`pnpm run setup\` to set it, or \`pnpm run deploy\` if an older version is deployed.`
  if (code === 'unavailable')
    return `${address} is not configured, or cannot reach VOD: \`pnpm exec wrangler tail\` shows the reason.`
  if (code === 'too-many-requests') return `${address} received too many requests. Wait a minute.`
  return status === 200
    ? `${address} runs a different version than this checkout. Run \`pnpm run deploy\`.`
    : `${address} answers with status ${status}.`
}

/** The operator routes of a studio. The message of each error explains what to do. */
export const operatorClient = (address: string, secret: string): OperatorClient =>
  createOperatorClient({
    secret,
    fetch: (path, init) =>
      fetch(new URL(path, address), { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    describeError: (code, status) => describeError(address, code, status),
  })

/**
 * The operator routes of an environment's studio. `STUDIO_ADDRESS` and `OPERATOR_SECRET` override the values that
 * setup stored.
 * @throws Error if the address or the secret is unknown
 */
export function operatorClientOf(environment = 'production'): OperatorClient {
  const studio = studioFile(environment).read()
  const address = process.env.STUDIO_ADDRESS ?? studio.address
  const secret = process.env.OPERATOR_SECRET ?? studio.secrets.OPERATOR_SECRET
  if (!address || !secret)
    throw new Error(
      `This machine has no data of the studio "${environment}". Run \`pnpm run setup\` first, or set STUDIO_ADDRESS and OPERATOR_SECRET.`,
    )
  return operatorClient(address, secret)
}
