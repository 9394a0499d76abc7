/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell.fetch;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Brings one file here. What has arrived stays, however the transfer ends, and the next one goes on behind it; a file counts as
 * here only with the length and the SHA-256 that were published.
 */
final class Download {
    /** How often in a row a transfer may break off without having brought a byte. */
    private static final int ATTEMPTS = 4;

    private static final int REDIRECTS = 5;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

    private final RemoteFile remote;
    private final Path part;
    private final LongConsumer progress;
    private final long pauseMillis;

    /**
     * @param part where the bytes go; may hold some of them already
     * @param progress told how many bytes are here
     * @param pauseMillis before a transfer that broke off is taken up again
     */
    Download(RemoteFile remote, Path part, LongConsumer progress, long pauseMillis) {
        this.remote = remote;
        this.part = part;
        this.progress = progress;
        this.pauseMillis = pauseMillis;
    }

    /** @throws ProblemException where the file cannot be had, or is another one than was published */
    void run() throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(out)) {
            int failures = 0;
            while (out.size() != remote.bytes()) {
                long before = out.size();
                try {
                    transfer(out);
                } catch (IOException e) {
                    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
                        throw e;
                    }
                    failures = out.size() > before ? 0 : failures + 1;
                    if (failures == ATTEMPTS) {
                        throw brokenOff(e);
                    }
                    pause();
                }
            }
        }
        String found = sha256();
        if (!found.equals(remote.sha256())) {
            Files.delete(part);
            throw problem(
                    ReasonCode.DATA_INVALID,
                    "what came from " + remote.uri() + " has the SHA-256 " + found + ", published was "
                            + remote.sha256(),
                    "fetch it again; if that is no help, the file was changed at its source",
                    null);
        }
    }

    private FileLock lock(FileChannel out) throws IOException {
        try {
            FileLock lock = out.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same answer
        }
        throw problem(
                ReasonCode.INPUT_INVALID,
                remote.name() + " is being fetched already",
                "wait until that has ended",
                null);
    }

    private void transfer(FileChannel out) throws IOException {
        if (out.size() > remote.bytes()) {
            out.truncate(0);
        }
        HttpURLConnection connection = connect(out.size());
        try {
            int status = connection.getResponseCode();
            if (status == 416 || status == 200) {
                out.truncate(0); // no part to be had: all of it, then
            }
            if (status == 416) {
                return;
            }
            if (status >= 500) {
                throw new IOException("the server answers " + status);
            }
            String range = connection.getHeaderField("Content-Range");
            boolean goesOn = status == 206 && range != null && range.startsWith("bytes " + out.size() + "-");
            if (status != 200 && !goesOn) {
                throw problem(
                        ReasonCode.DATA_MISSING,
                        remote.uri() + " is not to be had: the server answers " + status,
                        "see the data set's page",
                        null);
            }
            long length = connection.getContentLengthLong();
            if (length >= 0 && out.size() + length != remote.bytes()) {
                throw problem(
                        ReasonCode.DATA_INVALID,
                        remote.uri() + " has " + (out.size() + length) + " bytes, published were " + remote.bytes(),
                        "the file was changed at its source; see the data set's page",
                        null);
            }
            copy(connection.getInputStream(), out);
        } finally {
            connection.disconnect();
        }
    }

    /** Never takes more than was published. */
    private void copy(InputStream in, FileChannel out) throws IOException {
        byte[] block = new byte[1 << 16];
        out.position(out.size());
        while (out.size() < remote.bytes()) {
            int read = in.read(block, 0, (int) Math.min(block.length, remote.bytes() - out.size()));
            if (read < 0) {
                throw new IOException("the transfer ended after " + out.size() + " of " + remote.bytes() + " bytes");
            }
            for (ByteBuffer rest = ByteBuffer.wrap(block, 0, read); rest.hasRemaining(); ) {
                out.write(rest);
            }
            progress.accept(out.size());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    private HttpURLConnection connect(long from) throws IOException {
        URI uri = remote.uri();
        for (int i = 0; i <= REDIRECTS; i++) {
            if (!Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                throw problem(
                        ReasonCode.DATA_MISSING, remote.uri() + " leads to " + uri, "see the data set's page", null);
            }
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false); // Java's own way stops between http and https
            if (from > 0) {
                connection.setRequestProperty("Range", "bytes=" + from + "-");
            }
            String location = connection.getHeaderField("Location");
            if (!MOVED.contains(connection.getResponseCode()) || location == null) {
                return connection;
            }
            connection.disconnect();
            uri = uri.resolve(location);
        }
        throw new IOException("it is moved from address to address");
    }

    private void pause() throws InterruptedIOException {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private String sha256() throws IOException {
        try (InputStream in = Files.newInputStream(part)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    private ProblemException brokenOff(IOException e) {
        return problem(
                ReasonCode.DATA_MISSING,
                remote.uri() + " could not be fetched: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                "check the network and fetch it again; it goes on where it ended",
                e);
    }

    private ProblemException problem(ReasonCode code, String cause, String cure, Throwable e) {
        return new ProblemException(new Problem(code, remote.name(), cause, cure), e);
    }
}
