package dev.granary.e2e.scene;

import java.net.URI;
import java.util.List;

/** What stands behind the mirror, under the test's control. Patterns are decoded paths; {@code *} is anything. */
public interface Upstream extends AutoCloseable {
    /** The address to configure. */
    URI url();

    /** How many requests came for {@code pattern}. */
    int hits(String pattern);

    /** The targets asked for so far, as sent. */
    List<String> asked();

    void forgetRequests();

    /** Refuses connections until {@link #restore()}. */
    void cutOff();

    void restore();

    /** One byte of matching bodies is wrong until {@link #repair()}. */
    void tamper(String pattern);

    void repair();

    @Override
    void close();
}
