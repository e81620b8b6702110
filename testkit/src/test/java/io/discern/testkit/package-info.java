/** The contracts tried on implementations that keep them and on ones that each break one clause. */
package io.discern.testkit;
