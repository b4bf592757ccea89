package dev.granary.local.cli;

import dev.granary.local.component.StackHome;
import dev.granary.local.stack.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that all commands have. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder of the stack. Default: .granary in Granary's own folder.")
    @Nullable
    Path data;

    DataFolder folder(StackHome home) {
        DataFolder folder = DataFolder.of(data == null ? home.root().resolve(".granary") : data);
        folder.requireReadable();
        return folder;
    }
}
