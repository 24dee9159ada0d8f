import { loadDetailsTexts } from '../../i18n/chunks/details.ts'
import { loadLibraryTexts } from '../../i18n/chunks/library.ts'

/** Loads the code of the library and its texts. Links to the library call it early. */
export async function loadLibrary() {
  const [{ default: view }] = await Promise.all([
    import('./ui/LibraryView.vue'),
    loadLibraryTexts(),
    loadDetailsTexts(),
  ])
  return view
}
