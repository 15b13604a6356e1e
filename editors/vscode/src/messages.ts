/** What the extension and the page of the preview say to one another. */

export interface View {
  id: string;
  label: string;
}

/** From the extension to the page. */
export type ToPage =
  | { type: 'picture'; svg: string | null; errors: number; views: View[]; view: string }
  /** Where the cursor is, innermost first; the first that is drawn is highlighted. */
  | { type: 'highlight'; ids: string[] }
  /** Why there is no picture, where the model is not to blame. */
  | { type: 'failure'; message: string };

/** From the page to the extension. */
export type FromPage =
  | { type: 'ready' }
  | { type: 'reveal'; id: string }
  /** An empty string is the whole model. */
  | { type: 'view'; view: string };

/** What the page keeps, so that it can be restored. */
export interface PageState {
  uri: string;
  view: string;
  /** A factor, or null where the picture fits the page. */
  zoom: number | null;
  left: number;
  top: number;
}

export function isFromPage(message: unknown): message is FromPage {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  switch (message.type) {
    case 'ready':
      return true;
    case 'reveal':
      return 'id' in message && typeof message.id === 'string';
    case 'view':
      return 'view' in message && typeof message.view === 'string';
    default:
      return false;
  }
}
