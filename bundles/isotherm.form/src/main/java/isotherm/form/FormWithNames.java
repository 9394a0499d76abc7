/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.Designate;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeProvider;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * The Metatype form that a bundle's own document describes, as it is at the moment of asking: where a setting names
 * something, the names there are now are its choices; and bounds, which Metatype's interfaces do not tell, stand in the
 * descriptions. Felix takes a provider of the same bundle before the document.
 */
public abstract class FormWithNames implements MetaTypeProvider {
    private static final String DOCUMENTS = "OSGI-INF/metatype";
    private final String name;
    private final String description;
    private final List<AD> settings;
    private final String pid;

    /**
     * @param bundle whose document describes the form
     * @param pid the PID or factory PID of the form
     * @throws IllegalArgumentException where no document describes that PID
     */
    protected FormWithNames(Bundle bundle, String pid) {
        OCD form = document(bundle, pid);
        this.name = form.getName();
        this.description = form.getDescription();
        this.settings = settings(form);
        this.pid = pid;
    }

    /** What a setting names, by its key; asked each time the form is. */
    protected abstract Optional<Names> names(String key);

    /** @return null where another PID is asked for, as Metatype has it */
    @Override
    public final ObjectClassDefinition getObjectClassDefinition(String id, String locale) {
        if (!pid.equals(id)) {
            return null;
        }
        List<Attribute> attributes = settings.stream()
                .map(setting -> new Attribute(setting, names(setting.getID())))
                .toList();
        return new Form(pid, name, description, attributes);
    }

    @Override
    public final String[] getLocales() {
        return null;
    }

    private static OCD document(Bundle bundle, String pid) {
        Collection<URL> documents = found(bundle);
        for (URL url : documents) {
            MetaData document = read(url);
            for (Object one : document.getDesignates() == null ? List.of() : document.getDesignates()) {
                var designate = (Designate) one;
                if (pid.equals(designate.getFactoryPid()) || pid.equals(designate.getPid())) {
                    return (OCD) document.getObjectClassDefinitions()
                            .get(designate.getObject().getOcdRef());
                }
            }
        }
        throw new IllegalArgumentException(
                "bundle " + bundle.getSymbolicName() + " does not describe " + pid + " in " + DOCUMENTS);
    }

    private static Collection<URL> found(Bundle bundle) {
        var entries = bundle.findEntries(DOCUMENTS, "*.xml", false);
        return entries == null ? List.of() : Collections.list(entries);
    }

    private static MetaData read(URL url) {
        try (InputStream in = url.openStream()) {
            return new MetaDataReader().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<AD> settings(OCD form) {
        List<AD> all = new ArrayList<>();
        for (Object one : form.getAttributeDefinitions().values()) {
            all.add((AD) one);
        }
        return List.copyOf(all);
    }

    private record Form(String id, String name, String description, List<Attribute> attributes)
            implements ObjectClassDefinition {
        @Override
        public String getID() {
            return id;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getDescription() {
            return description;
        }

        @Override
        public AttributeDefinition[] getAttributeDefinitions(int filter) {
            return attributes.stream()
                    .filter(a -> filter == ALL || a.required() == (filter == REQUIRED))
                    .toArray(AttributeDefinition[]::new);
        }

        @Override
        public InputStream getIcon(int size) {
            return null;
        }
    }
}
