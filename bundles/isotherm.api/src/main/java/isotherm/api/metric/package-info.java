/** The extension point for evaluation metrics over ID and OOD scores. */
@Export
@Version("1.0.0")
package isotherm.api.metric;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
