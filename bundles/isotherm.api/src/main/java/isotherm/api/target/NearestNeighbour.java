/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.target;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares that a target strategy takes a nearest ID image, by whatever distance: sets its service property
 * {@code isotherm.target.nearest.neighbour} to true. Among ID images that are equal it has to take the first, so that a copy of
 * an image changes no result; a strategy that draws, averages or ranks otherwise declares nothing, and is not held to that.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface NearestNeighbour {
    String PREFIX_ = "isotherm.target.";

    /** The service property it sets. */
    String PROPERTY = "isotherm.target.nearest.neighbour";
}
