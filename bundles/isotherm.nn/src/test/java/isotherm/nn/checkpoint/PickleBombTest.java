/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Small pickles that name large things many times. Whatever is done with one, what is allocated on the way stays within its size;
 * it is counted, garbage included, so that steps that make something are counted with it.
 */
class PickleBombTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Of opening and reading any file, and what each byte of one may take: a few times what its pickle may. */
    private static final long FIXED = 8 << 20;

    private static final long PER_BYTE = 4 * Allowance.PER_BYTE;
    private static final int EACH = 5;

    @TempDir
    static Path folder;

    /** Builds the bomb on the stack, and leaves one value there. */
    private interface Fuse {
        void light(PickleBytes pickle, Random random);
    }

    enum Bomb {
        /** A list of the same list twice, again and again: 2^n when it is written out. */
        CLASS_NAMED_BY_A_LIST((pickle, random) -> {
            boolean first = random.nextBoolean();
            if (first) {
                doubled(pickle, random);
                pickle.text("x");
            } else {
                pickle.text("torch");
                doubled(pickle, random);
            }
            pickle.op(0x93);
        }),
        DTYPE_NAMED_BY_A_LIST((pickle, random) -> {
            pickle.global("numpy", "dtype");
            doubled(pickle, random);
            pickle.op(0x85, 'R');
        }),
        KEYED_BY_A_LIST((pickle, random) -> {
            pickle.op('}');
            doubled(pickle, random);
            pickle.op('N', 's');
        }),
        STORAGE_KEYED_BY_A_LIST((pickle, random) -> {
            pickle.op('(').text("storage").global("torch", "FloatStorage");
            doubled(pickle, random);
            pickle.text("cpu").number(1).op('t', 'Q');
        }),
        SCALAR_OF_A_LIST((pickle, random) -> {
            pickle.global("numpy.core.multiarray", "scalar");
            doubled(pickle, random);
            doubled(pickle, random);
            pickle.op(0x86, 'R');
        }),
        STATE_OF_A_LIST((pickle, random) -> {
            pickle.op('}');
            doubled(pickle, random);
            pickle.op('b');
        }),
        CALLED_LIST((pickle, random) -> {
            doubled(pickle, random);
            pickle.op(')', 'R');
        }),
        PLAIN_VALUE(PickleBombTest::doubled),
        /** Two lists that are in each other. */
        CYCLE((pickle, random) -> {
            pickle.op(']', 'q', 1, ']', 'q', 2).op('h', 1, 'a', 'a').op('h', random.nextBoolean() ? 1 : 2);
            if (random.nextBoolean()) {
                pickle.text("x").op(0x93);
            }
        }),
        ENCODED_AGAIN_AND_AGAIN((pickle, random) -> again(pickle, random, call -> call.global("_codecs", "encode")
                .op('q', 1, '0')
                .text("z".repeat(20_000))
                .text("latin1")
                .op(0x86, 'q', 2, '0'))),
        DICTIONARY_OF_PAIRS_AGAIN_AND_AGAIN((pickle, random) -> again(pickle, random, call -> {
            call.global("collections", "OrderedDict").op('q', 1, '0', ']', '(');
            for (int i = 0; i < 2000; i++) {
                call.text("k" + i).op('N', 0x86);
            }
            call.op('e', 0x85, 'q', 2, '0');
        })),
        TENSORS_OF_NOTHING(
                (pickle, random) -> again(pickle, random, call -> call.global("torch._utils", "_rebuild_tensor_v2")
                        .op('q', 1, '0', '(')
                        .storage("FloatStorage", "0", 0)
                        .number(0)
                        .wholes(0)
                        .wholes(1)
                        .op(0x89, 'N', 't', 'q', 2, '0'))),
        SHAPES_WITHOUT_END((pickle, random) -> {
            pickle.op(']', '(');
            for (int i = 0; i < 30_000; i++) {
                pickle.global("torch._utils", "_rebuild_tensor_v2")
                        .op('(')
                        .storage("FloatStorage", "0", 1)
                        .number(0);
                pickle.op('h', 0, 'h', 0, 0x89, 'N', 't', 'R');
            }
            pickle.op('e');
        }),
        STORAGES_AGAIN_AND_AGAIN((pickle, random) -> {
            pickle.op('(').text("storage").global("torch", "FloatStorage").op(0x8a, 255);
            pickle.raw(new byte[254]).op(0x7f).text("cpu").number(1).op('t', 'q', 1, '0', ']', '(');
            for (int i = 0; i < 50_000; i++) {
                pickle.op('h', 1, 'Q');
            }
            pickle.op('e');
        }),
        LARGE_NUMBERS_AS_KEYS((pickle, random) -> {
            pickle.op(0x8a, 255).raw(new byte[254]).op(0x7f, 'q', 1, '0', ']', '(');
            for (int i = 0; i < 50_000; i++) {
                pickle.op('}', 'h', 1, 'N', 's');
            }
            pickle.op('e');
        }),
        LONG_CLASS_NAME((pickle, random) -> {
            pickle.text("x".repeat(100_000)).op('q', 1, '0', ']', '(');
            for (int i = 0; i < 1000; i++) {
                pickle.op('h', 1, 'h', 1, 0x93);
            }
            pickle.op('e');
        });

        private final Fuse fuse;

        Bomb(Fuse fuse) {
            this.fuse = fuse;
        }
    }

    /** A value that mentions the one before it two to four times, in one of the ways that there are, 20 to 60 deep. */
    private static void doubled(PickleBytes pickle, Random random) {
        pickle.op(']');
        int depth = 20 + random.nextInt(40);
        for (int i = 0; i < depth; i++) {
            pickle.op('q', 9, '0');
            switch (random.nextInt(4)) {
                case 0 -> pickle.op(']', 'h', 9, 'a', 'h', 9, 'a');
                case 1 -> pickle.op('(', 'h', 9, 'h', 9, 'h', 9, 'l');
                case 2 -> pickle.op('}').text("a").op('h', 9, 's').text("b").op('h', 9, 's');
                default -> pickle.global("collections", "OrderedDict")
                        .op(']')
                        .text("a")
                        .op('h', 9, 0x86, 'a')
                        .text("b")
                        .op('h', 9, 0x86, 'a', 0x85, 'R');
            }
        }
    }

    /** The same call, function 1 and arguments 2, thousands of times. */
    private static void again(PickleBytes pickle, Random random, java.util.function.Consumer<PickleBytes> call) {
        call.accept(pickle);
        pickle.op(']', '(');
        int times = 20_000 + random.nextInt(20_000);
        for (int i = 0; i < times; i++) {
            pickle.op('h', 1, 'h', 2, 'R');
        }
        pickle.op('e');
    }

    @BeforeAll
    static void loadClasses() throws IOException {
        // what is loaded once is not of a file's doing
        Checkpoints.read(PickleBytes.tensor("FloatStorage", 1, 0, new long[] {1}, new long[] {1})
                .zip(folder.resolve("sound.pt"), Map.of("0", new byte[4])));
        for (Bomb bomb : Bomb.values()) {
            explode(bomb, new Random(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatABombAllocatesStaysWithinItsSize(Bomb bomb) throws IOException {
        var random = new Random(20 + bomb.ordinal());
        for (int i = 0; i < EACH; i++) {
            explode(bomb, random);
        }
    }

    @Test
    void anOldFilesListOfStoragesIsNotWrittenOut() throws IOException {
        for (int seed = 0; seed < EACH; seed++) {
            var keys = new PickleBytes().op(']');
            doubled(keys, new Random(seed));
            keys.op('a', '.');
            var root = PickleBytes.tensor("FloatStorage", 1, 0, new long[] {1}, new long[] {1});
            Path file = folder.resolve("old.pt");
            Files.write(file, PickleBytes.legacy(root.bytes(), keys.bytes(), 1, new byte[4]));
            bounded(file);
            Refusals.refused(file, "lists a storage that no tensor uses");
        }
    }

    private static void explode(Bomb bomb, Random random) throws IOException {
        boolean zip = random.nextBoolean();
        var pickle = new PickleBytes();
        boolean inside = random.nextBoolean();
        if (inside) {
            pickle.op('}').text("state_dict");
        }
        bomb.fuse.light(pickle, random);
        pickle.op(inside ? new int[] {'s', '.'} : new int[] {'.'});
        Path file = folder.resolve("bomb.pt");
        if (zip) {
            pickle.zip(file, Map.of("0", new byte[4]));
        } else {
            pickle.legacy(file, 1, new byte[4]);
        }
        bounded(file);
    }

    /** Reads a file, or is refused in one short line. */
    private static void bounded(Path file) throws IOException {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            Checkpoints.read(file);
        } catch (ProblemException e) {
            assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code(), e.getMessage());
            assertFalse(e.getMessage().contains("\n"));
            assertTrue(e.getMessage().length() < 500, () -> e.getMessage().substring(0, 500));
        }
        long taken = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        long allowed = FIXED + PER_BYTE * Files.size(file);
        assertTrue(taken < allowed, taken + " bytes for a file of " + Files.size(file));
    }
}
