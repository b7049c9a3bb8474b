import type { Reading, ReadingMarks } from '../domain/reading.ts';
import { spansOf } from './evidence-spans.ts';
import { LONGEST_READ } from './longest-read.ts';
import { specialMailOf } from './signals.ts';
import { triage, type TriageContext } from './triage.ts';
import type { Verdict } from './verdict.ts';

/** Reads one message and keeps of it labels, confidences and places, no word. `subject`: special mail is often declared there and nowhere else. */
export function readingOf(text: string, context: TriageContext = {}, marks: ReadingMarks = {}, subject?: string): Reading {
  const read = text.slice(0, LONGEST_READ);
  const found = triage(read, context);
  const verdict = <L extends string>(one: Verdict<L>): { label: L; confidence: number; spans: number[] } => ({ label: one.label, confidence: hundredths(one.confidence), spans: spansOf(read, one.evidence) });
  const fromSubject = subject === undefined ? [] : specialMailOf(subject.slice(0, 300)).filter((one) => !found.specialMail.some((other) => other.kind === one.kind));
  const declared = fromSubject[0];
  const address = verdict(found.address);
  const answer = verdict(found.answer);
  return {
    language: verdict(found.language),
    relevant: verdict(found.relevant),
    sentiment: verdict(found.sentiment),
    caseType: verdict(found.caseType),
    answer: declared === undefined || answer.label === 'true' ? answer : { label: 'true', confidence: hundredths(declared.confidence), spans: [] },
    address: { ...address, label: address.label === 'Sie' ? 'sie' : address.label },
    abuse: verdict(found.abuse),
    signals: found.signals.slice(0, 8).map(({ kind, confidence, evidence }) => ({ kind, confidence: hundredths(confidence), spans: spansOf(read, evidence) })),
    special: [...found.specialMail.map((one) => ({ ...one, evidence: [...one.evidence] })), ...fromSubject.map((one) => ({ ...one, evidence: [] as string[] }))].slice(0, 8).map(({ kind, confidence, evidence }) => ({ kind, confidence: hundredths(confidence), spans: spansOf(read, evidence) })),
    personal: found.personalData.slice(0, 50).map(({ kind, start, end, confidence }) => ({ kind, start, end, confidence: hundredths(confidence) })),
    marks,
  };
}

function hundredths(confidence: number): number {
  return Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100;
}
