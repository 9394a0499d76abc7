/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Runs the command the process was started with. The launcher publishes the arguments (a {@code String[]} with
 * {@code isotherm.launcher.args=true}) and takes the exit status ({@code IntConsumer} with {@code isotherm.exit=true}).
 */
@Component(
        service = {},
        immediate = true)
public final class CommandLineRunner {
    private static final long SERVICE_MILLIS = 10_000;
    private static final long STOP_MILLIS = 30_000;
    private final BundleContext context;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ServiceTracker<Object, Thread> arguments;

    @Activate
    public CommandLineRunner(BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        // a tracker, not a reference: component references cannot name an array type
        arguments = new ServiceTracker<>(context, context.createFilter("(isotherm.launcher.args=true)"), null) {
            @Override
            public Thread addingService(ServiceReference<Object> reference) {
                return begin((String[]) context.getService(reference));
            }
        };
        arguments.open();
    }

    /** Gives the command time to end cleanly, and to hand its status to the launcher. */
    @Deactivate
    void stop() throws InterruptedException {
        Object[] running = arguments.getServices();
        if (running != null && ended.getCount() > 0) {
            for (Object thread : running) {
                ((Thread) thread).interrupt();
            }
            ended.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
        arguments.close();
    }

    private Thread begin(String[] args) {
        Thread thread = new Thread(() -> run(List.of(args)), "isotherm-command");
        thread.start();
        return thread;
    }

    private void run(List<String> args) {
        int status = Program.FAILED;
        // looked up before the command, which may be what takes the framework down (leaving the shell does)
        IntConsumer exit = exit();
        try (FrameworkServices services = new FrameworkServices(context, SERVICE_MILLIS)) {
            new Readiness(context, services).await();
            LoadWarnings.print(args, services, context.getProperty("isotherm.load"), System.err);
            boolean terminal = System.console() != null || Boolean.parseBoolean(context.getProperty("isotherm.tty"));
            status = new Program(new Session(
                            services, System.out, System.err, terminal, context::getProperty, context, true))
                    .run(args);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // the status first: once the command counts as ended, the framework goes down and has a status of its own
            exit.accept(status);
            ended.countDown();
        }
    }

    private IntConsumer exit() {
        try {
            return context.getServiceReferences(IntConsumer.class, "(isotherm.exit=true)").stream()
                    .findFirst()
                    .map(context::getService)
                    .orElse(status -> {});
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
