/** Machinery of core: service discovery, JSON, hashing. Nobody outside core imports it. */
package io.discern.internal;
