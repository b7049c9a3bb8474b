import type { FeedView } from '../../shared/domain/feed-view.ts';
import type { LeadReport } from '../../shared/domain/lead-report.ts';
import type { Viewer } from '../center/visibility.ts';

/** What leads are told of the server itself: counts on request, and how its feeds are doing. */
export interface LeadRoom {
  report(request: { readonly kind: LeadReport['kind']; readonly from: number }): LeadReport;
  open(desk: { readonly id: string; readonly viewer: Viewer; readonly send: (feeds: readonly FeedView[]) => void }): void;
  gone(id: string): void;
}
