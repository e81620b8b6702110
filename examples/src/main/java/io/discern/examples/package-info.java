/**
 * Programs that show the library at work; each has {@code --help}.
 *
 * <p>Run one with {@code mvn -q compile exec:java -pl examples -am -Dexec.mainClass=io.discern.examples.NAME
 * -Dexec.args="..."}.
 */
package io.discern.examples;
