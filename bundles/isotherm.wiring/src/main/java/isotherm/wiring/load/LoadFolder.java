/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * The folder that users drop bundles and configurations into. What File Install does not take up it passes over, or tells a
 * log; here each such file is one problem that names it. An experiment's settings are the engine's to check.
 */
public final class LoadFolder {
    private static final String FILE = "felix.fileinstall.filename";
    private static final String EXPERIMENT = "isotherm.experiment";
    private final BundleContext context;
    private final ServiceComponentRuntime components;

    public LoadFolder(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** What is wrong with its jars. */
    public List<Problem> jars() {
        List<Problem> problems = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".jar")) {
                jar(file).ifPresent(problems::add);
            } else if (!configuration(name) && !name.equals("README.txt") && !name.endsWith(".part")) {
                problems.add(
                        problem(file, ReasonCode.INPUT_INVALID, "is neither a .jar nor a .config – rename or remove it")
                                .harmless());
            }
        }
        return problems;
    }

    /** What is wrong with its configurations, each problem with the bundle that would take it, where there is one. */
    public List<Problem> configurations() {
        List<Path> files = files().stream()
                .filter(file -> configuration(file.getFileName().toString()))
                .toList();
        if (files.isEmpty()) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        Map<Path, Configuration> taken = taken();
        Forms forms = new Forms(context, components);
        for (Path file : files) {
            Optional<String> refusal = LoadedConfig.refusal(file);
            Configuration configuration = taken.get(file);
            if (refusal.isPresent()) {
                problems.add(problem(file, ReasonCode.CONFIG_INVALID, refusal.get()));
            } else if (configuration == null) {
                problems.add(problem(
                        file,
                        ReasonCode.CONFIG_INVALID,
                        twin(file, files)
                                .orElse("cannot be understood – write each setting as key=\"value\", a list as"
                                        + " key=[\"value\",\"value\"]")));
            } else {
                check(file, configuration, forms, problems);
            }
        }
        return problems;
    }

    private Optional<Problem> jar(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.of(problem(
                    file, ReasonCode.BUNDLE_UNRESOLVED, "cannot be read – check its permissions, or remove it"));
        }
        Optional<String> refusal = LoadedJar.refusal(file, Runtime.version().feature());
        if (refusal.isEmpty() && Files.isReadable(file) && context.getBundle(location(file)) == null) {
            refusal = Optional.of(
                    "is not installed: a bundle of its name and version is there already – remove one" + " of them");
        }
        return refusal.map(why -> problem(file, ReasonCode.BUNDLE_UNRESOLVED, why));
    }

    private static String location(Path file) {
        return file.toFile().toURI().normalize().toString();
    }

    private static void check(Path file, Configuration configuration, Forms forms, List<Problem> problems) {
        String pid = configuration.getFactoryPid() == null ? configuration.getPid() : configuration.getFactoryPid();
        if (pid.equals(EXPERIMENT)) {
            return;
        }
        Optional<Forms.Form> form = forms.of(pid);
        Dictionary<String, Object> values = configuration.getProperties();
        if (form.isPresent() && values != null) {
            FormCheck.of(form.get().definition(), values).stream()
                    .map(wrong -> problem(file, ReasonCode.CONFIG_INVALID, wrong)
                            .of(form.get().bundle(), pid))
                    .forEach(problems::add);
        } else if (!forms.pids().contains(pid)) {
            Optional<String> near = NearestName.of(pid, forms.pids());
            problems.add(problem(
                            file,
                            ReasonCode.CONFIG_INVALID,
                            "configures '" + pid + "', which nothing here takes – "
                                    + near.map(n -> "did you mean '" + n + "'?")
                                            .orElse("is the bundle that takes it in the folder?"))
                    .of(near.flatMap(forms::of).map(Forms.Form::bundle).orElse(""), pid));
        }
    }

    /** Another file that configures the same, whose values are the ones in use. */
    private static Optional<String> twin(Path file, List<Path> files) {
        String name = pid(file);
        return files.stream()
                .filter(other -> !other.equals(file) && pid(other).equals(name))
                .findFirst()
                .map(other -> "configures the same as " + other.getFileName() + " – remove one of them");
    }

    private static String pid(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.')).replaceFirst("[~-]", "~");
    }

    private Map<Path, Configuration> taken() {
        Map<Path, Configuration> taken = new HashMap<>();
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = reference == null ? null : context.getService(reference);
        if (admin == null) {
            return taken;
        }
        try {
            Configuration[] all = admin.listConfigurations("(" + FILE + "=*)");
            for (Configuration one : all == null ? new Configuration[0] : all) {
                taken.put(Path.of(URI.create(String.valueOf(one.getProperties().get(FILE)))), one);
            }
        } catch (IOException | InvalidSyntaxException | IllegalArgumentException e) {
            throw new IllegalStateException(e);
        } finally {
            context.ungetService(reference);
        }
        return taken;
    }

    private List<Path> files() {
        String folder = context.getProperty("isotherm.load");
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(Path.of(folder).toAbsolutePath())) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean configuration(String name) {
        return name.endsWith(".config") || name.endsWith(".cfg");
    }

    private static Problem problem(Path file, ReasonCode code, String wrong) {
        int dash = wrong.lastIndexOf(" – ");
        return new Problem(code, file.toString(), file + " " + wrong.substring(0, dash), wrong.substring(dash + 3));
    }
}
