package dev.granary.local.discovery;

import dev.granary.kernel.Ecosystem;

/** The setting of one client program that names its registry. */
public interface ClientRegistry {
    Ecosystem format();

    /** What to write in front of an address to make {@code client} use it, such as {@code npm config set registry}. */
    String pointingCommand();

    /** Asks the program; takes seconds at most. */
    Discovered discover();
}
