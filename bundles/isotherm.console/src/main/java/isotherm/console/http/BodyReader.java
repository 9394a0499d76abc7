/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import isotherm.api.wiring.ReasonCode;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Reads a request's body as it comes, with no thread that waits for it, so that senders who are slow, or stop, keep nobody else
 * from being answered. There is an end to it: of its size, and of the time that so many bytes may take.
 */
public final class BodyReader implements ReadListener {
    /** So long may a body take however small it is, and so many bytes have to come each second after. */
    static final long GRACE_NANOS = 15_000_000_000L;

    static final long BYTES_A_SECOND = 2048;

    /** Whoever is still sending reads no answer; so much more than allowed is let by before one is given all the same. */
    private static final int MORE = 3;

    private final ServletInputStream in;
    private final int limit;
    private final boolean patient;
    private final Receiver receiver;
    private final AsyncContext context;
    private final LongSupplier nanos;
    private final long begun;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] some = new byte[1 << 13];
    private long count;
    private boolean over;

    /** Answers the request, in whichever way; what goes wrong with that is its own affair. */
    public interface Receiver {
        void received(byte[] body);

        void refused(HttpProblem problem);

        /** Whoever sent it has gone. */
        void gone();
    }

    private BodyReader(
            HttpServletRequest request,
            ServletInputStream in,
            int limit,
            boolean patient,
            Receiver receiver,
            LongSupplier nanos) {
        this.in = in;
        this.limit = limit;
        this.patient = patient;
        this.receiver = receiver;
        this.nanos = nanos;
        begun = nanos.getAsLong();
        context = request.startAsync();
        // the connection's own end to waiting holds, and the bytes' here
        context.setTimeout(0);
    }

    /**
     * Returns at once; the receiver is called later, on a thread of the server.
     *
     * @param limit bytes that the body may have
     * @param patient whether a sender of more is listened to for a while, to be answered in the end
     * @throws HttpProblem where the request itself says that its body is larger, and the sender is not listened to
     */
    public static void read(HttpServletRequest request, int limit, boolean patient, Receiver receiver)
            throws IOException {
        if (request.getContentLengthLong() > (patient ? limit + (long) MORE * limit : limit)) {
            throw tooLarge(limit);
        }
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new BodyReader(request, in, limit, patient, receiver, System::nanoTime));
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && in.isReady()) {
            int read = in.read(some);
            if (read < 0) {
                return;
            }
            count += read;
            if (count <= limit) {
                kept.write(some, 0, read);
            } else if (!patient || count > limit + (long) MORE * limit) {
                end(() -> receiver.refused(tooLarge(limit)));
            }
            if (!over && tooSlow(nanos.getAsLong() - begun, count)) {
                end(() -> receiver.refused(tooSlow()));
            }
        }
    }

    static boolean tooSlow(long elapsed, long count) {
        return elapsed > GRACE_NANOS + count * 1_000_000_000L / BYTES_A_SECOND;
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            end(() -> {
                if (count > limit) {
                    receiver.refused(tooLarge(limit));
                } else {
                    receiver.received(kept.toByteArray());
                }
            });
        }
    }

    @Override
    public void onError(Throwable trouble) {
        if (!over) {
            end(Gone.is(trouble) ? receiver::gone : () -> receiver.refused(tooSlow()));
        }
    }

    private void end(Runnable last) {
        over = true;
        try {
            last.run();
        } finally {
            context.complete();
        }
    }

    private static HttpProblem tooSlow() {
        return new HttpProblem(408, ReasonCode.INPUT_INVALID, "the request's body came too slowly", "send it again")
                .header("Connection", "close");
    }

    private static HttpProblem tooLarge(int limit) {
        return new HttpProblem(
                        413,
                        ReasonCode.INPUT_INVALID,
                        "the request's body is larger than the "
                                + (limit >= 1 << 20 ? (limit >> 20) + " MiB" : (limit >> 10) + " KiB") + " allowed",
                        "send less")
                .header("Connection", "close");
    }
}
