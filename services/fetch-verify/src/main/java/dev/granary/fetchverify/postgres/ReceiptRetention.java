package dev.granary.fetchverify.postgres;

import java.time.Duration;

/**
 * How long receipts are kept in the shared database; an instance is always usable.
 *
 * @param age after which a receipt goes
 * @param most that are kept; the oldest go first
 */
public record ReceiptRetention(Duration age, int most) {
    public ReceiptRetention {
        if (!age.isPositive() || most < 1) {
            throw new IllegalArgumentException("need a positive age and at least 1 receipt, was " + age + ", " + most);
        }
    }
}
