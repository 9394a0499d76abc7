/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

/** A body that comes in parts, when the test says so. */
class BodyReaderTest {
    private static final int LIMIT = 1000;
    private final Sender sender = new Sender();
    private String outcome = "";
    private int completed;

    private void begin(long told, boolean patient) throws IOException {
        var context = (AsyncContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (p, method, args) -> {
                    completed += method.getName().equals("complete") ? 1 : 0;
                    return null;
                });
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (p, method, args) -> switch (method.getName()) {
                    case "getContentLengthLong" -> told;
                    case "getInputStream" -> sender;
                    case "startAsync" -> context;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        BodyReader.read(request, LIMIT, patient, new BodyReader.Receiver() {
            @Override
            public void received(byte[] body) {
                outcome += "received " + body.length;
            }

            @Override
            public void refused(HttpProblem problem) {
                outcome += "refused " + problem.status();
            }

            @Override
            public void gone() {
                outcome += "gone";
            }
        });
    }

    @Test
    void partsMakeAWholeAndNobodyIsHeldUpMeanwhile() throws IOException {
        begin(-1, false);
        assertEquals("", outcome);
        sender.sends(400);
        assertEquals("", outcome);
        sender.sends(600);
        assertEquals("", outcome);
        sender.ends();
        assertEquals("received 1000", outcome);
        assertEquals(1, completed);
    }

    @Test
    void moreThanTheLimitIsRefusedAtOnceOrOnceItIsSent() throws IOException {
        assertEquals(
                413,
                assertThrows(HttpProblem.class, () -> begin(LIMIT + 1, false)).status());
        begin(-1, false);
        sender.sends(LIMIT + 1);
        assertEquals("refused 413", outcome);
        sender.ends();
        sender.listener.onError(new EofException());
        assertEquals("refused 413", outcome);
        assertEquals(1, completed);
    }

    @Test
    void aBrowserIsToldOnceItHasSentItsImageButNotWhateverItsSize() throws IOException {
        begin(2 * LIMIT, true);
        sender.sends(2 * LIMIT);
        assertEquals("", outcome);
        sender.ends();
        assertEquals("refused 413", outcome);
        outcome = "";
        begin(-1, true);
        sender.sends(5 * LIMIT);
        assertEquals("refused 413", outcome);
        assertEquals(
                413,
                assertThrows(HttpProblem.class, () -> begin(5 * LIMIT, true)).status());
    }

    @Test
    void whoStopsIsRefusedAndWhoGoesIsNotAnswered() throws IOException {
        begin(-1, false);
        sender.listener.onError(new TimeoutException());
        assertEquals("refused 408", outcome);
        outcome = "";
        begin(-1, false);
        sender.listener.onError(new EofException());
        assertEquals("gone", outcome);
        assertEquals(2, completed);
    }

    @Test
    void slowIsWhatTakesLongerThanItsBytesMay() {
        assertFalse(BodyReader.tooSlow(BodyReader.GRACE_NANOS, 1));
        assertTrue(BodyReader.tooSlow(BodyReader.GRACE_NANOS + 1_000_000_000L, 1));
        assertFalse(BodyReader.tooSlow(BodyReader.GRACE_NANOS + 1_000_000_000L, BodyReader.BYTES_A_SECOND));
        // the largest image, from a slow line
        assertFalse(BodyReader.tooSlow(3600L * 1_000_000_000L, 16 << 20));
    }

    private static final class Sender extends ServletInputStream {
        private ReadListener listener;
        private int left;
        private boolean ended;

        void sends(int bytes) throws IOException {
            left += bytes;
            listener.onDataAvailable();
        }

        void ends() throws IOException {
            ended = true;
            listener.onAllDataRead();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int from, int most) {
            int read = Math.min(most, left);
            left -= read;
            return read;
        }

        @Override
        public boolean isFinished() {
            return ended;
        }

        @Override
        public boolean isReady() {
            return left > 0;
        }

        @Override
        public void setReadListener(ReadListener one) {
            listener = one;
            left = 0;
        }
    }
}
