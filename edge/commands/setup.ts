/**
 * `pnpm run setup [environment]`: sets up a studio, from a clone to a working deployment.
 *
 *   --dry-run           checks everything, changes nothing
 *   --yes               asks no questions: all values are in the environment, under the Worker's names
 *   --domain <host>     gives the studio a custom host name in a zone of your account
 *   --replace-callback  redirects VOD's notifications to this studio without a question
 *   --rotate            replaces every generated secret; the previous ones stay accepted
 *   --end-rotation      removes the previous secrets
 *   --undo              reverts setup, except the KV namespace; --erase-data deletes it too
 */
import { runSetup } from './setup/run-setup.ts'
import { studioFile } from './studio-file.ts'
import { cloudflareByWrangler } from './wrangler.ts'

await runSetup(cloudflareByWrangler(), studioFile)
