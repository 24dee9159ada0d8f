/** A file that a creator chose or recorded. */
export interface ChosenFile {
  file: File
  /** To the file, where the browser gives one. */
  handle?: FileSystemFileHandle
  /** The name of the recording it is: there is no other copy, and the studio keeps this one until it is published. */
  recording?: string
}
