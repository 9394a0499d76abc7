/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.paths;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** The project's classes that modules were compiled to, by their internal names; not what a bundle carries of libraries. */
record ClassFiles(Map<String, ClassNode> classes) {
    static ClassFiles of(Collection<Path> folders) throws IOException {
        var classes = new HashMap<String, ClassNode>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> folder.relativize(file).startsWith("isotherm")
                                && file.toString().endsWith(".class"))
                        .map(ClassFiles::read)
                        .forEach(node -> classes.put(node.name, node));
            }
        }
        return new ClassFiles(classes);
    }

    private static ClassNode read(Path file) {
        try {
            var node = new ClassNode();
            new ClassReader(Files.readAllBytes(file)).accept(node, ClassReader.SKIP_DEBUG);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a supertype of a class has the method, so that others may call it without naming the class. */
    boolean inherited(ClassNode owner, String name, String descriptor) {
        return supertypes(owner).anyMatch(type -> declares(type, name, descriptor));
    }

    private boolean declares(String type, String name, String descriptor) {
        ClassNode node = classes.get(type);
        if (node != null) {
            return node.methods.stream().anyMatch(method -> method.name.equals(name) && method.desc.equals(descriptor))
                    || inherited(node, name, descriptor);
        }
        try {
            // of the platform, or of a library: no parameter of these is worth telling apart
            return Stream.of(Class.forName(
                                    type.replace('/', '.'), false, getClass().getClassLoader())
                            .getMethods())
                    .anyMatch(method -> method.getName().equals(name));
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }

    private static Stream<String> supertypes(ClassNode node) {
        return Stream.concat(Stream.ofNullable(node.superName), node.interfaces.stream());
    }
}
