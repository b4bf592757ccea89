/**
 * Whether bytes are what they must be.
 *
 * <p>Bytes are hashed as they pass, once, with every algorithm that the expectation names and SHA-256. Nothing here
 * decides where bytes come from or who may have them.
 */
@NullMarked
package dev.granary.fetchverify.verify;

import org.jspecify.annotations.NullMarked;
