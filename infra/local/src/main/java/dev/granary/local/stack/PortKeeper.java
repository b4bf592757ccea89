package dev.granary.local.stack;

import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.Component;
import dev.granary.local.component.Readiness;
import dev.granary.local.process.FreePorts;
import dev.granary.local.process.Launch;
import java.io.IOException;
import java.util.List;

/**
 * A component that looks before each start whether its ports are still free, and takes others when somebody has come in
 * between. Whoever was told of the old ones is the supervisor's business.
 *
 * @param names its ports in the book
 * @param moved is called after a move
 */
record PortKeeper(Component component, List<String> names, PortBook book, Move moved) implements Component {
    /** What is to be done when a server has another port. */
    interface Move {
        void tell() throws IOException;
    }

    PortKeeper {
        names = List.copyOf(names);
    }

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
        try {
            for (String name : names) {
                if (!FreePorts.isFreeSoon(FreePorts.LOOPBACK, book.port(name))) {
                    book.move(name);
                    moved.tell();
                }
            }
        } catch (IOException e) {
            throw new GranaryException(
                    DATA_UNUSABLE, "its new port could not be written down: " + DataFolder.sentence(e), e);
        }
        return component.prepare();
    }

    @Override
    public Readiness probe() {
        return component.probe();
    }
}
