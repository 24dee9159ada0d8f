// The node-<os>-<cpu> packages name their `os` and `cpu` as strings. pnpm wants lists, and without
// them it would install each of these packages on every machine.
const list = (value) => (typeof value === 'string' ? [value] : value)

module.exports = {
  hooks: {
    readPackage(pkg) {
      if (/^node-(linux|win)-/.test(pkg.name)) {
        pkg.os = list(pkg.os)
        pkg.cpu = list(pkg.cpu)
        if (pkg.os[0] === 'linux') pkg.libc = ['glibc']
      }
      // Its one file holds all of them, and nothing resolves them at run time.
      if (pkg.name === 'tcplayer.js') pkg.dependencies = {}
      return pkg
    },
  },
}
