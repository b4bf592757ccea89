/** How long documents of an upstream may be believed. Pure: time is an argument. */
@NullMarked
package dev.granary.fetchverify.freshness;

import org.jspecify.annotations.NullMarked;
