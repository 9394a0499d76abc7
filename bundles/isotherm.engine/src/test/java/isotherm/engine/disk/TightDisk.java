/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.disk;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A disk that is full for some files: paths of it stand for real files, whose writing ends as the operating system ends it
 * where there is no space left. Works on every machine and for every user, which a small file system of its own would not.
 */
public final class TightDisk extends FileSystemProvider {
    private final TightFileSystem system = new TightFileSystem(this);
    private volatile Predicate<String> full = path -> false;

    /** A path of this disk that stands for a real one. */
    public Path of(Path real) {
        return (Path) Proxy.newProxyInstance(
                TightDisk.class.getClassLoader(),
                new Class<?>[] {Path.class, Standing.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "real" -> real;
                    case "getFileSystem" -> system;
                    case "iterator" -> all(real.iterator());
                    default -> {
                        Object[] realArgs = args == null
                                ? new Object[0]
                                : Arrays.stream(args)
                                        .map(arg -> arg instanceof Standing s ? s.real() : arg)
                                        .toArray();
                        try {
                            Object result = method.invoke(real, realArgs);
                            yield result instanceof Path path ? of(path) : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                });
    }

    /** From now on, files whose paths match cannot grow beyond their first few bytes. */
    public void fill(Predicate<String> paths) {
        full = paths;
    }

    boolean isFull(Path real) {
        return full.test(real.toString());
    }

    /** What a path of this disk has besides a path's methods. */
    private interface Standing {
        Path real();
    }

    static Path real(Path path) {
        return ((Standing) path).real();
    }

    private Iterator<Path> all(Iterator<Path> reals) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return reals.hasNext();
            }

            @Override
            public Path next() {
                return of(reals.next());
            }
        };
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new TightChannel(FileChannel.open(real(path), options, attributes), () -> isFull(real(path)));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        var stream = Files.newDirectoryStream(real(dir), entry -> filter.accept(of(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return all(stream.iterator());
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
        Files.createDirectory(real(dir), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        if (isFull(real(target))) {
            Files.createFile(real(target));
            throw new IOException(TightChannel.NO_SPACE);
        }
        Files.copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Files.move(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return Files.isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real(path).getFileSystem().provider().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return Files.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
        Files.setAttribute(real(path), name, value, options);
    }

    @Override
    public String getScheme() {
        return "tight";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
