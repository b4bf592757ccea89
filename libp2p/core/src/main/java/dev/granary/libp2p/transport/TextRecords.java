package dev.granary.libp2p.transport;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Looks up texts in DNS. */
@FunctionalInterface
public interface TextRecords {
    /** The TXT records of {@code name}, none when there is no such name or nobody answers. Never fails. */
    CompletionStage<List<String>> find(String name);
}
