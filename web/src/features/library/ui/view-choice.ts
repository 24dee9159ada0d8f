import { ref, watch } from 'vue'

/** How the library shows videos. */
export const views = ['grid', 'list'] as const
export type View = (typeof views)[number]

const storageKey = 'reelferry.library-view'

function storedView(): View {
  try {
    return localStorage.getItem(storageKey) === 'list' ? 'list' : 'grid'
  } catch {
    // Some browsers deny storage.
    return 'grid'
  }
}

/** The view that was chosen on this device. Setting it stores it. */
export function useViewChoice() {
  const view = ref<View>(storedView())
  watch(view, (chosen) => {
    try {
      localStorage.setItem(storageKey, chosen)
    } catch {
      // The choice applies to this visit only.
    }
  })
  return view
}
