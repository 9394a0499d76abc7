/** The extension point for data sets: images, labels and masks. */
@Export
@Version("1.2.0")
package isotherm.api.dataset;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
