/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * The memory that oneDNN's operations of one network need while they run. They run one at a time, so it is as large as the largest
 * needs. oneDNN would else take it from the thread that made an operation, and an operation that another thread runs would end the
 * process.
 */
final class Scratchpad implements AutoCloseable {
    private final List<memory> users = new ArrayList<>();
    private memory block;
    private long size;

    /** The memory for an operation; whoever asks closes it, before this. */
    memory of(memory.desc layout, OneDnn library) {
        long wanted = layout.get_size();
        if (wanted > size) {
            grow(wanted, library);
        }
        users.removeIf(user -> user.isNull());
        var user = new memory(layout, library.engine(), block.get_data_handle());
        users.add(user);
        return user;
    }

    private void grow(long wanted, OneDnn library) {
        memory old = block;
        try (var bytes = new memory.desc(new long[] {wanted}, memory.data_type.u8, memory.format_tag.a)) {
            block = new memory(bytes, library.engine());
        }
        size = wanted;
        users.stream().filter(user -> !user.isNull()).forEach(user -> user.set_data_handle(block.get_data_handle()));
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        users.clear();
        if (block != null) {
            block.close();
            block = null;
            size = 0;
        }
    }
}
