/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;

/** The Python names a weights file may mention, and what each means here. None of them runs anything. */
final class TorchClasses {
    static final IObjectConstructor TENSOR = TorchClasses::tensor;

    private static final Map<String, IObjectConstructor> CALLS = Map.ofEntries(
            Map.entry("torch._utils._rebuild_tensor", TENSOR),
            Map.entry("torch._utils._rebuild_tensor_v2", TENSOR),
            Map.entry("torch._utils._rebuild_parameter", args -> args[0]),
            Map.entry("torch._utils._rebuild_parameter_with_state", args -> args[0]),
            Map.entry("torch.nn.parameter.Parameter", args -> args[0]),
            Map.entry("torch.Size", args -> Arrays.asList((Object[]) args[0])),
            Map.entry("torch.device", args -> Arrays.asList(args)),
            Map.entry("collections.OrderedDict", TorchClasses::dictionary),
            Map.entry("numpy.dtype", NumpyType::of),
            Map.entry("numpy.core.multiarray.scalar", TorchClasses::scalar),
            Map.entry("numpy._core.multiarray.scalar", TorchClasses::scalar),
            Map.entry("_codecs.encode", TorchClasses::encode));

    private TorchClasses() {}

    /** The constructor, or the element type of a storage class. */
    static Object find(String module, String name) {
        if (module.equals("torch")) {
            var type = ElementType.ofStorage(name);
            if (type.isPresent()) {
                return type.get();
            }
        }
        IObjectConstructor call = CALLS.get(module + "." + name);
        if (call == null) {
            throw new BadFile(
                    "asks for the class " + BadFile.shown(module + "." + name) + ", which no weights file needs");
        }
        return call;
    }

    /** {@code (storage, offset, size, stride, ...)}. */
    private static Object tensor(Object[] args) {
        if (args.length < 4 || !(args[0] instanceof Storage storage)) {
            throw new BadFile("describes a tensor in a way not known here");
        }
        return new StoredTensor(storage, whole(args[1]), wholes(args[2]), wholes(args[3]));
    }

    private static Object dictionary(Object[] args) {
        var map = new LinkedHashMap<Object, Object>();
        if (args.length > 0) {
            for (Object item : (List<?>) args[0]) {
                List<?> pair = item instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) item;
                map.put((String) pair.get(0), pair.get(1));
            }
        }
        return map;
    }

    private static Object scalar(Object[] args) {
        return ((NumpyType) args[0]).scalar((byte[]) args[1]);
    }

    /** How pickle protocol 2 writes bytes: text whose characters are the bytes. */
    private static Object encode(Object[] args) {
        if (args.length > 1 && !"latin1".equals(args[1])) {
            throw new BadFile("encodes bytes in a way not known here");
        }
        return ((String) args[0]).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long[] wholes(Object sizes) {
        Object[] values = sizes instanceof List<?> list ? list.toArray() : (Object[]) sizes;
        return Arrays.stream(values).mapToLong(TorchClasses::whole).toArray();
    }

    private static long whole(Object number) {
        if (number instanceof Long || number instanceof Integer) {
            return ((Number) number).longValue();
        }
        throw new BadFile("has a size that is no whole number");
    }
}
