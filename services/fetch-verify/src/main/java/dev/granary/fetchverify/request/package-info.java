/** What clients send, made canonical before anything else sees it: paths, ranges, conditions. Pure. */
@NullMarked
package dev.granary.fetchverify.request;

import org.jspecify.annotations.NullMarked;
