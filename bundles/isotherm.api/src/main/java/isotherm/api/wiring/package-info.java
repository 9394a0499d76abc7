/** What is plugged in, what an experiment misses, and how either is told to a user. */
@Export
@Version("1.3.0")
package isotherm.api.wiring;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
