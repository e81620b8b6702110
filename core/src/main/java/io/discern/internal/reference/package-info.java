/** The providers named {@code java}: what core itself brings to the services it defines. Nobody outside core imports it. */
package io.discern.internal.reference;
