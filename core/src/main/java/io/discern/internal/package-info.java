/** Machinery of core: JSON, CSV, hashes. Nobody outside core imports it. */
package io.discern.internal;
