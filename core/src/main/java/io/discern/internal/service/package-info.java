/** Finds the providers of a service, whichever thread asks. Nobody outside core imports it. */
package io.discern.internal.service;
