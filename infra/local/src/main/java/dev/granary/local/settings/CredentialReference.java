package dev.granary.local.settings;

import java.nio.file.Path;

/** Where the credential of an upstream is read from, by the gateway alone. */
public sealed interface CredentialReference {
    /** A file that holds nothing else. */
    record InFile(Path file) implements CredentialReference {}

    /** A variable of the gateway's environment. */
    record InEnvironment(String variable) implements CredentialReference {}
}
