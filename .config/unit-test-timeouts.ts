/**
 * Limits of unit tests in milliseconds. A machine that runs several things takes many times longer than an idle one;
 * tests that pass do not wait for these limits.
 */
export const unitTestTimeouts = {
  testTimeout: 30_000,
  hookTimeout: 30_000,
  expect: { poll: { timeout: 10_000 } },
}
