/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.paths;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Finds the methods in which text becomes a path: where a string goes into a path, a file or a temporary file's name that is
 * neither a constant, a number, nor made by the one function for it. A method that only hands on its parameter is looked at
 * where it is called. Strings are followed through local variables and joined strings, not through fields and collections:
 * what comes out of these is text from outside.
 */
final class PathsFromText {
    private static final String STRING = "Ljava/lang/String;";

    /** The one place. */
    private static final String PLACE = "isotherm/api/wiring/FileName";

    /** Whose results may become paths: nothing but hexadecimal digits, or a name that was made safe. */
    private static final Set<String> MAKERS = Set.of("FileName.of", "HeatmapFile.of", "Hash.text");

    /** What text can be joined of without being text from outside. */
    private static final Set<String> OWN = Set.of("java/nio/file/Path", "java/util/UUID");

    /** Types whose constructors take the name of a file. */
    private static final Set<String> FILES = Set.of(
            "java/io/File",
            "java/io/FileInputStream",
            "java/io/FileOutputStream",
            "java/io/FileReader",
            "java/io/FileWriter",
            "java/io/PrintStream",
            "java/io/PrintWriter",
            "java/io/RandomAccessFile",
            "java/util/Formatter",
            "java/util/Scanner",
            "java/util/zip/ZipFile",
            "java/util/jar/JarFile");

    private final ClassFiles all;
    private final Map<Call, BitSet> handedOn = new HashMap<>();
    private final Map<MethodNode, Flow> flows = new HashMap<>();
    private final Set<String> found = new TreeSet<>();

    private PathsFromText(ClassFiles all) {
        this.all = all;
    }

    /** The methods, as {@code Class.method}, nested classes with a dollar. */
    static Set<String> in(ClassFiles all) throws AnalyzerException {
        var search = new PathsFromText(all);
        int before;
        do {
            before = search.size();
            for (ClassNode owner : all.classes().values()) {
                for (MethodNode method : owner.methods) {
                    if (!owner.name.equals(PLACE)) {
                        search.look(owner, method);
                    }
                }
            }
        } while (search.size() > before);
        return search.found;
    }

