/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.io.EofException;

/** Tells whether somebody has gone before they were answered, which people do, and which is no error. */
public final class Gone {
    private static final String BY_THEM = "(?i).*(broken pipe|connection reset|connection aborted).*";

    private Gone() {}

    /** Whether that is what an exception comes from. */
    public static boolean is(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof EofException
                    || cause instanceof ClosedChannelException
                    || cause instanceof IOException
                            && String.valueOf(cause.getMessage()).matches(BY_THEM)) {
                return true;
            }
        }
        return false;
    }
}
