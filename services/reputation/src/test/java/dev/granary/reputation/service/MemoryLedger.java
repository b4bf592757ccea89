package dev.granary.reputation.service;

import dev.granary.reputation.ledger.LedgerSettings;
import dev.granary.reputation.ledger.MemoryEvidenceLedger;
import dev.granary.reputation.score.Scoring;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** The memory twin as the service's ledger. */
@Alternative
@Singleton
public class MemoryLedger extends MemoryEvidenceLedger {
    public MemoryLedger(Scoring scoring, LedgerSettings settings) {
        super(scoring, settings);
    }
}
