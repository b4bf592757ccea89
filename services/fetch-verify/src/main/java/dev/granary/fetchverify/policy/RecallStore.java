package dev.granary.fetchverify.policy;

import java.util.List;

/** Recall decisions on this replica's disk, so that they hold after a restart with everything else away. */
public interface RecallStore {
    /** All kept decisions. */
    List<Recall> list();

    /** Keeps a decision; it is durable when this returns and replaces the one on the same subject. */
    void keep(Recall recall);
}
