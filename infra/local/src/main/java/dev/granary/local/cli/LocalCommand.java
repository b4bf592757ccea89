package dev.granary.local.cli;

import dev.granary.kernel.GranaryException;
import dev.granary.local.LocalError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The door of the launcher. {@code ./granary} calls it, once everything is built. */
@Command(
        name = "granary",
        description = "A package mirror on this machine.",
        synopsisSubcommandLabel = "up|status|logs|down|test|bench|help")
public final class LocalCommand {
    private static final int NOT_DONE = 1;
    private static final int WRONG_USAGE = 2;

    private LocalCommand() {}

    /** Ends the process with the command's exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new LocalCommand())
                .addSubcommand(new UpCommand(out))
                .addSubcommand(new StatusCommand(out))
                .addSubcommand(new LogsCommand(out))
                .addSubcommand(new DownCommand(out))
                .addSubcommand(new TrainCommand(out))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof GranaryException known) {
                err.println("granary: " + known.detail());
                return known.code() == LocalError.USAGE_WRONG ? WRONG_USAGE : NOT_DONE;
            }
            throw failure;
        });
        return line.execute(arguments);
    }
}
