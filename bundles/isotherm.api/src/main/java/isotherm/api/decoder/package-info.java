/** The extension point for decoders: networks that turn features into a heatmap. */
@Export
@Version("1.0.0")
package isotherm.api.decoder;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
