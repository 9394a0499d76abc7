/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import isotherm.launcher.CudaProbe.CudaUnavailable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Runs one command line in a framework of its own. */
final class Launcher {
    private static final String COMMANDS = "isotherm.shell";
    private static final long STOP_MILLIS = 60_000;
    private final Distribution distribution;
    private final Machine machine;
    private final PrintStream err;

    Launcher(Distribution distribution, Machine machine, PrintStream err) {
        this.distribution = distribution;
        this.machine = machine;
        this.err = err;
    }

    /** Returns the command's exit status, once the framework is down. */
    int run(List<String> args) throws LaunchException, IOException, BundleException, InterruptedException {
        LaunchOptions options = LaunchOptions.of(args, System.getenv());
        Backend backend = Backend.choose(options.backend(), distribution, machine, CudaLibraries.of(System.getenv()));
        while (true) {
            try {
                return run(args, options, backend);
            } catch (CudaUnavailable e) {
                backend = Backend.cpuInstead(e.getMessage(), machine);
            }
        }
    }

    private int run(List<String> args, LaunchOptions options, Backend backend)
            throws LaunchException, IOException, BundleException, InterruptedException, CudaUnavailable {
        backend.warning().ifPresent(line -> err.println("isotherm: " + line));
        new LoadFolder(options.load().orElse(distribution.load()), Files::isReadable)
                .trouble()
                .ifPresent(line -> err.println("isotherm: " + line));
        Cache cache = Cache.choose(System.getenv(), Path.of(System.getProperty("user.home")), distribution);
        cache.requireRoom();
        chooseNatives(backend, cache);
        try (FrameworkStorage storage = FrameworkStorage.open(cache.frameworks())) {
            Framework framework = ServiceLoader.load(FrameworkFactory.class)
                    .findFirst()
                    .orElseThrow()
                    .newFramework(FrameworkProperties.of(
                            options,
                            backend,
                            distribution,
                            cache,
                            storage.folder(),
                            Boolean.getBoolean("isotherm.tty")));
            CompletableFuture<Integer> status = new CompletableFuture<>();
            Thread hook = new Thread(() -> stopAtExit(framework, storage), "isotherm-exit");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                start(framework, args, options, backend, status);
                return status.get();
            } finally {
                stop(framework);
                removeHook(hook);
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** JavaCPP reads these when its first class is loaded, which is after the framework has started. */
    private void chooseNatives(Backend backend, Cache cache) throws IOException {
        String version = Installation.nativesVersion(distribution.backend(backend.live()));
        System.setProperty(
                "org.bytedeco.javacpp.cachedir",
                cache.natives(backend.live(), version).toString());
        // set to nothing for the plain natives: where it is not set, JavaCPP prefers the others
        System.setProperty("org.bytedeco.javacpp.platform.extension", backend.extension());
        // CUDA's libraries lie on the library path, under names with versions, which JavaCPP else does not look for
        System.setProperty(
                "org.bytedeco.javacpp.pathsFirst",
                Boolean.toString(backend.live().equals(Backend.CUDA)));
    }

    private void start(
            Framework framework,
            List<String> args,
            LaunchOptions options,
            Backend backend,
            CompletableFuture<Integer> status)
            throws BundleException, LaunchException, CudaUnavailable {
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.addFrameworkListener(event -> {
            if (event.getType() == FrameworkEvent.ERROR && options.verbose()) {
                event.getThrowable().printStackTrace(err);
            }
        });
        Installation installation = new Installation(context);
        List<Path> folders = new ArrayList<>(List.of(distribution.bundles(), distribution.backend(backend.live())));
        if (options.command().equals("shell")) {
            folders.add(distribution.shellBundles());
        } else if (options.command().equals("serve")) {
            folders.add(distribution.consoleBundles());
            if (options.webConsole()) {
                folders.add(distribution.webConsoleBundles());
            }
        }
        installation.install(folders);
        if (backend.live().equals(Backend.CUDA)) {
            new CudaProbe(context).run();
        }
        context.registerService(IntConsumer.class, status::complete, property("isotherm.exit"));
        framework.start();
        watch(framework, status);
        installation.require(COMMANDS);
        // only now, so that the command finds every bundle started
        // under Object: the framework does not offer services of an array type across bundles
        context.registerService(Object.class, args.toArray(String[]::new), property("isotherm.launcher.args"));
    }

    private static Hashtable<String, Object> property(String name) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(name, true);
        return properties;
    }

    /** A framework that somebody stopped from within ends the process too. */
    private static void watch(Framework framework, CompletableFuture<Integer> status) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        framework.waitForStop(0);
                        status.complete(LaunchException.FAILED);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "isotherm-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void stop(Framework framework) throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(STOP_MILLIS);
    }

    /** On a signal: the commands are given time to write a checkpoint. */
    private static void stopAtExit(Framework framework, FrameworkStorage storage) {
        try {
            stop(framework);
            storage.close();
        } catch (BundleException e) {
            // going down all the same
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // a signal came just now: the hook finds the framework stopped
        }
    }
}
