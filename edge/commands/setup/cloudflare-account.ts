import { type SetupContext, SetupError } from './context.ts'

export const notSignedIn =
  'You aren’t signed in to Cloudflare. Run `npx --yes pnpm@12 exec wrangler login`, or set CLOUDFLARE_API_TOKEN.'

/**
 * Makes sure that wrangler is signed in to one account. Offers to sign in, except in a dry run.
 * @throws SetupError if nobody is signed in, or if the account is ambiguous
 */
export async function signIn(
  { cloudflare, terminal, env }: SetupContext,
  { dryRun }: { dryRun: boolean },
): Promise<true> {
  let accounts = await cloudflare.accounts()
  if (!accounts && !dryRun && (await terminal.confirm('Sign in to Cloudflare in the browser?'))) {
    await cloudflare.signIn()
    accounts = await cloudflare.accounts()
  }
  if (!accounts) throw new SetupError(notSignedIn)
  const [first, ...others] = accounts
  if (others.length > 0 && !env.CLOUDFLARE_ACCOUNT_ID) {
    const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
    throw new SetupError(`Set CLOUDFLARE_ACCOUNT_ID to one of your accounts:\n${list}`)
  }
  const account = accounts.find(({ id }) => id === env.CLOUDFLARE_ACCOUNT_ID) ?? first
  terminal.print(`✓ Signed in to Cloudflare, account ${account?.name ?? ''}`)
  return true
}
