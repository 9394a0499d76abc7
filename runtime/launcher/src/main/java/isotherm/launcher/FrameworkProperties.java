/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the framework and the bundles of the platform are told at the start. */
final class FrameworkProperties {
    /** What is longer is no configuration. */
    private static final long CONFIG_BYTES = 1 << 20;

    private FrameworkProperties() {}

    static Map<String, String> of(
            LaunchOptions options,
            Backend backend,
            Distribution distribution,
            Cache cache,
            Path storage,
            boolean terminal) {
        Map<String, String> all = new HashMap<>();
        all.put("org.osgi.framework.storage", storage.toString());
        all.put("org.osgi.framework.storage.clean", "onFirstInit");
        all.put("org.osgi.framework.startlevel.beginning", Integer.toString(StartLevels.LOADED));
        // errors go to the listener, and doctor tells what is not resolved
        all.put("felix.log.level", "0");
        all.put("org.ops4j.pax.logging.DefaultServiceLog.level", options.verbose() ? "INFO" : "ERROR");
        all.put(
                "org.ops4j.pax.logging.property.file",
                logback(options, distribution).toString());
        all.put("ds.loglevel", "error");
        // when the framework stops, its warnings would go to the output stream, behind what the command printed
        all.put("org.apache.felix.eventadmin.LogLevel", "1");
        // a component that nobody uses at the moment keeps what it knows
        all.put("ds.delayed.keepInstances", "true");

        all.put("configurator.initial", urls(Distribution.files(distribution.configurations(), ".json")));
        Path load = options.load().orElse(distribution.load());
        all.put("isotherm.load", load.toString());
        // File Install parts its folders at commas, and only then puts in what stands in braces
        all.put("felix.fileinstall.dir", "${isotherm.fileinstall.dir}");
        all.put("isotherm.fileinstall.dir", verbatim(load));
        all.put("felix.fileinstall.tmpdir", verbatim(storage.resolve("fileinstall")));
        new LoadFolder(load, Files::isReadable).filter().ifPresent(names -> all.put("felix.fileinstall.filter", names));
        all.put("felix.fileinstall.noInitialDelay", "true");
        // a file is taken up once two looks have found it unchanged, which shall be within two seconds
        all.put("felix.fileinstall.poll", "500");
        all.put("felix.fileinstall.start.level", Integer.toString(StartLevels.LOADED));
        all.put("felix.fileinstall.enableConfigSave", "false");
        // experiments have descriptions and folders in any language
        all.put("felix.fileinstall.configEncoding", "UTF-8");
        // what it does not take up the diagnosis tells, in a line
        all.put("felix.fileinstall.log.level", options.verbose() ? "1" : "0");
        tooLong(load).ifPresent(pattern -> all.put("felix.fileinstall.filter", pattern));

        // without a port until the console opens one
        all.put("org.apache.felix.http.enable", "false");
        // Felix's Web Console stays away until what guards ours guards it too
        all.put("felix.webconsole.security.providers", "isotherm");

        all.put("isotherm.home", distribution.home().toString());
        all.put("isotherm.data", options.data().toString());
        all.put("isotherm.runs", options.runs().toString());
        if (options.command().equals("serve")) {
            // whoever uses a browser reads data sets there and nowhere else; whoever uses the command line has the
            // files
            all.put(
                    "isotherm.data.allowed",
                    options.allowed().stream().map(Path::toString).collect(Collectors.joining("\n")));
        }
        all.put("isotherm.cache", cache.folder().toString());
        all.put("isotherm.state", options.state().toString());
        all.put("isotherm.backend.requested", backend.requested());
        all.put("isotherm.backend.live", backend.live());
        backend.warning().ifPresent(line -> all.put("isotherm.backend.warning", line));
        all.put("isotherm.tty", Boolean.toString(terminal));
        return all;
    }

    /** File Install reads a configuration as a whole: names that do not match this are left alone. */
    private static Optional<String> tooLong(Path load) {
        String names = Distribution.files(load, ".config").stream()
                .filter(file -> file.toFile().length() > CONFIG_BYTES)
                .map(file -> Pattern.quote(file.getFileName().toString()))
                .collect(Collectors.joining("|"));
        return names.isEmpty() ? Optional.empty() : Optional.of("(?!(?:" + names + ")$).*");
    }

    private static Path logback(LaunchOptions options, Distribution distribution) {
        return distribution.configurations().resolve(options.verbose() ? "logback-verbose.xml" : "logback.xml");
    }

    /** The Configurator parts them at commas. */
    private static String urls(List<Path> files) {
        return files.stream()
                .map(file -> file.toUri().toString().replace(",", "%2C"))
                .collect(Collectors.joining(","));
    }

    /** File Install puts a property's value in the place of its name in braces, unless a backslash stands before these. */
    private static String verbatim(Path path) {
        return path.toString().replaceAll("[\\\\{}]", "\\\\$0");
    }
}
