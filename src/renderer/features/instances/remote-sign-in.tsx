import { LOCAL_INSTANCE, type Instance } from '../../../shared/instances.ts';
import { PasswordForm } from '../sign-in/password-form.tsx';
import { Button } from '../../ui/button.tsx';
import { RemoteFrame } from './remote-frame.tsx';

/** The door of a remote instance: its session stays with the app, outside of this page. */
export function RemoteSignIn({ instance }: { instance: Instance }) {
  return (
    <RemoteFrame instance={instance}>
      <PasswordForm
        title={`Sign in to ${instance.name}`}
        otherWay={
          <Button
            type="button"
            look="ghost"
            icon="monitor"
            onClick={() => window.spanward?.instances.use(LOCAL_INSTANCE)}
          >
            Back to this computer
          </Button>
        }
      />
    </RemoteFrame>
  );
}
