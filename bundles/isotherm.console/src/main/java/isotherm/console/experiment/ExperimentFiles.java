/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Experiments as files of the load folder: what is written there takes effect while the program runs, and again at each later
 * start. One at a time; nothing is written that the engine would refuse.
 */
@Component(service = ExperimentFiles.class)
public final class ExperimentFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private final Path folder;
    private final Experiments experiments;
    private final ExperimentForm form;

    @Activate
    public ExperimentFiles(BundleContext context, @Reference Experiments experiments, @Reference ExperimentForm form) {
        this(Path.of(context.getProperty("isotherm.load")).toAbsolutePath(), experiments, form);
    }

    ExperimentFiles(Path folder, Experiments experiments, ExperimentForm form) {
        this.folder = folder;
        this.experiments = experiments;
        this.form = form;
    }

    /** Whether it is one of these files, and not one that the distribution brings along. */
    public boolean has(String name) {
        return named(name) && Files.isRegularFile(file(name), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean named(String name) {
        return NAME.matcher(name).matches() && FileName.plain(name);
    }

    private static HttpProblem taken(String name) {
        return new HttpProblem(
                409,
                ReasonCode.CONFIG_INVALID,
                "there is an experiment named '" + name + "' already",
                "choose another name");
    }

    /** Returns when it has taken effect. */
    public synchronized void create(String name, Map<String, String> settings) throws InterruptedException {
        if (!named(name)) {
            throw new HttpProblem(
                    422,
                    ReasonCode.CONFIG_INVALID,
                    "an experiment cannot be named '" + name + "'",
                    "use letters, digits, dots and dashes, at most 64, a letter or digit first and last");
        }
        if (has(name)) {
            throw taken(name);
        }
        experiments.names().stream()
                .filter(other -> FileName.key(other).equals(FileName.key(name)))
                .forEach(other -> {
                    // one in other capitals would be the same file on some systems
                    throw taken(other);
                });
        write(name, settings);
    }

    /** Replaces all settings; returns when they have taken effect. */
    public synchronized void replace(String name, Map<String, String> settings) throws InterruptedException {
        requireOwn(name, "copy it under another name");
        write(name, settings);
    }

    /** Returns when it has gone. */
    public synchronized void delete(String name) throws InterruptedException {
        requireOwn(name, "it stays");
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw unusable(e);
        }
        await(name, () -> !experiments.names().contains(name));
    }

    private void requireOwn(String name, String cure) {
        if (!has(name)) {
            boolean shipped = experiments.names().contains(name);
            throw new HttpProblem(
                    shipped ? 409 : 404,
                    shipped ? ReasonCode.CONFIG_INVALID : ReasonCode.NO_SUCH_NAME,
                    shipped ? "'" + name + "' comes with the distribution" : "there is no such experiment",
                    shipped ? cure : "see api/v1/experiments");
        }
    }

    private void write(String name, Map<String, String> settings) throws InterruptedException {
        Map<String, String> own = changed(settings);
        Experiment wanted = experiments.check(name, own);
        String text = ConfigText.of(own, form.lists());
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, ".experiment-", ".part");
            try {
                Files.writeString(part, text);
                Files.move(part, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        await(name, () -> holds(name, wanted));
    }

    /** Those that differ from the default, so that the file says what somebody chose. */
    private Map<String, String> changed(Map<String, String> settings) {
        Map<String, String> defaults = experiments.check("", Map.of()).settings();
        Map<String, String> changed = new TreeMap<>(settings);
        changed.entrySet().removeIf(setting -> setting.getValue().strip().equals(defaults.get(setting.getKey())));
        return changed;
    }

    private boolean holds(String name, Experiment wanted) {
        try {
            return experiments.get(name, Map.of()).settings().equals(wanted.settings());
        } catch (ProblemException e) {
            return false;
        }
    }

    private static void await(String name, BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + WAIT_NANOS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new HttpProblem(
                        503,
                        ReasonCode.PROVIDER_FAILED,
                        "experiment '" + name + "' is stored, and was not taken up",
                        "the terminal of 'isotherm serve' may tell why");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Path file(String name) {
        return folder.resolve("isotherm.experiment-" + FileName.of(name) + ".config");
    }

    private static ProblemException unusable(IOException e) {
        return new ProblemException(
                ReasonCode.RESOURCE_EXHAUSTED,
                "load",
                "the folder of experiments cannot be written (" + e.getClass().getSimpleName() + ")",
                "check its permissions, or name another in ISOTHERM_LOAD");
    }
}
