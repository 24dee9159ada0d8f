/** A file that a creator chose, with a handle to it where the browser gives one. */
export interface ChosenFile {
  file: File
  handle?: FileSystemFileHandle
}
