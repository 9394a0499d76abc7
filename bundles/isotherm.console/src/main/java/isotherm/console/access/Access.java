/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Who may use the console: whoever knows the password, or, while there is none, the one-time token that the first start
 * prints. There is no password that comes along.
 */
@Component(service = Access.class)
public final class Access {
    static final int SHORTEST = 12;
    static final int LONGEST = 256;
    private static final int HTTP_UNAUTHORIZED = 401;
    private static final int HTTP_CONFLICT = 409;
    private static final int HTTP_UNPROCESSABLE = 422;
    private static final int HTTP_TOO_MANY = 429;

    private final PasswordFile file;
    private final SecureRandom random = new SecureRandom();
    private final Secrets secrets = new Secrets(random);
    private final Throttle throttle;
    private final Sessions sessions;
    private String tokenFingerprint = "";

    @Activate
    public Access(BundleContext context) {
        this(state(context).resolve("console").resolve("password"), System::nanoTime);
    }

    Access(Path file, LongSupplier nanos) {
        this.file = new PasswordFile(file);
        throttle = new Throttle(nanos);
        sessions = new Sessions(secrets, nanos);
    }

    private static Path state(BundleContext context) {
        String folder = context.getProperty("isotherm.state");
        return Path.of(folder == null || folder.isBlank() ? "state" : folder).toAbsolutePath();
    }

    /**
     * Called once, before the port opens.
     *
     * @param forget whether a stored password is forgotten
     * @return the one-time token, where there is no password
     */
    public synchronized Optional<String> begin(boolean forget) {
        if (forget) {
            file.forget();
        }
        tokenFingerprint = "";
        if (file.read().isPresent()) {
            return Optional.empty();
        }
        String token = secrets.words();
        tokenFingerprint = Secrets.fingerprint(token);
        return Optional.of(token);
    }

    public void end() {
        sessions.closeAll();
    }

    public boolean passwordSet() {
        return file.read().isPresent();
    }

    /** One at a time, so that many at once cannot take all processors. */
    public synchronized Session signIn(String password) {
        PasswordHash hash = file.read()
                .orElseThrow(() -> new HttpProblem(
                        HTTP_CONFLICT,
                        ReasonCode.CONFIG_MISSING,
                        "no password is set yet",
                        "set one with the one-time token that 'isotherm serve' printed"));
        judge(() -> password.length() <= LONGEST && hash.matches(password.toCharArray()), "the password is wrong");
        return sessions.open();
    }

    /** With the one-time token, which is spent then. */
    public synchronized Session setPassword(String token, String password) {
        judge(
                () -> !tokenFingerprint.isEmpty() && Secrets.same(tokenFingerprint, Secrets.fingerprint(token.strip())),
                "the one-time token is wrong or spent");
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new HttpProblem(
                    HTTP_UNPROCESSABLE,
                    ReasonCode.INPUT_INVALID,
                    "a password has " + SHORTEST + " to " + LONGEST + " characters",
                    "choose another");
        }
        file.write(PasswordHash.of(password.toCharArray(), random));
        tokenFingerprint = "";
        return sessions.open();
    }

    public Optional<Session> session(String id) {
        return sessions.find(id);
    }

    public void signOut(Session session) {
        sessions.close(session.id());
    }

    /** Whether what a request carries is the session's own token. */
    public static boolean carries(Session session, String token) {
        return token != null && Secrets.same(session.csrf(), token);
    }

    /** While wrong answers have to wait, none is looked at: a look takes long, by design. */
    private void judge(BooleanSupplier right, String otherwise) {
        long left = throttle.secondsLeft();
        if (left > 0) {
            throw new HttpProblem(
                            HTTP_TOO_MANY,
                            ReasonCode.INPUT_INVALID,
                            "too many wrong answers",
                            "try again in " + left + " s")
                    .header("Retry-After", Long.toString(left));
        }
        if (!right.getAsBoolean()) {
            throttle.wrong();
            throw new HttpProblem(HTTP_UNAUTHORIZED, ReasonCode.INPUT_INVALID, otherwise, "try again");
        }
        throttle.right();
    }
}
