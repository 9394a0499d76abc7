/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell.fetch;

import isotherm.api.wiring.FileName;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Unpacks a tar archive: files and folders, names as POSIX (ustar, pax) and GNU write them. Whatever would leave the folder, is
 * no plain file, or makes more than a limit is refused; links are not needed by any data set here.
 */
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int MAX_NAME = 1 << 16;
    private static final int MAX_ENTRIES = 4_000_000;

    private final InputStream in;
    private final Path folder;
    private long left;

    /** @param limit how many bytes all files may have together */
    TarArchive(InputStream in, Path folder, long limit) {
        this.in = in;
        this.folder = folder.toAbsolutePath().normalize();
        this.left = limit;
    }

    /** @throws IOException with what is wrong, as a line */
    void unpack() throws IOException {
        String longName = null;
        for (int entry = 0; ; entry++) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || header.length == BLOCK && blank(header)) {
                return;
            }
            if (header.length < BLOCK) {
                throw new EOFException("it ends within a header");
            }
            if (entry == MAX_ENTRIES) {
                throw new IOException("it has more than " + MAX_ENTRIES + " entries");
            }
            check(header);
            long size = octal(header, 124, 12);
            String name = longName != null ? longName : name(header);
            longName = null;
            switch (header[156]) {
                case 0, '0', '7' -> file(name, size);
                case '5' -> folder(name);
                case 'L' -> longName = text(content(size), 0, (int) size);
                case 'x' -> longName = path(content(size));
                case 'g' -> content(size);
                default -> throw new IOException(
                        "its entry " + name + " is neither file nor folder (type '" + (char) header[156] + "')");
            }
        }
    }

    /** Of the folder itself, too, as many archives begin. */
    private void folder(String name) throws IOException {
        if (!name.matches("[./]*") || name.startsWith("/") || name.contains("..")) {
            Files.createDirectories(inside(name));
        }
    }

    private void file(String name, long size) throws IOException {
        if (size > left) {
            throw new IOException("it unpacks to far more than its length lets expect");
        }
        left -= size;
        Path file = inside(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            byte[] block = new byte[1 << 16];
            for (long rest = size; rest > 0; ) {
                int read = in.read(block, 0, (int) Math.min(block.length, rest));
                if (read < 0) {
                    throw new EOFException("it ends within " + name);
                }
                out.write(block, 0, read);
                rest -= read;
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException("it has " + name + " twice, or two names that this system does not tell apart", e);
        }
        in.skipNBytes(padding(size));
    }

    private byte[] content(long size) throws IOException {
        if (size > MAX_NAME) {
            throw new IOException("it has a name of " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new EOFException("it ends within a name");
        }
        in.skipNBytes(padding(size));
        return content;
    }

    private Path inside(String name) throws IOException {
        return FileName.inside(folder, name)
                .orElseThrow(() -> new IOException(
                        "its entry " + name.replaceAll("\\p{Cntrl}", "?") + " leads out of the folder"));
    }

    /** The sum of the header's bytes, its own field taken as blanks. */
    private static void check(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        if (sum != octal(header, 148, 8)) {
            throw new IOException("it is damaged, or no tar archive");
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean posix = text(header, 257, 6).equals("ustar") && header[262] == 0;
        String prefix = posix ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Of a pax header, lines "length key=value", the path; null where it has none. */
    private static String path(byte[] pax) throws IOException {
        String path = null;
        for (int at = 0; at < pax.length; ) {
            int blank = at;
            while (blank < pax.length && pax[blank] != ' ') {
                blank++;
            }
            String digits = text(pax, at, blank - at);
            int length = digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
            if (length <= digits.length() + 1 || at + length > pax.length) {
                throw new IOException("it has a damaged extended header");
            }
            String pair = new String(pax, blank + 1, at + length - blank - 2, StandardCharsets.UTF_8);
            if (pair.startsWith("path=")) {
                path = pair.substring(5);
            }
            if (pair.startsWith("size=")) {
                throw new IOException("it has a file of more than 8 GB");
            }
            at += length;
        }
        return path;
    }

    private static String text(byte[] bytes, int from, int most) {
        int length = 0;
        while (length < most && bytes[from + length] != 0) {
            length++;
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{0,11}")) {
            throw new IOException("it is damaged, or no tar archive");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static boolean blank(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }
}
