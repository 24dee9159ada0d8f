import type { Session } from '@reelferry/contract'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { edge, EdgeError } from '../../api/client.ts'
import { loadFailureTexts } from '../../i18n/index.ts'
import { lastCreator, rememberCreator } from './last-creator.ts'

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

  /** Who is signed in, or, where nobody can say, who was last; `undefined` as long as the edge is still being asked. */
  const creatorId = computed(() => {
    const { value } = current
    if (value.state === 'signed-in') return value.creator.creatorId
    return value.state === 'unknown' ? undefined : lastCreator()
  })

  /** {@link creatorId}, once it is known. */
  async function owner(): Promise<string | undefined> {
    if (current.value.state === 'unknown') await load()
    return creatorId.value
  }

  return {
    current,
    load,
    creatorId,
    owner,
    signIn: (invite: string) => settle(() => edge.signIn(invite)),
    async signOut() {
      await edge.signOut()
      current.value = { state: 'signed-out' }
    },
  }
})
