// A compiled folder's report as one HTML file.
import { bundleClient } from './bundle-client.ts';
import { gatherFacts, type ReportFacts, type ReportRequest } from './facts.ts';
import { renderPage } from './page.ts';

export interface WrittenReport {
  readonly page: string;
  readonly facts: ReportFacts;
}

/** Throws what gatherFacts throws. */
export async function writeReport(request: ReportRequest): Promise<WrittenReport> {
  const facts = gatherFacts(request);
  return { page: renderPage(facts, await bundleClient()), facts };
}
