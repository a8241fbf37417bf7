import { useEffect, type ReactNode } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { openOverlay } from './overlays.ts';
import { toggleTheme, useTheme } from './theme.ts';
import styles from './screen-header.module.css';

/** The top row of every screen: where one is, what can be done here, search and theme. */
export function ScreenHeader(props: {
  title: string;
  /** Links that lead back up, before the title. */
  crumbs?: readonly { label: string; href: string }[];
  /** Beside the title: a status, a count. */
  aside?: ReactNode;
  /** Actions of the screen, at the right. */
  children?: ReactNode;
}) {
  const theme = useTheme();
  useEffect(() => {
    document.title = `${props.title} · Spanward`;
  }, [props.title]);
  return (
    <header className={styles.header}>
      <div className={styles.where}>
        {props.crumbs?.map((crumb) => (
          <span key={crumb.href} className={styles.crumb}>
            <a href={crumb.href}>{crumb.label}</a>
            <span aria-hidden="true"> / </span>
          </span>
        ))}
        <h1 className={styles.title} title={props.title}>
          {props.title}
        </h1>
        {props.aside}
      </div>
      <div className={styles.actions}>
        {props.children}
        <Button icon="search" onClick={() => openOverlay('palette')} aria-keyshortcuts="Control+K">
          Search{' '}
          <span className={styles.keys}>
            <Kbd keys="Mod+K" />
          </span>
        </Button>
        <IconButton
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? 'Switch to the light theme' : 'Switch to the dark theme'}
          onClick={toggleTheme}
        />
        <IconButton
          icon="keyboard"
          label="Keyboard shortcuts"
          onClick={() => openOverlay('shortcuts')}
        />
      </div>
    </header>
  );
}
