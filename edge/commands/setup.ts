/**
 * `pnpm run setup [environment]`: from a clone to a working studio.
 *
 *   --dry-run           reads and checks for real, changes nothing
 *   --yes               asks nothing: all of it stands in the environment, under the Worker's names
 *   --domain <host>     gives the studio a host name of its own, in a zone of your account
 *   --replace-callback  lets VOD's notifications go here though they go elsewhere now
 *   --rotate            gives every generated secret a successor; the ones before stay accepted
 *   --end-rotation      ends that
 *   --undo              takes it all back, but for the KV namespace; with --erase-data that too
 */
import { runSetup } from './run-setup.ts'
import { studioFile } from './studio-file.ts'
import { cloudflareByWrangler } from './wrangler.ts'

await runSetup(cloudflareByWrangler(), studioFile)
