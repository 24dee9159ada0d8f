/** Loads the code of the library. Links to the library call it early. */
export const loadLibrary = async () => (await import('./ui/LibraryView.vue')).default
