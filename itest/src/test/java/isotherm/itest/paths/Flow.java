/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.paths;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Where the values in a method come from: which instructions made them, or which parameter they are.
 *
 * @param parameters instructions that stand for parameters, with the parameter's number
 */
record Flow(MethodNode method, Frame<SourceValue>[] frames, Map<AbstractInsnNode, Integer> parameters) {
    static Flow of(String owner, MethodNode method) throws AnalyzerException {
        var origins = new Origins(method);
        return new Flow(method, new Analyzer<>(origins).analyze(owner, method), origins.parameters);
    }

    /** Follows values through local variables, and casts, to what made them. */
    private static final class Origins extends SourceInterpreter {
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final Map<AbstractInsnNode, Integer> parameters = new IdentityHashMap<>();

        Origins(MethodNode method) {
            super(Opcodes.ASM9);
            int local = (method.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
            for (Type type : Type.getArgumentTypes(method.desc)) {
                numbers.put(local, numbers.size());
                local += type.getSize();
            }
        }

        @Override
        public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
            var source = new VarInsnNode(Opcodes.ALOAD, local);
            parameters.put(source, numbers.get(local));
            return new SourceValue(type.getSize(), source);
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode instruction, SourceValue value) {
            return value;
        }

        @Override
        public SourceValue unaryOperation(AbstractInsnNode instruction, SourceValue value) {
            return instruction.getOpcode() == Opcodes.CHECKCAST ? value : super.unaryOperation(instruction, value);
        }
    }

    /** The value of a call's argument; of its receiver for -1. */
    SourceValue argument(AbstractInsnNode call, int index, int arguments) {
        Frame<SourceValue> frame = frames[method.instructions.indexOf(call)];
        return frame == null ? new SourceValue(1) : frame.getStack(frame.getStackSize() - arguments + index);
    }

    /** What is stored in an array that is made for a call. */
    List<SourceValue> stored(AbstractInsnNode array) {
        var stored = new ArrayList<SourceValue>();
        for (AbstractInsnNode instruction : method.instructions) {
            Frame<SourceValue> frame = frames[method.instructions.indexOf(instruction)];
            if (instruction.getOpcode() == Opcodes.AASTORE && frame != null) {
                int size = frame.getStackSize();
                if (frame.getStack(size - 3).insns.contains(array)) {
                    stored.add(frame.getStack(size - 1));
                }
            }
        }
        return stored;
    }
}
