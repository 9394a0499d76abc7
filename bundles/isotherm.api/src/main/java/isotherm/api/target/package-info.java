/** The extension point for target heatmaps: which in-distribution image an OOD image is compared with. */
@Export
@Version("1.1.0")
package isotherm.api.target;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
