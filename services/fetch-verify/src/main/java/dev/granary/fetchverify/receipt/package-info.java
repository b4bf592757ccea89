/** Receipts: for each held artifact, where its bytes came from, what was verified, which policy decided and how long it took. */
@NullMarked
package dev.granary.fetchverify.receipt;

import org.jspecify.annotations.NullMarked;
