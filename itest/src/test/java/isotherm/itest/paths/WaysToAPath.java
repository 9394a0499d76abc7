/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.paths;

import isotherm.api.wiring.FileName;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Code to be judged: whatever begins with {@code bad} makes a path of text from outside, {@code good} does not. */
@SuppressWarnings("unused")
final class WaysToAPath {
    private String field;
    private final Path folder = Path.of("data");

    record Named(String name) {}

    interface Taker {
        Path take(String text);
    }

    Path badField() {
        return folder.resolve(field);
    }

    Path badAccessor(Named named) {
        return folder.resolve(named.name());
    }

    Path badJoin(Named named) {
        return folder.resolve("a/" + named.name() + ".csv");
    }

    Path badCleaning(Named named) {
        return folder.resolveSibling(named.name().replaceAll("/", "_"));
    }

    Path badBranch(Named named, boolean either) {
        return Path.of(either ? "constant" : named.name());
    }

    Path badMore(List<String> names) {
        return Path.of("a", "b", names.get(0));
    }

    Path badOld(Named named) {
        return Paths.get(named.name());
    }

    Path badFileSystem(Named named) {
        return FileSystems.getDefault().getPath(named.name());
    }

    Path badUri(Named named) {
        return Path.of(URI.create(named.name()));
    }

    Path badTemporary(Named named) throws IOException {
        return Files.createTempFile(named.name(), ".tmp");
    }

    File badFile(Named named) {
        return new File("a", named.name());
    }

    FileInputStream badStream(Named named) throws IOException {
        return new FileInputStream(named.name());
    }

    RandomAccessFile badRandom(Named named) throws IOException {
        return new RandomAccessFile(named.name(), "r");
    }

    List<Path> badReference(List<String> names) {
        return names.stream().map(folder::resolve).toList();
    }

    List<Path> badLambda(List<String> names) {
        return names.stream().map(name -> folder.resolve(name)).toList();
    }

    Path badArgument(Named named) {
        return handedOn(named.name());
    }

    Path badLaterArgument(Named named) {
        return further("x", named.name());
    }

    Function<String, Path> badHandedReference() {
        return this::handedOn;
    }

    Taker badTaker() {
        return new Taker() {
            @Override
            public Path take(String badParameter) {
                return folder.resolve(badParameter);
            }
        };
    }

    private Path handedOn(String name) {
        return folder.resolve(name);
    }

    private Path further(String first, String second) {
        return first.isEmpty() ? folder : handedOn(second + ".csv");
    }

    Path goodConstant() {
        return handedOn("run.json").resolve("a" + 1 + ".csv");
    }

    Path goodNumber(int index, long more) {
        return folder.resolve("map-" + index + "-" + more + ".table").resolve(Integer.toString(index));
    }

    Path goodName(Named named) {
        return handedOn(FileName.of(named.name()) + ".csv");
    }

    Path goodSibling(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    Path goodPath(Path file) {
        return folder.resolve(folder.relativize(file)).resolve(file.toString());
    }

    Path goodInside(Named named) {
        return FileName.inside(folder, named.name()).orElseThrow();
    }

    List<String> goodText(List<String> names, UnaryOperator<String> change) {
        return names.stream().map(change).toList();
    }
}
