import type { Session } from '@reelferry/contract'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { pageSettings } from '../../api/page-settings.ts'
import { type EdgeError, failureCodeOf } from '../../api/request.ts'
import { sessionCalls } from '../../api/session.ts'
import { loadFailureTexts } from '../../i18n/index.ts'
import { lastCreator, storeCreator } from './last-creator.ts'

/** The sign-in of this page. */
export type SessionState =
  | { state: 'unknown' }
  | { state: 'signed-in'; creator: Session['creator'] }
  | { state: 'signed-out' }
  | { state: 'failed'; code: EdgeError['code'] }

/** The creator's session, shared by all pages. */
export const useSession = defineStore('session', () => {
  const current = ref<SessionState>({ state: 'unknown' })

  /** Updates the state from a call that returns the session. */
  async function update(call: () => Promise<Session>): Promise<void> {
    try {
      const { creator } = await call()
      storeCreator(creator.creatorId)
      current.value = { state: 'signed-in', creator }
    } catch (error) {
      const code = failureCodeOf(error)
      if (code === 'not-signed-in') {
        current.value = { state: 'signed-out' }
        return
      }
      // Without these texts, the page reports a lost connection.
      await loadFailureTexts().catch(() => undefined)
      current.value = { state: 'failed', code }
    }
  }

  let loading: Promise<void> | undefined
  /**
   * Fetches the session, unless the browser had none for this page and nobody has signed in since. Concurrent calls
   * share one request.
   */
  async function load(): Promise<void> {
    if (pageSettings.isSignedOut && !lastCreator()) current.value = { state: 'signed-out' }
    else await (loading ??= update(sessionCalls.session).finally(() => (loading = undefined)))
  }

  /** The signed-in creator, or the last one if the edge did not answer; `undefined` until the first answer. */
  const creatorId = computed(() => {
    const { value } = current
    if (value.state === 'signed-in') return value.creator.creatorId
    return value.state === 'unknown' ? undefined : lastCreator()
  })

  /** Resolves with {@link creatorId}, after the first answer of the edge or its failure. */
  async function owner(): Promise<string | undefined> {
    if (current.value.state === 'unknown') await load()
    return creatorId.value
  }

  return {
    current,
    load,
    creatorId,
    owner,
    signIn: (invite: string) => update(() => sessionCalls.signIn(invite)),
    async signOut() {
      await sessionCalls.signOut()
      current.value = { state: 'signed-out' }
    },
  }
})
