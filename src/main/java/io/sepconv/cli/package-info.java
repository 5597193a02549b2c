/**
 * The command line: {@link io.sepconv.cli.Main} and one class per command.
 *
 * <p>Exit codes: 0 done, 1 a check failed, 2 bad usage or bad input, 3 sepconv itself failed. What
 * goes wrong is one line on the error stream; {@code --debug} adds the stack trace. Commands write
 * to the streams of their picocli command line and never to {@code System.out}, so that a test can
 * run them.
 */
package io.sepconv.cli;
