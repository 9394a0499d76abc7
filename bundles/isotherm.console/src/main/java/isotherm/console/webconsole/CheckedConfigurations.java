/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import isotherm.console.experiment.Forms;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Dictionary;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.apache.felix.webconsole.spi.ValidationException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * Lets Felix's Web Console change what Isotherm's plug-ins have forms for, held to the forms' own bounds, which the Web Console
 * leaves to others. Nothing else is changed there: a configuration of the platform, or of what guards the console, could install
 * code, open doors or close this one. What {@code serve} itself has set, a key store's password among it, is not even shown.
 */
@Component(service = ConfigurationHandler.class)
public final class CheckedConfigurations implements ConfigurationHandler {
    private static final Set<String> OURS =
            Set.of("org.apache.felix.http", "org.apache.felix.webconsole.internal.servlet.OsgiManager");
    private static final Set<Integer> NUMBERS = Set.of(
            AttributeDefinition.INTEGER,
            AttributeDefinition.LONG,
            AttributeDefinition.SHORT,
            AttributeDefinition.BYTE,
            AttributeDefinition.DOUBLE,
            AttributeDefinition.FLOAT);
    private final Forms forms;
    private final ConfigurationAdmin configurations;

    @Activate
    public CheckedConfigurations(@Reference Forms forms, @Reference ConfigurationAdmin configurations) {
        this.forms = forms;
        this.configurations = configurations;
    }

    @Override
    public boolean listConfiguration(String factoryPid, String pid) {
        return !OURS.contains(pid);
    }

    @Override
    public void filterProperties(String factoryPid, String pid, Collection<String> names) {
        if (OURS.contains(pid)) {
            names.clear();
        }
    }

    @Override
    public void createConfiguration(String pid) throws ValidationException {
        requirePlugIns(pid);
    }

    @Override
    public void createFactoryConfiguration(String factoryPid, String name) throws ValidationException {
        requirePlugIns(factoryPid);
    }

    @Override
    public void deleteConfiguration(String factoryPid, String pid) throws ValidationException {
        requirePlugIns(described(factoryPid, pid));
    }

    @Override
    public void updateConfiguration(String factoryPid, String pid, Dictionary<String, Object> values)
            throws ValidationException {
        String described = described(factoryPid, pid);
        requirePlugIns(described);
        for (AttributeDefinition setting : forms.settings(described)) {
            Object value = values.get(setting.getID());
            if (value != null) {
                check(setting, value);
            }
        }
    }

    private static void check(AttributeDefinition setting, Object value) throws ValidationException {
        for (Object one : each(value)) {
            // the Web Console leaves text where a number was wanted and is none
            boolean noNumber = NUMBERS.contains(setting.getType()) && !(one instanceof Number);
            String trouble = setting.validate(one.toString());
            if (noNumber || trouble != null && !trouble.isEmpty()) {
                throw new ValidationException(
                        "'" + setting.getID() + "' cannot be '" + one + "': " + setting.getDescription());
            }
        }
    }

    private static List<?> each(Object value) {
        if (value instanceof Collection<?> all) {
            return List.copyOf(all);
        }
        return value.getClass().isArray()
                ? IntStream.range(0, Array.getLength(value))
                        .mapToObj(i -> Array.get(value, i))
                        .toList()
                : List.of(value);
    }

    /** What a configuration is an instance of, by what is stored, where it is; a request may say anything. */
    private String described(String factoryPid, String pid) throws ValidationException {
        try {
            Configuration[] stored = configurations.listConfigurations("(service.pid=" + escaped(pid) + ")");
            String factory = stored == null ? factoryPid : stored[0].getFactoryPid();
            return factory == null ? pid : factory;
        } catch (IOException | InvalidSyntaxException e) {
            throw new ValidationException("the configuration cannot be looked up");
        }
    }

    private static String escaped(String pid) {
        return pid.replaceAll("[\\\\()*]", "\\\\$0");
    }

    private void requirePlugIns(String pid) throws ValidationException {
        if (OURS.contains(pid)) {
            throw new ValidationException("'isotherm serve' sets this by its options");
        }
        if (!forms.ofPlugIn(pid)) {
            throw new ValidationException(
                    "only experiments and what plug-ins have forms for are changed here: use a .config file in load/");
        }
    }
}
