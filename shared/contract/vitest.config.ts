import { defineConfig } from 'vitest/config'
import { unitTestTimeouts } from '../../.config/unit-test-timeouts.ts'

export default defineConfig({ test: { ...unitTestTimeouts, name: 'contract' } })
