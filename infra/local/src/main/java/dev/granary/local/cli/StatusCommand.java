package dev.granary.local.cli;

import dev.granary.local.component.StackHome;
import dev.granary.local.stack.DataFolder;
import dev.granary.local.stack.Json;
import dev.granary.local.stack.StackState;
import dev.granary.local.stack.StackState.ComponentStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: what runs; exit code 0 when the stack is ready. */
@Command(name = "status", description = "Tell what runs. Exit code 0 when the mirror is ready, else 1.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    private final PrintStream out;

    StatusCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        DataFolder folder = data.folder(StackHome.locate());
        Optional<StackState> state = StackState.read(folder).map(StackState::seenNow);
        boolean ready = state.map(StackState::ready).orElse(false);
        List<ComponentStatus> components = state.map(StackState::components).orElse(List.of());
        if (json) {
            out.println(json(ready, components));
        } else {
            show(folder, ready, state);
        }
        return ready ? 0 : 1;
    }

    private static String json(boolean ready, List<ComponentStatus> components) {
        return components.stream()
                .map(one -> "{\"name\":%s,\"state\":%s,\"pid\":%s,\"port\":%d,\"detail\":%s}"
                        .formatted(
                                Json.text(one.name()),
                                Json.text(one.state()),
                                one.pid() == 0 ? "null" : Long.toString(one.pid()),
                                one.port(),
                                Json.text(one.detail())))
                .collect(Collectors.joining(",", "{\"ready\":" + ready + ",\"components\":[", "]}"));
    }

    private void show(DataFolder folder, boolean ready, Optional<StackState> state) {
        if (state.isEmpty()) {
            out.println("Nothing has run in " + folder.path() + " yet.");
            return;
        }
        out.println((ready ? "Ready at " + state.get().gateway() : "Not ready") + ", in " + folder.path());
        for (ComponentStatus one : state.get().components()) {
            out.println("  %-13s %-12s pid %-8s port %-6d %s"
                    .formatted(one.name(), one.state(), one.pid() == 0 ? "-" : one.pid(), one.port(), one.detail())
                    .stripTrailing());
        }
    }
}
