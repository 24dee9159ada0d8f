/** What the operator's routes say, and what it means: for the operator's page and `pnpm run doctor` alike. */
export * from './finding-texts.ts'
export * from './findings.ts'
export * from './metrics.ts'
export * from './outcome.ts'
export * from './report.ts'
