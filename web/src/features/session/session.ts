import type { Session } from '@reelferry/contract'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { edge, EdgeError } from '../../edge.ts'
import { loadFailureTexts } from '../../i18n/index.ts'

/** Who is signed in on this page, as far as it is known. */
export type SessionState =
  | { state: 'unknown' }
  | { state: 'signed-in'; creator: Session['creator'] }
  | { state: 'signed-out' }
  | { state: 'failed'; code: EdgeError['code'] }

/** The session: it crosses every page. */
export const useSession = defineStore('session', () => {
  const current = ref<SessionState>({ state: 'unknown' })

  /** Runs a call that tells who is signed in, and keeps what it tells. */
  async function settle(call: () => Promise<Session>): Promise<void> {
    try {
      current.value = { state: 'signed-in', ...(await call()) }
    } catch (error) {
      const code = error instanceof EdgeError ? error.code : 'unexpected'
      // Where even the texts cannot be had, what is said instead is that there is no connection.
      if (code !== 'not-signed-in') await loadFailureTexts().catch(() => undefined)
      current.value = code === 'not-signed-in' ? { state: 'signed-out' } : { state: 'failed', code }
    }
  }

  let loading: Promise<void> | undefined
  /** Asks the edge; who asks meanwhile gets the same answer. */
  const load = () => (loading ??= settle(edge.session).finally(() => (loading = undefined)))

  return {
    current,
    load,
    signIn: (invite: string) => settle(() => edge.signIn(invite)),
    async signOut() {
      await edge.signOut()
      current.value = { state: 'signed-out' }
    },
  }
})
