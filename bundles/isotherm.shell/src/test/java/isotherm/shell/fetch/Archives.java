/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives entry by entry, so that hostile ones can be written as well. */
final class Archives {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Archives file(String name, byte[] content) {
        return entry(name, '0', content.length, content);
    }

    Archives folder(String name) {
        return entry(name, '5', 0, new byte[0]);
    }

    /** GNU's way of a name beyond 100 characters. */
    Archives gnuName(String name) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return entry("././@LongLink", 'L', bytes.length, bytes);
    }

    /** The way of pax, its length counting itself. */
    Archives paxName(String name) {
        String rest = " path=" + name + "\n";
        int bytesOfRest = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytesOfRest + 1;
        while (String.valueOf(length).length() + bytesOfRest != length) {
            length++;
        }
        byte[] bytes = (length + rest).getBytes(StandardCharsets.UTF_8);
        return entry("PaxHeaders/x", 'x', bytes.length, bytes);
    }

    Archives entry(String name, char type, long claimed, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format("%011o", claimed));
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 257, "ustar\0" + "00");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    byte[] tar() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[1024]);
        return whole.toByteArray();
    }

    byte[] tarGz() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
            gzip.write(tar());
        }
        return whole.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
