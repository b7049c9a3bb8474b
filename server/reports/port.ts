import type { FeedView } from '../../shared/domain/feed-view.ts';
import type { LeadReport, LeadReportRequest } from '../../shared/domain/lead-report.ts';
import type { Viewer } from '../center/visibility.ts';

/** What leads are told of the server itself: counts on request, and how its feeds are doing. */
export interface LeadRoom {
  /** `agentId`: who asks. */
  report(request: LeadReportRequest, agentId: string): LeadReport | Promise<LeadReport>;
  open(desk: { readonly id: string; readonly viewer: Viewer; readonly send: (feeds: readonly FeedView[]) => void }): void;
  gone(id: string): void;
}
