// JavaScript, because an old Node cannot run TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Node ${process.versions.node} is too old: 22.18 or newer is needed.`)
  process.exit(1)
}
