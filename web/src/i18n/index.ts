import { ref, shallowRef } from 'vue'
import type { Catalogue, FailureCode, FailureText, FailureTexts, MessageKey } from './catalogue.ts'
import { initialLocale, keepLocale, type Locale } from './choice.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The texts of each language: those of the first screen, which are smaller than a request for them, and the others. */
const languages: Record<Locale, { texts: Catalogue; loadFailures: () => Promise<FailureTexts> }> = {
  en: { texts: en, loadFailures: async () => (await import('./en-failures.ts')).en },
  'zh-CN': { texts: zh, loadFailures: async () => (await import('./zh-failures.ts')).zh },
}

/** The language the page is in; changed by {@link loadLocale} alone. */
export const locale = ref<Locale>(initialLocale())

const failures = shallowRef<FailureTexts>()

/**
 * Changes to a language, as soon as those of its texts are there that the page has of the one before. Where they cannot
 * be had, those stay: what went wrong is better told in another language than not at all.
 */
export async function loadLocale(next: Locale): Promise<void> {
  const before = failures.value
  if (before) failures.value = await languages[next].loadFailures().catch(() => before)
  locale.value = next
}

/** Brings what there is to say of failures. Without it, {@link failureText} knows of lost connections only. */
export async function loadFailureTexts(): Promise<void> {
  const wanted = locale.value
  const texts = await languages[wanted].loadFailures()
  if (wanted !== locale.value) return loadFailureTexts()
  failures.value = texts
}

/** Changes the language, here and on the next visit. */
export async function setLocale(next: Locale): Promise<void> {
  await loadLocale(next)
  keepLocale(next)
}

/** A text in the current language, with its placeholders filled in. */
export function t(key: MessageKey, values: Record<string, string> = {}): string {
  return fill(languages[locale.value].texts[key], values)
}

/** Fills in the placeholders of a text. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** The texts of a feature that come with its code and not with the page, in the page's language. */
export const featureTexts =
  <T>(all: Record<Locale, T>) =>
  (): T =>
    all[locale.value]

/** What happened and what to do, for a failure's code. */
export const failureText = (code: FailureCode): FailureText =>
  failures.value?.[code] ?? { what: t('unreachable'), todo: t('checkConnection') }

/** Made once each: with hundreds of videos, making them anew takes longer than all else. */
const numbers = new Map<string, Intl.NumberFormat>()

function number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale.value + JSON.stringify(options)
  let format = numbers.get(key)
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(locale.value, options)))
  return format
}

/** `1,234`. */
export const formatNumber = (value: number): string => number({}).format(value)

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `52.4 MB`; `unit` per second for a speed. */
export function formatBytes(bytes: number, perSecond = false): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = `${units[step]}${perSecond ? '-per-second' : ''}`
  const maximumFractionDigits = step < 2 ? 0 : 1
  const unitDisplay = step === 0 && !perSecond ? 'long' : 'short'
  return number({ style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    bytes / 1000 ** step,
  )
}

/** `2 minutes`, rounded up, in the largest unit that leaves at least one. */
export function formatDuration(seconds: number): string {
  const unit = seconds >= 5400 ? 'hour' : seconds >= 90 ? 'minute' : 'second'
  const length = { hour: 3600, minute: 60, second: 1 }[unit]
  return number({ style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(1, Math.ceil(seconds / length)),
  )
}

/** `42%`, rounded down: 100 % only when all is done. */
export function formatPercent(percent: number): string {
  return number({ style: 'percent' }).format(Math.floor(percent) / 100)
}

/** `42 percent`, to be heard rather than seen. */
export function spellPercent(percent: number): string {
  return number({ style: 'unit', unit: 'percent', unitDisplay: 'long' }).format(Math.floor(percent))
}
