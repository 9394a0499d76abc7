/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import isotherm.console.experiment.Forms;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Dictionary;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.apache.felix.webconsole.spi.ValidationException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * Holds what is typed into a form of Felix's Web Console to the form's own bounds, which the Web Console leaves to others; and
 * keeps its hands off what {@code serve} itself has set, a key store's password among it.
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

    @Activate
    public CheckedConfigurations(@Reference Forms forms) {
        this.forms = forms;
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
        refuseOurs(pid);
    }

    @Override
    public void createFactoryConfiguration(String factoryPid, String name) {
        // what it holds is looked at when it is stored
    }

    @Override
    public void deleteConfiguration(String factoryPid, String pid) throws ValidationException {
        refuseOurs(pid);
    }

    @Override
    public void updateConfiguration(String factoryPid, String pid, Dictionary<String, Object> values)
            throws ValidationException {
        refuseOurs(pid);
        for (AttributeDefinition setting : forms.settings(factoryPid == null ? pid : factoryPid)) {
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

    private static void refuseOurs(String pid) throws ValidationException {
        if (OURS.contains(pid)) {
            throw new ValidationException("'isotherm serve' sets this by its options");
        }
    }
}
