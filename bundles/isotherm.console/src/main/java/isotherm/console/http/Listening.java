/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import org.osgi.service.component.annotations.Component;

/** Under which names the console is called; those of this machine alone until it is opened wider. */
@Component(service = Listening.class)
public final class Listening {
    private volatile AllowedHosts hosts = new AllowedHosts("localhost");

    public void on(String host) {
        hosts = new AllowedHosts(host);
    }

    public AllowedHosts hosts() {
        return hosts;
    }
}
