/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
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
    private final Devices devices = new Devices(secrets);
    private final Turns strangers = new Turns();
    private final Turns known = new Turns();
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

    /**
     * With the password. Where it was right before, nobody else's wrong answers have to be waited for.
     *
     * @throws HttpProblem where it is wrong, was wrong too often from there, or was not set yet
     */
    public Session signIn(String password, Caller caller) {
        PasswordHash hash = file.read()
                .orElseThrow(() -> new HttpProblem(
                        HTTP_CONFLICT,
                        ReasonCode.CONFIG_MISSING,
                        "no password is set yet",
                        "set one with the one-time token that 'isotherm serve' printed"));
        Optional<String> device = devices.known(caller.device(), hash);
        String from = device.map(name -> "device " + name).orElse("address " + caller.address());
        refuseTooMany(from);
        return (device.isPresent() ? known : strangers).take(() -> look(password, hash, from));
    }

    /** While wrong answers have to wait, none is looked at: a look takes long, by design. */
    private Session look(String password, PasswordHash hash, String from) {
        refuseTooMany(from);
        if (password.length() > LONGEST || !hash.matches(password.toCharArray())) {
            throttle.wrong(from);
            throw new HttpProblem(HTTP_UNAUTHORIZED, ReasonCode.INPUT_INVALID, "the password is wrong", "try again");
        }
        throttle.right(from);
        return sessions.open();
    }

    private void refuseTooMany(String from) {
        long left = throttle.secondsLeft(from);
        if (left > 0) {
            throw new HttpProblem(
                            HTTP_TOO_MANY,
                            ReasonCode.INPUT_INVALID,
                            "too many wrong answers came from there",
                            "try again in " + left + " s")
                    .header("Retry-After", Long.toString(left));
        }
    }

    /** What a browser keeps in which the password was right, so that it is known again; what it has, where that will do. */
    public String device(Caller caller) {
        PasswordHash hash = file.read().orElseThrow();
        return devices.known(caller.device(), hash).isPresent() ? caller.device() : devices.issue(hash);
    }

    /** With the one-time token, which is spent then. It is too long to be guessed, so wrong ones keep nobody waiting. */
    public synchronized Session setPassword(String token, String password) {
        if (tokenFingerprint.isEmpty() || !Secrets.same(tokenFingerprint, Secrets.fingerprint(token.strip()))) {
            throw new HttpProblem(
                    HTTP_UNAUTHORIZED,
                    ReasonCode.INPUT_INVALID,
                    "the one-time token is wrong or spent",
                    "take the one that 'isotherm serve' printed last");
        }
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

    /** Whether a session is open still; to ask is not to use it. */
    public boolean open(Session session) {
        return sessions.open(session.id());
    }

    public void signOut(Session session) {
        sessions.close(session.id());
    }

    /** Whether what a request carries is the session's own token. */
    public static boolean carries(Session session, String token) {
        return token != null && Secrets.same(session.csrf(), token);
    }
}
