package dev.granary.local.stack;

import dev.granary.local.process.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the supervisor last said about itself and its components.
 *
 * @param supervisor its process
 * @param gateway the address that clients use
 * @param ready whether every required component was ready
 * @param components in the order of their start
 */
public record StackState(ProcessIdentity supervisor, String gateway, boolean ready, List<ComponentStatus> components) {
    private static final String FILE = "state";

    public StackState {
        components = List.copyOf(components);
    }

    /**
     * One component as {@code status} shows it.
     *
     * @param pid 0 without a process
     * @param port 0 when it has none yet
     */
    public record ComponentStatus(String name, String state, long pid, int port, String detail) {
        ComponentStatus as(String otherState, long otherPid, String otherDetail) {
            return new ComponentStatus(name, otherState, otherPid, port, otherDetail);
        }
    }

    void write(DataFolder folder) throws IOException {
        Properties all = new Properties();
        all.setProperty("supervisor", supervisor.toString());
        all.setProperty("gateway", gateway);
        all.setProperty("ready", Boolean.toString(ready));
        all.setProperty(
                "components",
                String.join(" ", components.stream().map(ComponentStatus::name).toList()));
        for (ComponentStatus one : components) {
            all.setProperty(one.name() + ".state", one.state());
            all.setProperty(one.name() + ".pid", Long.toString(one.pid()));
            all.setProperty(one.name() + ".port", Integer.toString(one.port()));
            all.setProperty(one.name() + ".detail", one.detail());
        }
        StringWriter text = new StringWriter();
        all.store(text, null);
        DataFolder.replace(folder.run(FILE), text.toString());
    }

    /** Returns what is on file, if it can be read; the supervisor may be gone. */
    public static Optional<StackState> read(DataFolder folder) {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.run(FILE))) {
            all.load(reader);
            List<ComponentStatus> components = new ArrayList<>();
            for (String name : all.getProperty("components", "").split(" ", -1)) {
                components.add(component(all, name));
            }
            return ProcessIdentity.parse(all.getProperty("supervisor", ""))
                    .map(supervisor -> new StackState(
                            supervisor,
                            all.getProperty("gateway", ""),
                            Boolean.parseBoolean(all.getProperty("ready")),
                            components));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ComponentStatus component(Properties all, String name) {
        return new ComponentStatus(
                name,
                all.getProperty(name + ".state", "unknown"),
                Long.parseLong(all.getProperty(name + ".pid", "0")),
                Integer.parseInt(all.getProperty(name + ".port", "0")),
                all.getProperty(name + ".detail", ""));
    }

    /** Corrects what a supervisor left behind that was killed: its word no longer counts. */
    public StackState seenNow() {
        if (supervisor.isAlive()) {
            return this;
        }
        return new StackState(
                supervisor,
                gateway,
                false,
                components.stream().map(StackState::unsupervised).toList());
    }

    private static ComponentStatus unsupervised(ComponentStatus last) {
        boolean runs = last.pid() != 0
                && ProcessHandle.of(last.pid()).filter(ProcessHandle::isAlive).isPresent();
        return runs
                ? last.as("unsupervised", last.pid(), "its supervisor is gone: ./granary up takes over")
                : last.as("stopped", 0, "");
    }
}
