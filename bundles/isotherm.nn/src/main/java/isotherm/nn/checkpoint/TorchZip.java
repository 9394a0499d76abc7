/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * PyTorch's format since 1.6: a zip with {@code NAME/data.pkl} and the storages as {@code NAME/data/KEY}. Entries are
 * stored, not compressed, and together no larger than the file, which rules out zip bombs.
 */
final class TorchZip implements StorageReader {
    private final ZipFile zip;
    private final String prefix;

    private TorchZip(ZipFile zip, String prefix) {
        this.zip = zip;
        this.prefix = prefix;
    }

    static Object read(Path file, TopLevel wanted) throws IOException {
        long fileSize = Files.size(file);
        try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            checkSizes(entries, fileSize);
            List<String> roots = entries.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("([^/]*/)?data\\.pkl"))
                    .toList();
            if (roots.size() != 1) {
                throw new BadFile("is a zip, and not one that PyTorch wrote (no data.pkl in it)");
            }
            String root = roots.get(0);
            var reader = new TorchZip(zip, root.substring(0, root.length() - "data.pkl".length()));
            reader.checkByteOrder();
            return new PlainTree(reader, fileSize).of(wanted.of(reader.pickle(root)));
        }
    }

    @Override
    public ByteBuffer read(Storage storage) throws IOException {
        ZipEntry entry = zip.getEntry(prefix + "data/" + storage.key());
        long length = storage.elements() * storage.type().bytes;
        if (entry == null || entry.getSize() != length) {
            throw new BadFile("lacks the storage " + BadFile.shown(storage.key()) + " of " + length + " bytes");
        }
        return ByteBuffer.wrap(bytes(entry)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Object pickle(String root) throws IOException {
        ZipEntry entry = zip.getEntry(root);
        if (entry.getSize() > SafePickle.MAX_BYTES) {
            throw new BadFile("has a data.pkl of " + entry.getSize() + " bytes, which is too large");
        }
        byte[] bytes = bytes(entry);
        return SafePickle.load(new CountingInput(new ByteArrayInputStream(bytes), bytes.length));
    }

    private void checkByteOrder() throws IOException {
        ZipEntry entry = zip.getEntry(prefix + "byteorder");
        if (entry != null
                && (entry.getSize() > 16 || !new String(bytes(entry), StandardCharsets.US_ASCII).equals("little"))) {
            throw new BadFile("holds big-endian numbers");
        }
    }

    private byte[] bytes(ZipEntry entry) throws IOException {
        if (entry.getSize() > Integer.MAX_VALUE - 8) {
            throw new BadFile("has a storage of " + entry.getSize() + " bytes; up to 2 GiB can be read");
        }
        Memory.heap(entry.getSize());
        byte[] bytes = new byte[(int) entry.getSize()];
        int read;
        try (InputStream in = zip.getInputStream(entry)) {
            read = in.readNBytes(bytes, 0, bytes.length);
        }
        var crc = new CRC32();
        crc.update(bytes);
        if (read != bytes.length || crc.getValue() != entry.getCrc()) {
            throw new BadFile("is damaged in " + BadFile.shown(entry.getName()));
        }
        return bytes;
    }

    private static void checkSizes(List<? extends ZipEntry> entries, long fileSize) {
        long total = 0;
        for (ZipEntry entry : entries) {
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw new BadFile("is a compressed zip; PyTorch stores its entries uncompressed");
            }
            if (entry.getSize() < 0 || entry.getSize() > fileSize - total) {
                throw new BadFile("has zip entries larger than the file itself");
            }
            total += entry.getSize();
        }
    }
}
