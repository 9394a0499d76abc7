/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Installs jars where they lie, so that the bundle cache does not hold hundreds of megabytes of copies. */
final class Installation {
    /** Takes hold of the terminal when it starts, so the command that wants it starts it. */
    private static final String TERMINAL = "org.apache.felix.gogo.jline";

    private final BundleContext context;

    Installation(BundleContext context) {
        this.context = context;
    }

    /** Installs the folders' jars, and marks them to be started at their level. */
    void install(List<Path> folders) throws BundleException, LaunchException {
        List<Bundle> installed = new ArrayList<>();
        for (Path folder : folders) {
            for (Path jar : Distribution.files(folder, ".jar")) {
                installed.add(context.installBundle("reference:" + jar.toUri()));
            }
        }
        if (installed.isEmpty()) {
            throw new LaunchException(
                    LaunchException.FAILED, "there are no bundles in " + folders, "build them again with mvn verify");
        }
        for (Bundle bundle : installed) {
            start(bundle);
        }
    }

    /** Ends the start where a bundle is not at work: without the one that runs commands, we would wait for ever. */
    void require(String symbolicName) throws LaunchException {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> unusable(symbolicName, "is not in the distribution"));
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            throw unusable(symbolicName, "does not start: " + e.getMessage());
        }
    }

    private static LaunchException unusable(String symbolicName, String why) {
        return new LaunchException(
                LaunchException.FAILED, "bundle " + symbolicName + " " + why, "build it again with mvn verify");
    }

    private static void start(Bundle bundle) throws BundleException {
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        if (fragment || bundle.getSymbolicName().equals(TERMINAL)) {
            return;
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(StartLevels.of(bundle.getSymbolicName()));
        // below its level this only notes the wish; what fails later is told to the framework's listeners
        bundle.start(Bundle.START_ACTIVATION_POLICY);
    }

    /** Version of the natives in a backend's fragment, which names the folder they are unpacked into. */
    static String nativesVersion(Path backend) throws IOException {
        for (Path jar : Distribution.files(backend, ".jar")) {
            try (var file = new java.util.jar.JarFile(jar.toFile())) {
                var headers = file.getManifest().getMainAttributes();
                String version = headers.getValue("Isotherm-Natives");
                if (version != null) {
                    return version;
                }
            }
        }
        return "unknown";
    }
}
