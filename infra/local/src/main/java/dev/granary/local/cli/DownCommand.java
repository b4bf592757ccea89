package dev.granary.local.cli;

import dev.granary.local.component.StackHome;
import dev.granary.local.stack.DataFolder;
import dev.granary.local.stack.RunningStack;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}: ends the stack in order and waits for the end. */
@Command(name = "down", description = "Stop the mirror. What it holds stays.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    private final PrintStream out;

    DownCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        DataFolder folder = data.folder(StackHome.locate());
        out.println(
                switch (new RunningStack(folder).stop()) {
                    case STOPPED -> "Stopped what ran in " + folder.path();
                    case KILLED -> "It did not stop by itself within its time and was killed: " + folder.path();
                    case ORPHANS -> "Its supervisor was gone already; ended what it left running in " + folder.path();
                    case NOTHING -> "Nothing runs in " + folder.path();
                });
        return 0;
    }
}
