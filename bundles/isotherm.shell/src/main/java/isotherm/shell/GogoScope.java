/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.framework.BundleContext;

/** Puts Isotherm's commands before others of the same name: the component runtime has an {@code info}, too. */
final class GogoScope implements CommandSessionListener {
    private static final String SCOPE = "SCOPE";
    private static final String PRESET = "gogo:*";

    private GogoScope() {}

    static void register(BundleContext context) {
        context.registerService(CommandSessionListener.class, new GogoScope(), null);
    }

    /** Gogo's own profile has set the scope by then; one that the user has set stays. */
    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        if (PRESET.equals(session.get(SCOPE))) {
            session.put(SCOPE, "isotherm:" + PRESET);
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
        // nothing to do
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        // nothing to do
    }
}