    private int size() {
        return found.size()
                + handedOn.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    private void look(ClassNode owner, MethodNode method) throws AnalyzerException {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof MethodInsnNode call) {
                BitSet texts = texts(new Call(call.owner, call.name, call.desc));
                if (!texts.isEmpty()) {
                    Flow flow = flow(owner, method);
                    int arguments = Type.getArgumentTypes(call.desc).length;
                    texts.stream().forEach(i -> judge(owner, method, flow, flow.argument(call, i, arguments)));
                }
            } else if (instruction instanceof InvokeDynamicInsnNode made) {
                for (Object argument : made.bsmArgs) {
                    if (argument instanceof Handle handle
                            && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL
                            && !texts(new Call(handle.getOwner(), handle.getName(), handle.getDesc()))
                                    .isEmpty()) {
                        // a method reference, or a lambda that hands on: whoever calls it is not to be seen
                        found.add(name(owner, method));
                    }
                }
            }
        }
    }

    private Flow flow(ClassNode owner, MethodNode method) throws AnalyzerException {
        Flow flow = flows.get(method);
        if (flow == null) {
            flow = Flow.of(owner.name, method);
            flows.put(method, flow);
        }
        return flow;
    }

    /** Which parameters of a method become paths. */
    private BitSet texts(Call call) {
        var texts = new BitSet();
        Type[] types = Type.getArgumentTypes(call.descriptor());
        boolean paths = call.owner().equals("java/nio/file/Path")
                        && Set.of("of", "resolve", "resolveSibling").contains(call.name())
                || call.owner().equals("java/nio/file/Paths")
                || call.owner().equals("java/nio/file/FileSystem")
                        && call.name().equals("getPath")
                || Set.of("java/nio/file/Files", "java/io/File").contains(call.owner())
                        && call.name().startsWith("createTemp")
                || call.name().equals("<init>") && FILES.contains(call.owner())
                || call.owner().startsWith("org/osgi/framework/Bundle")
                        && call.name().equals("getDataFile");
        for (int i = 0; paths && i < types.length; i++) {
            boolean charset =
                    i == 1 && call.name().equals("<init>") && !call.owner().equals("java/io/File");
            texts.set(i, !charset && isText(types[i]));
        }
        BitSet more = handedOn.get(call);
        if (more != null) {
            texts.or(more);
        }
        return texts;
    }

    private static boolean isText(Type type) {
        return type.getDescriptor().equals(STRING)
                || type.getDescriptor().equals("[" + STRING)
                || type.getDescriptor().equals("Ljava/net/URI;");
    }

    private void judge(ClassNode owner, MethodNode method, Flow flow, SourceValue text) {
        Deque<SourceValue> values = new ArrayDeque<>(List.of(text));
        Set<SourceValue> seen = new HashSet<>();
        while (!values.isEmpty()) {
            SourceValue value = values.pop();
            if (!seen.add(value)) {
                continue;
            }
            for (AbstractInsnNode source : value.insns) {
                Integer parameter = flow.parameters().get(source);
                List<SourceValue> parts = parameter == null ? parts(flow, source) : List.of();
                if (parameter != null) {
                    handOn(owner, method, parameter);
                } else if (parts == null) {
                    found.add(name(owner, method));
                } else {
                    values.addAll(parts);
                }
            }
        }
    }

    private void handOn(ClassNode owner, MethodNode method, int parameter) {
        boolean closed = (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) != 0
                || method.name.equals("<init>")
                || !all.inherited(owner, method.name, method.desc);
        if (!closed || method.name.equals("main")) {
            found.add(name(owner, method));
        } else {
            handedOn.computeIfAbsent(new Call(owner.name, method.name, method.desc), m -> new BitSet())
                    .set(parameter);
        }
    }

    /** What a text is joined of, without what cannot do harm; null where it comes from outside. */
    private static List<SourceValue> parts(Flow flow, AbstractInsnNode source) {
        if (source instanceof LdcInsnNode || source.getOpcode() == Opcodes.ACONST_NULL) {
            return List.of();
        }
        if (source.getOpcode() == Opcodes.ANEWARRAY) {
            return flow.stored(source);
        }
        if (source instanceof InvokeDynamicInsnNode joined
                && joined.bsm.getName().startsWith("makeConcat")) {
            var parts = new ArrayList<SourceValue>();
            Type[] types = Type.getArgumentTypes(joined.desc);
            for (int i = 0; i < types.length; i++) {
                if (types[i].getSort() == Type.OBJECT && !OWN.contains(types[i].getInternalName())) {
                    parts.add(flow.argument(joined, i, types.length));
                }
            }
            return parts;
        }
        if (source instanceof MethodInsnNode call) {
            var called = new Call(call.owner, call.name, call.desc);
            Type[] types = Type.getArgumentTypes(call.desc);
            boolean number = types.length == 1
                    && types[0].getSort() != Type.OBJECT
                    && Set.of("String.valueOf", "Integer.toString", "Long.toString")
                            .contains(called.simple());
            if (MAKERS.contains(called.simple()) || number || OWN.contains(returned(call))) {
                return List.of();
            }
            if (called.simple().equals("Path.toString")) {
                return List.of();
            }
            if (called.simple().equals("String.valueOf")) {
                return List.of(flow.argument(call, 0, 1));
            }
            if (called.simple().equals("String.substring")) {
                return List.of(flow.argument(call, -1, types.length));
            }
        }
        return null;
    }

    private static String returned(MethodInsnNode call) {
        Type type = Type.getReturnType(call.desc);
        return type.getSort() == Type.OBJECT ? type.getInternalName() : "";
    }

    private static String name(ClassNode owner, MethodNode method) {
        // a lambda's body is named for the method it stands in
        String name = method.name.startsWith("lambda$") ? method.name.split("\\$")[1] : method.name;
        return new Call(owner.name, name.equals("new") ? "<init>" : name, method.desc).simple();
    }
}
