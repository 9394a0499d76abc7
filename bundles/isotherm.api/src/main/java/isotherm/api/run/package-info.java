/** Experiments and their runs: start, watch, interrupt, resume, report. */
@Export
@Version("1.1.0")
package isotherm.api.run;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
