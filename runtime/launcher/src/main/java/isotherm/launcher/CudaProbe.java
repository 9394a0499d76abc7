/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Asks ND4J's CUDA backend whether it can run here: loads its libraries, and has them count the GPUs. What the launcher sees
 * from outside (a device file, the driver's library) does not tell whether driver, card and libraries go together.
 */
final class CudaProbe {
    private static final String HOST = "isotherm.nd4j";
    private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final String LIBRARIES = "org.nd4j.linalg.jcublas.bindings.Nd4jCuda";
    private final BundleContext context;

    CudaProbe(BundleContext context) {
        this.context = context;
    }

    /** @throws CudaUnavailable with the first cause, where it cannot */
    void run() throws CudaUnavailable {
        try {
            Class<?> backend = host().loadClass(BACKEND);
            Object instance = backend.getConstructor().newInstance();
            backend.getMethod("canRun").invoke(instance);
            Class.forName(LIBRARIES, true, backend.getClassLoader());
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable first = first(e);
            String message = first.getMessage() == null ? first.toString() : first.getMessage();
            throw new CudaUnavailable("it does not run here: " + message.replaceAll("\\s+", " "));
        }
    }

    private Bundle host() throws CudaUnavailable {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> HOST.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new CudaUnavailable("bundle " + HOST + " is not in the distribution"));
    }

    private static Throwable first(Throwable e) {
        return e.getCause() == null ? e : first(e.getCause());
    }

    /** Says why. */
    static final class CudaUnavailable extends Exception {
        private static final long serialVersionUID = 1L;

        CudaUnavailable(String reason) {
            super(reason);
        }
    }
}
