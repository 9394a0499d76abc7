/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * The unpickler narrowed to what weights files need: an allow-list of opcodes and, in {@link TorchClasses}, of classes.
 * Whatever would allocate by a length of the stream, call a method by reflection, or forget the order of a dictionary is
 * done here instead of in the library.
 */
final class SafePickle extends Unpickler {
    /** A pickle holds names and shapes, not weights: this is a thousand times what real files have. */
    static final long MAX_BYTES = 16 << 20;

    private static final int MAX_OPERATIONS = 4_000_000;

    /** Opcodes left to the library: they take no length and make nothing but constants, lists and tuples. */
    private static final Set<Short> PLAIN = Set.of(
            Opcodes.MARK,
            Opcodes.STOP,
            Opcodes.POP,
            Opcodes.POP_MARK,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.BINFLOAT,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.EMPTY_LIST,
            Opcodes.LIST,
            Opcodes.APPEND,
            Opcodes.APPENDS,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.MEMOIZE,
            Opcodes.PROTO,
            Opcodes.FRAME,
            Opcodes.BINPERSID,
            Opcodes.SHORT_BINUNICODE,
            Opcodes.SHORT_BINBYTES,
            Opcodes.SHORT_BINSTRING);

    /** Of a class's name and its module's. */
    private static final int MAX_NAME = 200;

    private final CountingInput source;
    private final Allowance allowance;
    private int operations;

    private SafePickle(CountingInput source) {
        this.source = source;
        this.allowance = new Allowance(source);
    }

    /** The next pickle of a stream: Java's own values, {@link StoredTensor}s, and nothing that could act. */
    static Object load(CountingInput source) throws IOException {
        return new SafePickle(source).load((java.io.InputStream) source);
    }

    @Override
    protected Object dispatch(short op) throws IOException {
        if (++operations > MAX_OPERATIONS) {
            throw new BadFile("has a pickle of more than " + MAX_OPERATIONS + " operations");
        }
        if (PLAIN.contains(op)) {
            return super.dispatch(op);
        }
        switch (op) {
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.DICT -> putAll(new LinkedHashMap<>(), stack.pop_all_since_marker(), true);
            case Opcodes.SETITEM -> setItem();
            case Opcodes.SETITEMS -> setItems();
            case Opcodes.GLOBAL -> {
                String module = line();
                stack.add(TorchClasses.find(module, line()));
            }
            case Opcodes.STACK_GLOBAL -> {
                String name = className(stack.pop());
                stack.add(TorchClasses.find(className(stack.pop()), name));
            }
            case Opcodes.REDUCE, Opcodes.NEWOBJ -> call(op);
            case Opcodes.BUILD -> build();
            case Opcodes.BINUNICODE -> stack.add(text(uint32()));
            case Opcodes.BINUNICODE8 -> stack.add(text(int64()));
            case Opcodes.BINSTRING -> stack.add(PickleUtils.rawStringFromBytes(source.take(uint32())));
            case Opcodes.BINBYTES -> stack.add(source.take(uint32()));
            case Opcodes.BINBYTES8 -> stack.add(source.take(int64()));
            case Opcodes.LONG1 -> stack.add(whole(source.take(source.read())));
            default -> throw new BadFile(
                    String.format("uses pickle opcode 0x%02x, which no weights file needs", op & 0xff));
        }
        return NO_RETURN_VALUE;
    }

    /** A storage: {@code ("storage", type, key, location, elements[, view])}. */
    @Override
    protected Object persistentLoad(Object id) {
        if (!(id instanceof Object[] parts)
                || parts.length < 5
                || !"storage".equals(parts[0])
                || !(parts[1] instanceof ElementType type)
                || !(parts[2] instanceof String || isWhole(parts[2]))
                || !(parts[4] instanceof Number elements)) {
            throw new BadFile("describes a storage in a way not known here");
        }
        if (parts.length > 5 && parts[5] != null) {
            throw new BadFile("uses storage views, which PyTorch stopped writing in version 0.4");
        }
        if (elements.longValue() < 0 || elements.longValue() > Long.MAX_VALUE / 8) {
            throw new BadFile("states a storage size that cannot be");
        }
        return new Storage(type, parts[2].toString(), elements.longValue());
    }

    /** Of a long, which is short as text; Python's whole numbers have no end. */
    static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer;
    }

    /** The arguments lie on top of the stack, what is called below them. */
    private void call(short op) throws IOException {
        Object arguments = stack.pop();
        allowance.call(stack.peek(), arguments);
        stack.add(arguments);
        super.dispatch(op);
    }

    /** Nothing but text is made text of: a list of lists can be endless when it is written out. */
    private static String className(Object name) {
        if (name instanceof String text && text.length() <= MAX_NAME) {
            return text;
        }
        throw new BadFile("names a class by something that is no name");
    }

    private void setItem() {
        Object value = stack.pop();
        Object key = stack.pop();
        put(dictionary(), key, value);
    }

    private void setItems() {
        List<Object> items = stack.pop_all_since_marker();
        putAll(dictionary(), items, false);
    }

    private void putAll(Map<Object, Object> into, List<Object> items, boolean push) {
        if (items.size() % 2 != 0) {
            throw new BadFile("has a dictionary with a key and no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            put(into, items.get(i), items.get(i + 1));
        }
        if (push) {
            stack.add(into);
        }
    }

    private static void put(Map<Object, Object> into, Object key, Object value) {
        boolean plain = key instanceof Number && !(key instanceof BigInteger);
        if (!(key instanceof String || plain || key instanceof Boolean)) {
            throw new BadFile("has a dictionary key that is neither text nor a number");
        }
        into.put(key, value);
    }

    /** Only dictionaries made here are modifiable by a stream. */
    @SuppressWarnings("unchecked")
    private Map<Object, Object> dictionary() {
        if (stack.peek() instanceof LinkedHashMap<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        throw new BadFile("sets an item of something that is no dictionary");
    }

    /** State of an object: a numpy dtype takes its byte order, an OrderedDict's attributes (version marks) are dropped. */
    private void build() {
        Object state = stack.pop();
        Object target = stack.peek();
        if (target instanceof NumpyType && state instanceof Object[] parts && parts.length > 1) {
            NumpyType.checkOrder(parts[1]);
        } else if (!(target instanceof LinkedHashMap<?, ?> && state instanceof Map<?, ?>)) {
            throw new BadFile("sets the state of an object that has none");
        }
    }

    /** A line of a class name. */
    private String line() throws IOException {
        var line = new ArrayList<Byte>();
        for (int b = source.read(); b != '\n'; b = source.read()) {
            if (b < 0 || line.size() > MAX_NAME) {
                throw new BadFile("is truncated, or names a class at great length");
            }
            line.add((byte) b);
        }
        byte[] bytes = new byte[line.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = line.get(i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String text(long length) throws IOException {
        return new String(source.take(length), StandardCharsets.UTF_8);
    }

    private long uint32() throws IOException {
        return PickleUtils.bytes_to_integer(source.take(4)) & 0xffff_ffffL;
    }

    private long int64() throws IOException {
        return PickleUtils.bytes_to_long(source.take(8), 0);
    }

    /** Little-endian two's complement; no bytes are zero. */
    private static Number whole(byte[] littleEndian) {
        byte[] bigEndian = new byte[Math.max(1, littleEndian.length)];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[littleEndian.length - 1 - i] = littleEndian[i];
        }
        var value = new BigInteger(bigEndian);
        return value.bitLength() < 64 ? (Number) value.longValue() : value;
    }
}
