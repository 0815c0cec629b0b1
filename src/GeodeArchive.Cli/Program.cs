using System.Text;
using GeodeArchive.Cli;
using GeodeArchive.Io;

// First of all, so that there are standard streams to be opened.
var machine = SystemMachine.Create();

// UTF-8 whatever the locale says: names and JSON must not depend on it.
var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
// Flushed by the run; not disposed, which would try again what failed there.
var bytes = SystemMachine.OpenStandardOutput();
var output = new StreamWriter(bytes, encoding, bufferSize: 32 << 10);
var error = new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true };
return CommandLine.Run(machine, new StandardConsole(output, bytes, error, ProcessEnvironment.Read()), args);
