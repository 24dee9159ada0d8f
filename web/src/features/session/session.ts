import type { Session } from '@reelferry/contract'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { edge, EdgeError } from '../../edge.ts'
import { loadFailureTexts } from '../../i18n/index.ts'
import { lastCreator, rememberCreator } from './last-creator.ts'

/** An edge that does not say by then who is signed in is not waited for, ms. */
const mostWaitMs = 1000

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
      const { creator } = await call()
      rememberCreator(creator.creatorId)
      current.value = { state: 'signed-in', creator }
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

  /** Whose videos go on here: those of who is signed in, or, where the edge does not say who that is, of who was last. */
  async function owner(): Promise<string | undefined> {
    if (current.value.state === 'unknown')
      await Promise.race([load(), new Promise((resolve) => setTimeout(resolve, mostWaitMs))])
    const { value } = current
    return value.state === 'signed-in' ? value.creator.creatorId : lastCreator()
  }

  return {
    current,
    load,
    owner,
    signIn: (invite: string) => settle(() => edge.signIn(invite)),
    async signOut() {
      await edge.signOut()
      current.value = { state: 'signed-out' }
    },
  }
})
