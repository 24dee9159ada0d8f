/** A file that is being written. Only one worker writes it. All methods reject with a {@link StorageError}. */
export interface OutputFile {
  /**
   * Writes all bytes at a position. After the end of the file, zeros fill the gap. `bytes` may be reused when the call
   * returns. Resolves when the bytes can be read.
   */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>
  /** Reads written bytes. `end` is exclusive. */
  read(start: number, end: number): Promise<ArrayBuffer>
  /**
   * Frees the memory of bytes that are not read any more. `end` is exclusive. A storage on disk keeps them. Opened later,
   * the file has zeros in their place.
   */
  release(start: number, end: number): Promise<void>
  /** Removes all bytes from `size` on. */
  truncate(size: number): Promise<void>
  /** Resolves when everything that was written is stored as safely as the storage can. */
  flush(): Promise<void>
  /** Closes the file. From now on, pages can open it. */
  close(): Promise<void>
}

/** A storage of files. Paths have the form `directory/name`. All methods reject with a {@link StorageError}. */
export interface FileStore {
  /** Creates an empty file, or empties an existing one; in a worker. */
  create(path: string): Promise<OutputFile>
  /** Opens a file that nobody writes. Resolves with `undefined` if there is none. */
  open(path: string): Promise<File | undefined>
  /** Removes a file, or a directory with all its files. Does nothing if there is none. */
  remove(path: string): Promise<void>
  /** Names of the files and directories in a directory. */
  list(directory: string): Promise<string[]>
}
