/** What Spark's generated code must reach. Not for use from outside. */
package io.discern.spark.internal;
