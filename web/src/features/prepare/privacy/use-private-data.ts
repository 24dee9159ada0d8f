import { onBeforeUnmount, shallowRef } from 'vue'
import { findPrivateData } from '../../../media/private-data-client.ts'
import type { PrivateData } from '../../../media/model/private-data.ts'

/** Files are checked one after another: each needs a worker. */
let previous: Promise<unknown> = Promise.resolve()

/** Location and device data in a component's file; `undefined` until it is checked, and if the file cannot be read. */
export function usePrivateData(loadFile: () => Promise<File | undefined>) {
  const data = shallowRef<PrivateData>()
  let isUnmounted = false
  onBeforeUnmount(() => (isUnmounted = true))

  async function find(): Promise<void> {
    const file = isUnmounted ? undefined : await loadFile()
    if (!file || isUnmounted) return
    // An upload checks the file again, and fails if it cannot be read then.
    data.value = await findPrivateData(file).catch(() => undefined)
  }

  previous = previous.then(find, find)
  return data
}
