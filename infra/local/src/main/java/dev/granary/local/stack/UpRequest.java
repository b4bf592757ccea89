package dev.granary.local.stack;

import dev.granary.local.settings.SaidSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a person asked {@code up} for.
 *
 * @param settingsFile instead of the one in the data folder
 */
public record UpRequest(
        DataFolder folder, InetAddress listen, int port, SaidSettings flags, Optional<Path> settingsFile) {}
