/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.webconsole;

import org.apache.felix.webconsole.spi.BrandingPlugin;
import org.osgi.service.component.annotations.Component;

/** Whose console it is: the names and the sign on each of its pages, and the way back to the console's own page. */
@Component(service = BrandingPlugin.class)
public final class WebConsoleLook implements BrandingPlugin {
    /** Paths are below the Web Console's own. */
    private static final String SIGN = "/" + PluginPage.LABEL + PluginPage.SIGN;

    private static final String HOME = "/";

    @Override
    public String getBrandName() {
        return "Isotherm";
    }

    @Override
    public String getProductName() {
        return "Isotherm";
    }

    @Override
    public String getProductURL() {
        return HOME;
    }

    @Override
    public String getProductImage() {
        return SIGN;
    }

    @Override
    public String getVendorName() {
        return "the Isotherm authors";
    }

    @Override
    public String getVendorURL() {
        return HOME;
    }

    @Override
    public String getVendorImage() {
        return SIGN;
    }

    @Override
    public String getFavIcon() {
        return SIGN;
    }

    @Override
    public String getMainStyleSheet() {
        return "/res/ui/webconsole.css";
    }
}
