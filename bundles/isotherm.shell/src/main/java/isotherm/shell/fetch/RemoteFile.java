/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell.fetch;

import java.net.URI;

/**
 * A published file.
 *
 * @param uri http or https
 * @param bytes its length
 * @param sha256 in hexadecimal, lower case
 * @param into the folder it goes to, or is unpacked in, below the data folder; empty for the data folder itself
 */
public record RemoteFile(URI uri, long bytes, String sha256, String into) {
    /** The last part of the address. */
    public String name() {
        String path = uri.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is to be unpacked: a tar archive, with or without gzip. IDX files with gzip stay as they are. */
    public boolean archive() {
        return name().endsWith(".tar") || name().endsWith(".tar.gz");
    }
}
