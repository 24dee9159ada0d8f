import type { Visibility } from '@reelferry/contract'
import { Globe, type IconNode, Link, Lock } from 'lucide'

/** The icon of each visibility. */
export const visibilityIcons: Record<Visibility, IconNode> = {
  public: Globe,
  unlisted: Link,
  private: Lock,
}
