/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The Metatype forms of all bundles. */
@Component(service = Forms.class)
public final class Forms {
    private static final String CONSOLE = "isotherm.console";
    private final BundleContext context;
    private final MetaTypeService types;
    private final String load;

    @Activate
    public Forms(BundleContext context, @Reference MetaTypeService types) {
        this.context = context;
        this.types = types;
        String folder = context.getProperty("isotherm.load");
        load = folder == null
                ? "none"
                : Path.of(folder).toAbsolutePath().toUri().toString();
    }

    /**
     * @param pid PID or factory PID
     * @return its settings in the form's order; none where no bundle describes it
     */
    public List<AttributeDefinition> settings(String pid) {
        return described(pid)
                .map(information -> List.of(information
                        .getObjectClassDefinition(pid, null)
                        .getAttributeDefinitions(ObjectClassDefinition.ALL)))
                .orElse(List.of());
    }

    /** Whether a plug-in describes it, one of ours or of the load folder: neither the platform nor what serves the console. */
    public boolean ofPlugIn(String pid) {
        return !pid.startsWith(CONSOLE)
                && described(pid)
                        .map(MetaTypeInformation::getBundle)
                        .filter(this::isPlugIn)
                        .isPresent();
    }

    private boolean isPlugIn(Bundle bundle) {
        String name = String.valueOf(bundle.getSymbolicName());
        return name.startsWith("isotherm.") && !name.startsWith(CONSOLE)
                || bundle.getLocation().startsWith(load);
    }

    private Optional<MetaTypeInformation> described(String pid) {
        return Arrays.stream(context.getBundles())
                .map(types::getMetaTypeInformation)
                .filter(information -> information != null
                        && (List.of(information.getFactoryPids()).contains(pid)
                                || List.of(information.getPids()).contains(pid)))
                .findFirst();
    }
}
