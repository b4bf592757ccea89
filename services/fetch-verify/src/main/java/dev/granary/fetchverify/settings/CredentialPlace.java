package dev.granary.fetchverify.settings;

import java.nio.file.Path;

/** Where an upstream's credential is found: {@code Bearer x}, {@code Basic x}, or a bare token. */
public sealed interface CredentialPlace {
    /** In a file that holds nothing else; read again when it changes. */
    record InFile(Path path) implements CredentialPlace {}

    /** In a variable of the process's environment. */
    record InEnvironment(String variable) implements CredentialPlace {}
}
