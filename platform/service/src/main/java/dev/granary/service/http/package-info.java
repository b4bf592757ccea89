/** Answers over HTTP: problems from resources and from routes, and readiness. */
@NullMarked
package dev.granary.service.http;

import org.jspecify.annotations.NullMarked;
