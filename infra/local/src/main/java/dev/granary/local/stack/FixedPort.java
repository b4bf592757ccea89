package dev.granary.local.stack;

import dev.granary.local.component.Component;
import dev.granary.local.component.Readiness;
import dev.granary.local.process.FreePorts;
import dev.granary.local.process.Launch;

/** The component that clients know by its port: when somebody has taken that, it waits for it and says so. */
record FixedPort(Component component, Gateway gateway) implements Component {
    @Override
    public String name() {
        return component.name();
    }

    @Override
    public int port() {
        return component.port();
    }

    @Override
    public Launch prepare() {
        if (!FreePorts.isFreeSoon(gateway.listen(), gateway.port())) {
            gateway.requireUsable();
        }
        return component.prepare();
    }

    @Override
    public Readiness probe() {
        return component.probe();
    }
}
