/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Maven as a user has it who ran {@code mvn install} in Isotherm's folder: {@code mvn}, first on the path, works offline with
 * a local repository that has the artifacts of this very build, and links to the rest of the build's own. So nothing is
 * installed, and nothing is downloaded that the build has not.
 */
final class UsersMaven {
    private static final Path ROOT = Path.of(System.getProperty("isotherm.root"));
    private static final Path BUILDS_REPOSITORY = Path.of(System.getProperty("isotherm.repository"));
    private static final String GROUP = "isotherm";
    private static final Pattern ARTIFACT = Pattern.compile("(?s).*?<artifactId>(?!isotherm</)([^<]+)</artifactId>.*");
    private final String path;

    /**
     * Prepares it.
     *
     * @param folder where repository and {@code mvn} are put
     */
    UsersMaven(Path folder) throws IOException {
        Path repository = repository(Files.createDirectories(folder.resolve("repository")));
        Path programs = Files.createDirectories(folder.resolve("bin"));
        Path mvn = Files.writeString(
                programs.resolve("mvn"),
                """
                #!/bin/sh
                # what it would install is in the repository
                if [ "$PWD" = '%s' ]; then exit 0; fi
                exec '%s' -o -B -ntp -Dmaven.repo.local='%s' "$@"
                """
                        .formatted(ROOT, System.getProperty("isotherm.maven"), repository));
        if (!mvn.toFile().setExecutable(true)) {
            throw new IOException(mvn + " cannot be made executable");
        }
        path = programs + ":" + System.getenv("PATH");
    }

    /** The environment in which it is {@code mvn}, and {@code ISOTHERM} is Isotherm's folder. */
    Map<String, String> environment() {
        return Map.of("PATH", path, "ISOTHERM", ROOT.toString());
    }

    /** The group and version that are Isotherm's own. */
    static String version() throws IOException {
        return Files.readString(ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>isotherm</artifactId>\\s*<version>([^<]+)<.*", "$1");
    }

    private static Path repository(Path made) throws IOException {
        try (Stream<Path> groups = Files.list(BUILDS_REPOSITORY)) {
            for (Path group : groups.toList()) {
                if (!group.endsWith(GROUP)) {
                    Files.createSymbolicLink(made.resolve(group.getFileName()), group);
                }
            }
        }
        String version = version();
        put(made, ROOT, "isotherm", version);
        for (String module : modules()) {
            Path folder = ROOT.resolve(module);
            String artifact = ARTIFACT.matcher(Files.readString(folder.resolve("pom.xml")))
                    .replaceFirst("$1");
            put(made, folder, artifact, version);
        }
        return made;
    }

    private static List<String> modules() throws IOException {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void put(Path repository, Path module, String artifact, String version) throws IOException {
        Path to = Files.createDirectories(
                repository.resolve(GROUP).resolve(artifact).resolve(version));
        String name = artifact + "-" + version;
        Files.createSymbolicLink(to.resolve(name + ".pom"), module.resolve("pom.xml"));
        Path jar = module.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.createSymbolicLink(to.resolve(name + ".jar"), jar);
        }
    }
}
