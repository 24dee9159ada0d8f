/** Converts between values of WebDriver BiDi and values of WebKit's inspector. */
import type { Json } from './inspector.ts'

/** A value of BiDi, or a reference to an object in the page. */
export interface BidiValue {
  type?: string
  value?: unknown
  handle?: string
  sharedId?: string
}

/** A value of the inspector. */
export interface RemoteObject {
  type: string
  subtype?: string
  className?: string
  description?: string
  value?: unknown
  objectId?: string
}

/** A parameter of a function as the inspector expects it. */
export function toCallArgument(argument: BidiValue): Json {
  const objectId = argument.handle ?? argument.sharedId
  if (objectId !== undefined) return { objectId }
  return argument.type === 'undefined' ? {} : { value: fromBidi(argument) }
}

function fromBidi({ type, value }: BidiValue): unknown {
  if (type === 'undefined' || type === 'null') return null
  if (type === 'array') return (value as BidiValue[]).map(fromBidi)
  if (type === 'object')
    return Object.fromEntries(
      (value as [string | BidiValue, BidiValue][]).map(([key, item]) => [
        typeof key === 'string' ? key : key.value,
        fromBidi(item),
      ]),
    )
  return value
}

/** A value that JSON can represent, as BiDi writes it. */
export function toBidi(value: unknown): BidiValue {
  if (value === undefined) return { type: 'undefined' }
  if (value === null) return { type: 'null' }
  if (Array.isArray(value)) return { type: 'array', value: value.map(toBidi) }
  if (typeof value === 'object')
    return {
      type: 'object',
      value: Object.entries(value).map(([key, item]) => [key, toBidi(item)]),
    }
  return { type: typeof value, value }
}

const subtypes = ['array', 'error', 'map', 'set', 'date', 'regexp', 'weakmap', 'weakset', 'proxy']

/** A reference to an object of the page, or a primitive value. `frame` is the id of the frame if it is a window. */
export function toReference(object: RemoteObject, frame?: string): BidiValue {
  const { objectId: handle, type, subtype = '', className = '', value, description } = object
  if (handle === undefined) {
    if (subtype === 'null') return { type: 'null' }
    return { type, value: value ?? description }
  }
  if (subtype === 'node') return { type: 'node', handle, sharedId: handle }
  if (frame !== undefined) return { type: 'window', handle, value: { context: frame } }
  if (className === 'Promise') return { type: 'promise', handle }
  return { type: subtypes.includes(subtype) ? subtype : type, handle }
}
