import type { Patch } from '../model/private-data.ts'

/** Metadata that is removed: where the video was recorded, or on which device. */
export type PrivateKind = 'location' | 'device'

/**
 * Collects the private metadata of a file while it is read. Private metadata is the location, and everything that
 * identifies or describes the device: make, model, serial numbers, software, and data of the vendor.
 */
export class Findings {
  readonly patches: Patch[] = []
  /** Whether everything in the file could be checked. */
  isComplete = true
  readonly #kinds = new Set<PrivateKind>()
  #make = ''
  #model = ''

  get hasLocation(): boolean {
    return this.#kinds.has('location')
  }

  /** Make and model of the device; `''` if unknown. */
  get device(): string {
    const [make, model] = [this.#make, this.#model]
    // Apple's models are known by their own names.
    const isEnough =
      model && (make === 'Apple' || model.toLowerCase().startsWith(make.toLowerCase()))
    return isEnough ? model : `${make} ${model}`.trim()
  }

  get hasDevice(): boolean {
    return this.#kinds.has('device')
  }

  addKind(kind: PrivateKind): void {
    this.#kinds.add(kind)
  }

  /** Adds a range to replace. A range inside of another one has no effect. */
  replace(patch: Patch): void {
    this.patches.push(patch)
  }

  setMake(value: string): void {
    this.#make ||= cleanText(value)
  }

  setModel(value: string): void {
    this.#model ||= cleanText(value)
  }
}

const maxDeviceLength = 60

/** A text from a file, fit to be shown. */
const cleanText = (text: string): string =>
  text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxDeviceLength)
