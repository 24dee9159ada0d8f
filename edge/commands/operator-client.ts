import {
  createOperatorClient,
  type OperatorClient,
  type OperatorErrorCode,
} from '@reelferry/contract/operator'
import { studioFile } from './studio-file.ts'

const timeoutMs = 60_000

function describeError(address: string, code: OperatorErrorCode, status?: number): string {
  if (code === 'network-lost')
    return `${address} isn’t responding. Check your connection, and that the studio is deployed.`
  if (code === 'wrong-secret')
    return `${address} doesn’t accept this OPERATOR_SECRET. Run \`pnpm run setup\` to set it, or \`pnpm run deploy\` if an older version is deployed.`
  if (code === 'unavailable')
    return `${address} isn’t configured, or VOD isn’t responding. \`pnpm exec wrangler tail\` shows which.`
  if (code === 'too-many-requests')
    return `${address} received too many requests. Wait a minute, then try again.`
  return status === 200
    ? `${address} runs a different version than this checkout. Run \`pnpm run deploy\`.`
    : `${address} answered with status ${status}. \`pnpm exec wrangler tail\` shows why.`
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
      `The studio "${environment}" wasn’t set up on this machine. Run \`pnpm run setup\`, or set STUDIO_ADDRESS and OPERATOR_SECRET.`,
    )
  return operatorClient(address, secret)
}
