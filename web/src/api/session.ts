import { PublicConfig, Session } from '@reelferry/contract'
import { call, post, send } from './request.ts'

/**
 * The calls of the first screen. They are separate from the others, whose schemas would be a part of the first load.
 * Every call rejects with an `EdgeError`.
 */
export const sessionCalls = {
  config: () => call(PublicConfig, '/api/config'),
  session: () => call(Session, '/api/session'),
  signIn: (invite: string) => call(Session, '/api/session', post({ invite })),
  signOut: async () => void (await send('/api/session', { method: 'DELETE' })),
}
