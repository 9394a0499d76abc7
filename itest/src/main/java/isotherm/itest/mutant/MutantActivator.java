/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import isotherm.api.target.NearestNeighbour;
import java.util.Arrays;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Registers the mutant that its bundle's manifest names, made of the shipped plug-in. */
public final class MutantActivator implements BundleActivator {
    static final String HEADER = "Mutant";
    static final String SOUND_HEADER = "Sound";
    static final String NAME_HEADER = "Mutant-Name";

    @Override
    public void start(BundleContext context) throws Exception {
        var headers = context.getBundle().getHeaders("");
        Mutant<?> mutant = Mutants.ALL.stream()
                .filter(one -> one.id().equals(headers.get(HEADER)))
                .findFirst()
                .orElseThrow();
        register(context, mutant, headers.get(SOUND_HEADER), headers.get(NAME_HEADER));
    }

    private static <S> void register(BundleContext context, Mutant<S> mutant, String sound, String name)
            throws Exception {
        String contract = mutant.point().contract().getName();
        String property = mutant.point().property();
        ServiceReference<?>[] found = context.getServiceReferences(contract, "(" + property + "=" + sound + ")");
        @SuppressWarnings("unchecked")
        S service = (S) context.getService(Arrays.asList(found).get(0));
        var properties = new Hashtable<String, Object>();
        // it declares of itself what the sound one does
        if (Boolean.TRUE.equals(found[0].getProperty(NearestNeighbour.PROPERTY))) {
            properties.put(NearestNeighbour.PROPERTY, true);
        }
        properties.put(property, name);
        context.registerService(contract, mutant.broken().apply(service), properties);
    }

    @Override
    public void stop(BundleContext context) throws Exception {
        EncoderMutants.stopped();
        BackboneMutants.stopped();
    }
}
