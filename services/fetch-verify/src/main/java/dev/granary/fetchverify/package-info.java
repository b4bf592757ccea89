/**
 * The HTTP gateway of a mirror: package formats, choice of sources, verification, storage and policy.
 *
 * <p>Feature packages ({@code format}, {@code source}, {@code store}, {@code expectation}, {@code receipt},
 * {@code event}, {@code policy}, {@code freshness}, {@code verify}) are plain Java. Adapters ({@code http},
 * {@code upstream}, {@code disk}, {@code postgres}, {@code redis}, {@code kafka}, {@code json}, {@code config}) stand
 * beside them, and {@code gateway} leads one request through the features on a virtual thread.
 */
@NullMarked
package dev.granary.fetchverify;

import org.jspecify.annotations.NullMarked;
