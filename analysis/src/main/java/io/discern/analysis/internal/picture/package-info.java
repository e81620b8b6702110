/** Pictures made small, lettered, and written. */
package io.discern.analysis.internal.picture;
