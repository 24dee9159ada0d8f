/**
 * `<reelferry-uploader>`: the studio's uploader for other sites, which load this module from the studio. All that it
 * needs comes from there; what it keeps is kept in the site's own storage.
 */
import { createPinia } from 'pinia'
import { defineCustomElement } from 'vue'
import { studio } from '../api/origin.ts'
import ReelferryUploader from './ReelferryUploader.vue'
import StudioLink from './StudioLink.vue'
import './uploader.css'

studio.origin = new URL(import.meta.url).origin

/** One queue for the page, however many elements show it, or none for a while. */
const pinia = createPinia()

customElements.define(
  'reelferry-uploader',
  defineCustomElement(ReelferryUploader, {
    configureApp(app) {
      app.use(pinia)
      // There is no router here: what the studio's parts link to are its own pages.
      app.component('RouterLink', StudioLink)
    },
  }),
)
