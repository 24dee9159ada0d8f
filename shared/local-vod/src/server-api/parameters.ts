import { invalidValue, ServerApiError } from './errors.ts'

/** Unvalidated parameters of an action. */
export type Parameters = Record<string, unknown>

/** A string parameter; `undefined` if absent. Throws InvalidParameter for another type. */
export function optionalString(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name]
  if (value === undefined || typeof value === 'string') return value
  throw new ServerApiError('InvalidParameter', `${name} must be a string.`)
}

/** A non-empty string parameter. Throws InvalidParameter or InvalidParameterValue. */
export function requiredString(parameters: Parameters, name: string): string {
  const value = optionalString(parameters, name)
  if (value) return value
  throw invalidValue(`${name} is required.`)
}

/** An enumerated string parameter; `undefined` if absent. Throws InvalidParameter or InvalidParameterValue. */
export function choice<T extends string>(
  parameters: Parameters,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const value = optionalString(parameters, name)
  if (value === undefined) return undefined
  const found = allowed.find((option) => option === value)
  if (found) return found
  throw invalidValue(`${name} must be one of ${allowed.join(', ')}.`)
}

/** A list of up to `max` strings; empty if absent. Throws InvalidParameter or InvalidParameterValue. */
export function strings(parameters: Parameters, name: string, max: number): string[] {
  const value = parameters[name] ?? []
  if (!Array.isArray(value) || !value.every((member) => typeof member === 'string'))
    throw new ServerApiError('InvalidParameter', `${name} must be a list of strings.`)
  if (value.length > max) throw invalidValue(`${name} may have up to ${max} members.`)
  return value
}

/** A list; empty if absent. Throws InvalidParameter for another type. */
export function list(parameters: Parameters, name: string): unknown[] {
  const value = parameters[name] ?? []
  if (Array.isArray(value)) return value
  throw new ServerApiError('InvalidParameter', `${name} must be a list.`)
}
