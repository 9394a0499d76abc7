/** Named tensors, as checkpoints hold them. */
@Export
@Version("1.0.0")
package isotherm.api.tensor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
