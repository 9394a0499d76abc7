/** The extension point for classifier backbones: frozen encoders, what computes them, and their training. */
@Export
@Version("1.3.0")
package isotherm.api.backbone;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
