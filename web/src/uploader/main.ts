/**
 * `<reelferry-uploader>`: the studio's uploader for other sites. A site loads this module from the studio, and the
 * module loads everything else from there. Jobs and files are stored in the storage of the site's origin.
 */
// First, because it defines the order of the style layers.
import './uploader.css'
import { createPinia } from 'pinia'
import { defineCustomElement } from 'vue'
import { studio } from '../api/origin.ts'
import ReelferryUploader from './ReelferryUploader.vue'
import StudioLink from './StudioLink.vue'

studio.origin = new URL(import.meta.url).origin

/** All elements of a page share one queue, which also exists while there is no element. */
const pinia = createPinia()

customElements.define(
  'reelferry-uploader',
  defineCustomElement(ReelferryUploader, {
    configureApp(app) {
      app.use(pinia)
      // Other sites have no router. Links open the pages of the studio.
      app.component('RouterLink', StudioLink)
    },
  }),
)
