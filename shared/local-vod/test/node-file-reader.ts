/** The members of FileReader that vod-js-sdk-v6 uses. happy-dom's FileReader calls `onload` without the reader as `this`. */
export class NodeFileReader {
  result: string | null = null
  onload: (() => void) | null = null

  readAsBinaryString(blob: Blob): void {
    void this.#read(blob)
  }

  async #read(blob: Blob): Promise<void> {
    this.result = Buffer.from(await blob.arrayBuffer()).toString('latin1')
    this.onload?.()
  }
}
