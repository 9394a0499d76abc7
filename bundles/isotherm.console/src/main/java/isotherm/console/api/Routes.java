/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Everything that can be asked; {@code openapi.json} describes each of them. */
@Component(service = Routes.class)
public final class Routes {
    private final List<Route> all;

    @Activate
    public Routes(
            @Reference SessionResource session,
            @Reference ExtensionsResource extensions,
            @Reference ExperimentsResource experiments,
            @Reference RunsResource runs,
            @Reference EngineResource engine,
            @Reference GalleryResource gallery,
            @Reference ExplainResource explanation) {
        all = List.of(
                Route.open("GET", "/session", Body.NONE, session::get),
                Route.open("POST", "/session", Body.SIGN_IN, session::signIn),
                Route.open("POST", "/password", Body.SIGN_IN, session::setPassword),
                Route.of("DELETE", "/session", session::signOut),
                Route.of("GET", "/openapi.json", Description::get),
                Route.of("GET", "/extensions", extensions::list),
                Route.of("GET", "/experiments", experiments::list),
                Route.of("GET", "/experiments/{experiment}", experiments::get),
                Route.of("POST", "/experiments", Body.JSON, experiments::create),
                Route.of("PUT", "/experiments/{experiment}", Body.JSON, experiments::replace),
                Route.of("DELETE", "/experiments/{experiment}", experiments::delete),
                Route.of("GET", "/experiment-form", experiments::form),
                Route.of("GET", "/engine", engine::get),
                Route.of("GET", "/runs", runs::list),
                Route.of("POST", "/runs", Body.JSON, runs::start),
                Route.of("GET", "/runs/{run}", runs::get),
                Route.of("POST", "/runs/{run}/stop", runs::stop),
                Route.of("POST", "/runs/{run}/resume", runs::resume),
                Route.of("GET", "/runs/{run}/events", runs::events),
                Route.of("GET", "/runs/{run}/gallery", gallery::get),
                new Route("POST", "/runs/{run}/explain", false, Body.IMAGE, explanation::enter, explanation::explain),
                Route.of("GET", "/runs/{run}/files/{file*}", runs::file));
    }

    List<Route> all() {
        return all;
    }
}
