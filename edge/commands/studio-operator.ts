import { type OperatorClient, operatorClient } from './operator-client.ts'
import { studioFile } from './studio-file.ts'

/**
 * The operator's client of an environment's studio.
 * @throws Error saying what is missing
 */
export function operatorOf(environment = 'production'): OperatorClient {
  const studio = studioFile(environment).read()
  const address = process.env.STUDIO_ADDRESS ?? studio.address
  const secret = process.env.OPERATOR_SECRET ?? studio.secrets.OPERATOR_SECRET
  if (!address || !secret)
    throw new Error(
      `Nothing is known here of a studio ${environment}. Run \`pnpm run setup\` first, or set STUDIO_ADDRESS and OPERATOR_SECRET.`,
    )
  return operatorClient(address, secret)
}
