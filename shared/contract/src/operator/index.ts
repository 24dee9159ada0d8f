/** The operator routes, and the findings that the operator page and `pnpm run doctor` derive from them. */
export * from './client.ts'
export * from './examination.ts'
export * from './fill-text.ts'
export * from './findings.ts'
export * from './metrics.ts'
export * from './outcome.ts'
export * from './report-texts.ts'
export * from './report.ts'
