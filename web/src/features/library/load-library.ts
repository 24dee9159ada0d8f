/** Loads the code of the library's list. Links to the library call it early. */
export const loadLibrary = async () => (await import('./ui/LibraryList.vue')).default
