import { create } from 'zustand';
import { ThemeChoice } from '../../shared/desktop-api.ts';
import { readStored, writeStored } from '../ui/stored.ts';

export type Theme = 'light' | 'dark';

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

const effective = (choice: ThemeChoice): Theme =>
  choice === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : choice;

interface ThemeState {
  choice: ThemeChoice;
  theme: Theme;
}

const initial = window.spanward?.initialTheme ?? readStored('theme', ThemeChoice, 'system');
const useThemeState = create<ThemeState>()(() => ({ choice: initial, theme: effective(initial) }));

function apply(choice: ThemeChoice): void {
  const theme = effective(choice);
  // The same attribute that `public/theme-start.js` set before the first paint.
  document.documentElement.dataset['theme'] = theme;
  useThemeState.setState({ choice, theme });
}

/** Follows the system's switch between day and night as long as no theme was chosen. */
export function followSystemTheme(): void {
  systemIsDark.addEventListener('change', () => apply(useThemeState.getState().choice));
  apply(initial);
}

/** The theme on screen now; canvases draw anew when it changes. */
export function useTheme(): Theme {
  return useThemeState((state) => state.theme);
}

export function useThemeChoice(): ThemeChoice {
  return useThemeState((state) => state.choice);
}

/** Chooses and remembers a theme. */
export function chooseTheme(choice: ThemeChoice): void {
  writeStored('theme', choice);
  window.spanward?.setTheme(choice);
  apply(choice);
}

/** To the other theme than the one on screen. */
export function toggleTheme(): void {
  chooseTheme(useThemeState.getState().theme === 'dark' ? 'light' : 'dark');
}
