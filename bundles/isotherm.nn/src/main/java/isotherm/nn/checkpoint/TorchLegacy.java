/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's format before 1.6: pickles of a magic number, the protocol, the machine, the object and the storages' keys, and
 * then for each key the number of elements (8 bytes) and the elements.
 */
final class TorchLegacy implements StorageReader {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int PROTOCOL = 1001;

    private final FileChannel channel;
    private final Map<String, Storage> storages;
    private final Map<String, Long> positions = new HashMap<>();

    private TorchLegacy(FileChannel channel, Map<String, Storage> storages) {
        this.channel = channel;
        this.storages = storages;
    }

    static Object read(Path file, TopLevel wanted) throws IOException {
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            var in = new CountingInput(
                    new BufferedInputStream(Channels.newInputStream(channel), 1 << 16),
                    Math.min(size, SafePickle.MAX_BYTES));
            if (!MAGIC.equals(SafePickle.load(in))) {
                throw new BadFile("is no PyTorch checkpoint: its magic number is missing");
            }
            if (!(SafePickle.load(in) instanceof Number protocol) || protocol.intValue() != PROTOCOL) {
                throw new BadFile("has a PyTorch protocol other than " + PROTOCOL);
            }
            if (!(SafePickle.load(in) instanceof Map<?, ?> machine)
                    || !Boolean.TRUE.equals(machine.get("little_endian"))) {
                throw new BadFile("was written on a big-endian machine");
            }
            Object root = SafePickle.load(in);
            if (!(SafePickle.load(in) instanceof List<?> keys)) {
                throw new BadFile("has no list of storages");
            }
            var reader = new TorchLegacy(channel, StorageCollector.storages(root));
            reader.locate(keys, in.position(), size);
            return new PlainTree(reader, size).of(wanted.of(root));
        }
    }

    @Override
    public ByteBuffer read(Storage storage) throws IOException {
        Long position = positions.get(storage.key());
        if (position == null || !storage.equals(storages.get(storage.key()))) {
            throw new BadFile("lacks the storage " + BadFile.shown(storage.key()));
        }
        return at(position, storage.elements() * storage.type().bytes);
    }

    /** Walks over the storages, each checked against the end of the file. */
    private void locate(List<?> keys, long start, long size) throws IOException {
        long position = start;
        for (Object key : keys) {
            boolean plain = key instanceof String || SafePickle.isWhole(key);
            Storage storage = plain ? storages.get(key.toString()) : null;
            if (storage == null) {
                throw new BadFile("lists a storage that no tensor uses");
            }
            if (position > size - 8) {
                throw new BadFile("is truncated");
            }
            long elements = at(position, 8).getLong(0);
            position += 8;
            if (elements != storage.elements() || elements > (size - position) / storage.type().bytes) {
                throw new BadFile("is truncated, or has a storage of another size than stated");
            }
            if (positions.put(storage.key(), position) != null) {
                throw new BadFile("lists a storage twice");
            }
            position += elements * storage.type().bytes;
        }
    }

    private ByteBuffer at(long position, long length) throws IOException {
        if (length > Integer.MAX_VALUE - 8) {
            throw new BadFile("has a storage of " + length + " bytes; up to 2 GiB can be read");
        }
        return SafeTensorsReader.at(channel, position, (int) length);
    }
}
