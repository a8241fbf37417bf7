import { CopyButton } from '../../ui/copy-button.tsx';
import once from '../../ui/once.module.css';

/** The one time a link with a code is shown: to copy and hand over. */
export function CodeOnce(props: { kind: 'invitation' | 'reset'; code: string; note: string }) {
  // In the desktop window there is no address a browser elsewhere could open: then the code alone.
  const { protocol, origin } = window.location;
  const text = protocol.startsWith('http') ? `${origin}/#${props.kind}=${props.code}` : props.code;
  return (
    <div className={once.once} role="group" aria-label="One-time link">
      <div className={once.line}>
        <code className={once.text}>{text}</code>
        <CopyButton text={text} what="link" word />
      </div>
      <p className="muted">{props.note}</p>
    </div>
  );
}
