/** Brings the code of the library's list, of which a page that leads there knows before it is shown. */
export const loadLibrary = async () => (await import('./ui/LibraryList.vue')).default
