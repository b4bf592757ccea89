/** What a person or another service may ask: {@code GET /api/v1/reputation} and {@code /{source}}. */
@NullMarked
package dev.granary.reputation.http;

import org.jspecify.annotations.NullMarked;
