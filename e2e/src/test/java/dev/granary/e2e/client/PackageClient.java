package dev.granary.e2e.client;

import dev.granary.e2e.process.Finished;

/** A package client with caches of its own. */
public interface PackageClient {
    /** Installs what {@code project} declares and writes a lock file. */
    Finished install(Project project);

    /** Installs exactly what the lock file of {@code project} says. */
    Finished installLocked(Project project);

    /** Forgets everything that was downloaded. */
    void wipeCaches();
}
