import './styles/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.tsx';
import { followSystemTheme } from './app/theme.ts';
import { watchAttendance } from './client/attendance.ts';
import { connectThrough } from './client/client.ts';
import { createConsoleLink } from './client/console-link.ts';
import { createDesktopLink } from './client/desktop.ts';
import { IS_REMOTE } from './client/instance.ts';
import { followCollector } from './client/live.ts';
import { queryClient } from './client/queries.ts';

// The content security policy forbids the code that zod would otherwise generate.
z.config({ jitless: true });

followSystemTheme();
connectThrough(window.spanward ? createDesktopLink(window.spanward) : createConsoleLink());
if (!window.spanward || IS_REMOTE) watchAttendance();
void followCollector();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
