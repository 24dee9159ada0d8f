/** Formats seconds as `1:02:03`, or as `2:03` below an hour. */
export function formatClock(seconds: number): string {
  const total = Math.round(seconds)
  const parts = [Math.floor(total / 60) % 60, total % 60]
  if (total >= 3600) parts.unshift(Math.floor(total / 3600))
  return parts.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':')
}
