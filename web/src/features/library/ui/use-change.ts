import { ref, shallowRef } from 'vue'
import { type EdgeError, failureCodeOf } from '../../../api/request.ts'

/**
 * Performs one change after another, and keeps the failure or the result of the last one. `Result` is the key of the text
 * about a success.
 */
export function useChange<Result extends string>() {
  const isBusy = ref(false)
  const failure = ref<EdgeError['code']>()
  const result = shallowRef<Result>()

  /**
   * Performs a change, unless another one is in progress. Resolves with whether it succeeded.
   * @param success the result after it. Without it, a success shows no text.
   */
  async function perform(change: () => Promise<void>, success?: Result): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    failure.value = undefined
    result.value = undefined
    try {
      await change()
      result.value = success
      return true
    } catch (error) {
      failure.value = failureCodeOf(error)
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, failure, result, perform }
}
