/** Machinery of core: service discovery, JSON, CSV. Nobody outside core imports it. */
package io.discern.internal;
