/** How a failure is told to a client: the problem details of RFC 9457, and the reason phrase that old clients show. */
@NullMarked
package dev.granary.service.problem;

import org.jspecify.annotations.NullMarked;
