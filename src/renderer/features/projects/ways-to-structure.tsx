import styles from './projects.module.css';

/** The usual ways to cut telemetry into projects, and what each is good for. */
export function WaysToStructure() {
  return (
    <div className={styles.ways} role="note" aria-label="Ways to structure projects">
      <span>
        <b>By workload</b>: one per application is the usual way; its services share traces.
      </span>
      <span>
        <b>By team</b>: each keeps its own keys and decides who reads along.
      </span>
      <span>
        <b>By customer</b>: data is apart on the disk, and one customer is deleted as a whole.
      </span>
      <span>
        <b>By environment</b>: only where production needs other people or another retention; else
        the environment filter tells them apart inside one project.
      </span>
    </div>
  );
}
