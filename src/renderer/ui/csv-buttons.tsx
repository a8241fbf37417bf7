import { csvRow } from '../../shared/csv.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

/** Copies a table as CSV, or saves it as a file. */
export function CsvButtons(props: {
  /** The heading first. */
  rows: () => readonly (readonly (string | number | null)[])[];
  /** What it is, for the label. */
  what: string;
  fileName: string;
}) {
  const text = (): string => props.rows().map(csvRow).join('');
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([text()], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = props.fileName;
    link.click();
    // The download has its own hold on the text once it began.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <>
      <CopyButton word text={text} what={`${props.what} as CSV`} />
      <Button icon="download" onClick={save} aria-label={`Save ${props.what} as CSV`}>
        CSV
      </Button>
    </>
  );
}
