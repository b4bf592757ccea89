package dev.granary.local.stack;

import dev.granary.local.component.Component;
import dev.granary.local.process.ProcessIdentity;
import dev.granary.local.stack.StackState.ComponentStatus;
import dev.granary.local.supervision.ComponentState;
import dev.granary.local.supervision.Supervision;
import dev.granary.local.supervision.Supervision.Phase;
import java.io.IOException;
import java.util.List;

/** Keeps {@code run/state} true. */
final class StateReporter {
    private final DataFolder folder;
    private final Gateway gateway;
    private final List<Component> components;
    private final Announcer announcer;
    private final ProcessIdentity self;
    private boolean wasUp;

    StateReporter(DataFolder folder, Gateway gateway, StackParts parts, Announcer announcer) {
        this.folder = folder;
        this.gateway = gateway;
        this.components = parts.components();
        this.announcer = announcer;
        long pid = ProcessHandle.current().pid();
        this.self = ProcessIdentity.of(pid).orElseGet(() -> new ProcessIdentity(pid, "unknown"));
    }

    /** Writes the state; returns whether the stack has just come up for the first time. */
    boolean onChange(Supervision supervision) {
        boolean up = supervision.phase() == Phase.UP;
        StackState state = new StackState(
                self,
                gateway.localUrl(),
                up && supervision.isReady(),
                components.stream()
                        .map(component -> status(component, supervision))
                        .toList());
        try {
            state.write(folder);
        } catch (IOException e) {
            announcer.say("  the state could not be written: " + DataFolder.sentence(e));
        }
        boolean first = up && !wasUp;
        wasUp = wasUp || up;
        return first;
    }

    private static ComponentStatus status(Component component, Supervision supervision) {
        ComponentState state = supervision.states().getOrDefault(component.name(), new ComponentState.Waiting());
        return new ComponentStatus(component.name(), state.word(), state.pid(), component.port(), state.detail());
    }
}
