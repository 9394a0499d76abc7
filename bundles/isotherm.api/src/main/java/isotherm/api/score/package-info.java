/** The extension point for OOD scores: one number an image, higher meaning more out-of-distribution. */
@Export
@Version("1.1.0")
package isotherm.api.score;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
