import { createRouter, createWebHistory } from 'vue-router'
import { pageName } from './design/page-title.ts'
import StudioPage from './features/upload/ui/StudioPage.vue'

/** The pages. Only the studio is in the first load; viewers and guests get theirs alone. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: StudioPage },
    { path: '/library', component: () => import('./features/library/ui/LibraryPage.vue') },
    {
      path: '/watch/:fileId',
      component: () => import('./features/watch/ui/WatchPage.vue'),
      props: true,
    },
    { path: '/invite', component: () => import('./features/session/ui/InvitePage.vue') },
    { path: '/:path(.*)*', component: () => import('./NotFoundPage.vue') },
  ],
})

// Until the page says better.
router.afterEach(() => {
  pageName.value = ''
})
