/** Places in the plane together with how far to trust them. Not for use from outside; {@link io.discern.analysis.map} is. */
package io.discern.analysis.internal.map;
