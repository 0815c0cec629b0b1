using System.Text;
using GeodeArchive.Inspect;
using GeodeArchive.Io;

// UTF-8 whatever the locale says: names and JSON must not depend on it.
using var output = SystemMachine.OpenStandardOutput();
using var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
return InspectCommandLine.Run(SystemMachine.Create(), new InspectConsole(output, error), args);
