/** A file that a creator chose or recorded. */
export interface ChosenFile {
  file: File
  /** Handle of the file, if the browser provides one. */
  handle?: FileSystemFileHandle
  /** Directory of the recording, if the file is a recording. It is the only copy, and stays until it is published. */
  recording?: string
}
