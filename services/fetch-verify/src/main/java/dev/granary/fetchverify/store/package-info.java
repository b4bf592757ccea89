/**
 * What the mirror holds: bytes by their SHA-256, and a record of each file and document.
 *
 * <p>Ports and values; the disk keeps them in {@code disk}. Content appears under its final name only whole, verified
 * and durable. Records are small, written whole and atomically, and are what makes content visible.
 */
@NullMarked
package dev.granary.fetchverify.store;

import org.jspecify.annotations.NullMarked;
