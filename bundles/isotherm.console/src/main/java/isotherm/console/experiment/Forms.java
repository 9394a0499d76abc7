/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import java.util.List;
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
    private final BundleContext context;
    private final MetaTypeService types;

    @Activate
    public Forms(BundleContext context, @Reference MetaTypeService types) {
        this.context = context;
        this.types = types;
    }

    /**
     * @param pid PID or factory PID
     * @return its settings in the form's order; none where no bundle describes it
     */
    public List<AttributeDefinition> settings(String pid) {
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = types.getMetaTypeInformation(bundle);
            if (information != null
                    && (List.of(information.getFactoryPids()).contains(pid)
                            || List.of(information.getPids()).contains(pid))) {
                return List.of(information
                        .getObjectClassDefinition(pid, null)
                        .getAttributeDefinitions(ObjectClassDefinition.ALL));
            }
        }
        return List.of();
    }
}
