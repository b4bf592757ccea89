package dev.granary.local.stack;

import dev.granary.local.component.Component;
import dev.granary.local.process.ProcessIdentity;
import dev.granary.local.stack.StackState.ComponentStatus;
import dev.granary.local.supervision.ComponentState;
import dev.granary.local.supervision.Supervision;
import dev.granary.local.supervision.Supervision.Phase;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps {@code run/state} and {@code run/processes} true. */
final class StateReporter {
    private final DataFolder folder;
    private final Gateway gateway;
    private final List<Component> components;
    private final ProcessLedger ledger;
    private final Announcer announcer;
    private final ProcessIdentity self;
    private @Nullable StackState written;
    private boolean failing;
    private boolean wasUp;

    StateReporter(DataFolder folder, Gateway gateway, StackParts parts, ProcessLedger ledger, Announcer announcer) {
        this.folder = folder;
        this.gateway = gateway;
        this.components = parts.components();
        this.ledger = ledger;
        this.announcer = announcer;
        long pid = ProcessHandle.current().pid();
        this.self = ProcessIdentity.of(pid).orElseGet(() -> new ProcessIdentity(pid, "unknown"));
    }

    /**
     * Writes what has changed, or could not be written before; a full disk must not end the supervisor.
     *
     * @return whether the stack has just come up for the first time
     */
    boolean onTurn(Supervision supervision) {
        boolean up = supervision.phase() == Phase.UP;
        StackState state = new StackState(
                self,
                gateway.localUrl(),
                up && supervision.isReady(),
                components.stream()
                        .map(component -> status(component, supervision))
                        .toList());
        try {
            ledger.write();
            if (!state.equals(written)) {
                state.write(folder);
                written = state;
            }
            failing = false;
        } catch (IOException e) {
            complainOnce(e);
        }
        boolean first = up && !wasUp;
        wasUp = wasUp || up;
        return first;
    }

    private void complainOnce(IOException cause) {
        if (!failing) {
            announcer.say("  " + folder.path() + " can't be written, so status may be out of date: "
                    + DataFolder.sentence(cause));
        }
        failing = true;
    }

    private static ComponentStatus status(Component component, Supervision supervision) {
        ComponentState state = supervision.states().getOrDefault(component.name(), new ComponentState.Waiting());
        return new ComponentStatus(component.name(), state.word(), state.pid(), component.port(), state.detail());
    }
}
